import type { CloudCall } from '../cloudCalls.ts'
import { PlatformError } from '../errors.ts'
import type { CommApiData } from './messages.ts'

type Pairs = NonNullable<CommApiData['openapiData']>['pairs']

/** What the pairs say: a value is JSON text, unless it is a file. */
export const readParameters = (pairs: Pairs): Pick<CloudCall, 'params' | 'media'> => {
  const params = new Map<string, unknown>()
  const media = new Map<string, CloudCall['media'][string]>()
  for (const { key, value, filename } of pairs) {
    // wx-server-sdk 4.0.2 means to send a file's content type too, but spells the field so that it is never encoded.
    if (filename !== '') media.set(key, { bytes: value, filename })
    else params.set(key, jsonOf(key, value))
  }
  return { params: Object.fromEntries(params), media: Object.fromEntries(media) }
}

const jsonOf = (key: string, value: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'))
  } catch {
    throw new PlatformError('INVALID_PARAM', `the value of ${key} is no JSON`)
  }
}
