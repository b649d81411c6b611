import { types } from 'node:util'

/**
 * Values on their way from a function to whoever compares them: JSON would lose what a case is about. What has a type
 * of its own becomes `{ $is: <type>, … }`.
 */

type Plain = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Plain => typeof value === 'object' && value !== null

const hasToJson = (value: Plain): value is Plain & { toJSON: () => unknown } =>
  typeof value['toJSON'] === 'function'

/** What the SDK adds to an error. */
const ERROR_FIELDS = ['errCode', 'errMsg', 'code']

const encodeError = (error: Error): Plain => {
  const added = ERROR_FIELDS.filter((key) => key in error).map((key) => [
    key,
    encode(Reflect.get(error, key)),
  ])
  return { $is: 'error', name: error.name, message: error.message, ...Object.fromEntries(added) }
}

const encodeNumber = (value: number): unknown =>
  Number.isFinite(value) ? value : { $is: 'number', text: String(value) }

/** Makes JSON of anything that a case returns. */
export const encode = (value: unknown): unknown => {
  if (value === undefined) return { $is: 'undefined' }
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    return { $is: typeof value, text: String(value) }
  }
  if (!isObject(value)) return value
  if (types.isDate(value)) return { $is: 'date', at: String(value.getTime()) }
  if (types.isUint8Array(value)) return { $is: 'bytes', base64: Buffer.from(value).toString('base64') }
  if (value instanceof Error) return encodeError(value)
  if (Array.isArray(value)) return value.map(encode)
  if (isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]))
  if ('_internalType' in value && hasToJson(value)) return { $is: 'geo', geo: encode(value.toJSON()) }
  return { $is: 'object', text: String(value) }
}

const isPlain = (value: Plain): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * Gives back what `encode` was given. An error becomes `{ failure: true, name, message, errCode, errMsg, code }` with
 * what it had of them; a position, line or area, which the SDK has classes for, becomes `{ geo: <GeoJSON> }`.
 */
export const decode = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(decode)
  if (!isObject(value)) return value
  switch (value['$is']) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decode(each)]))
    case 'undefined':
      return undefined
    case 'number':
      return Number(value['text'])
    case 'date':
      return new Date(Number(value['at']))
    case 'bytes':
      return Buffer.from(String(value['base64']), 'base64')
    case 'geo':
      return { geo: decode(value['geo']) }
    case 'error': {
      const { $is, ...rest } = value
      return {
        failure: true,
        ...Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, decode(each)])),
      }
    }
    default:
      return value
  }
}
