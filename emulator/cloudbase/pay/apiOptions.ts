import protobuf from 'protobufjs'
import { PlatformError } from '../errors.ts'

const type = protobuf
  .parse('syntax = "proto3"; message ApiOptions { string appid = 1; }', { keepCase: true })
  .root.lookupType('ApiOptions')

/**
 * The appid that `cloud.cloudPay({ appid })` was given; the part is empty without one (wx-server-sdk 4.0.2).
 * @throws PlatformError INVALID_PARAM
 */
export const readAppid = (bytes: Uint8Array | undefined): string | undefined => {
  if (bytes === undefined || bytes.length === 0) return undefined
  try {
    const { appid }: Record<string, unknown> = type.toObject(type.decode(bytes))
    return typeof appid === 'string' && appid !== '' ? appid : undefined
  } catch {
    throw new PlatformError('INVALID_PARAM', 'apiOptions is no ApiOptions')
  }
}
