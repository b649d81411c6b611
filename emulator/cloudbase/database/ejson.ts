import { EJSON, ObjectId } from 'bson'
import { invalidParam } from './errors.ts'
import { NESTING_MAX } from './limits.ts'
import { toRegExp } from './regexp.ts'
import { type Fields, isFields } from './values.ts'

// No path may reach the prototype chain of the objects that hold documents.
const UNSAFE_NAME = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/

/** Refuses a field name or path that leads to the prototype of objects. */
export function checkName(name: string): void {
  if (UNSAFE_NAME.test(name)) throw invalidParam(`field name '${name}' is not allowed`)
}

const INTEGER = /^-?\d+$/

/**
 * Decodes Extended JSON v2 as bson 4 writes it (`EJSON.stringify(x, { relaxed: false })` in @cloudbase/database 1.4.3).
 * bson 6 cannot: it refuses the JavaScript-only flags of regular expressions, which that SDK sends as they are.
 * Numbers become JavaScript numbers, except 64-bit integers that would lose digits.
 *
 * @param now what `db.serverDate()` stands for, in milliseconds since 1970
 */
export function decode(text: string, now: number): unknown {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw invalidParam('malformed EJSON')
  }
  return decodeValue(parsed, now, 0)
}

function decodeValue(value: unknown, now: number, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > NESTING_MAX) throw invalidParam(`EJSON is nested deeper than ${NESTING_MAX} levels`)
  if (Array.isArray(value)) return value.map((element) => decodeValue(element, now, depth + 1))
  const names = Object.keys(value)
  const first = names[0]
  const wrapper = first === undefined || names.length > 1 ? undefined : WRAPPERS.get(first)
  const fields: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    checkName(name)
    if (wrapper !== undefined) return wrapper(inner, now)
    fields[name] = decodeValue(inner, now, depth + 1)
  }
  return fields
}

type Unwrap = (inner: unknown, now: number) => unknown

const malformed = (name: string) => invalidParam(`malformed EJSON: ${name}`)

function decodeLong(inner: unknown): unknown {
  if (typeof inner !== 'string' || !INTEGER.test(inner)) throw malformed('$numberLong')
  const number = Number(inner)
  return Number.isFinite(number) && BigInt(number) === BigInt(inner)
    ? number
    : decodeByLibrary('$numberLong', inner)
}

function decodeDate(inner: unknown): Date {
  const time = isFields(inner) ? decodeLong(inner['$numberLong']) : inner
  const date = typeof time === 'number' || typeof time === 'string' ? new Date(time) : undefined
  if (date === undefined || Number.isNaN(date.getTime())) throw malformed('$date')
  return date
}

function decodeServerDate(inner: unknown, now: number): Date {
  const offset = isFields(inner) ? decodeValue(inner['offset'], now, 0) : undefined
  if (offset !== undefined && typeof offset !== 'number') throw malformed('$tcb_server_date')
  const date = new Date(now + (offset ?? 0))
  // Stored, it could not be read again.
  if (Number.isNaN(date.getTime())) throw malformed('$tcb_server_date')
  return date
}

function decodeByLibrary(name: string, inner: unknown): unknown {
  try {
    return EJSON.deserialize({ [name]: inner }, { relaxed: false })
  } catch {
    throw malformed(name)
  }
}

const WRAPPERS: ReadonlyMap<string, Unwrap> = new Map<string, Unwrap>([
  [
    '$numberInt',
    (inner: unknown) => {
      if (typeof inner !== 'string' || !INTEGER.test(inner)) throw malformed('$numberInt')
      return Number(inner)
    },
  ],
  ['$numberLong', decodeLong],
  [
    '$numberDouble',
    (inner: unknown) => {
      const number = typeof inner === 'string' && inner.trim() !== '' ? Number(inner) : undefined
      if (number === undefined || (Number.isNaN(number) && inner !== 'NaN')) throw malformed('$numberDouble')
      return number
    },
  ],
  [
    '$oid',
    (inner: unknown) => {
      if (typeof inner !== 'string' || !/^[0-9a-f]{24}$/i.test(inner)) throw malformed('$oid')
      return ObjectId.createFromHexString(inner)
    },
  ],
  ['$date', decodeDate],
  ['$tcb_server_date', decodeServerDate],
  [
    '$regularExpression',
    (inner: unknown) => {
      if (!isFields(inner)) throw malformed('$regularExpression')
      return toRegExp(inner['pattern'], inner['options'])
    },
  ],
  ...['$numberDecimal', '$binary', '$uuid', '$timestamp', '$minKey', '$maxKey'].map(
    (name) => [name, (inner: unknown) => decodeByLibrary(name, inner)] as const,
  ),
])

/** Relaxed EJSON of a document for a reply. The platform answers ObjectIds as plain hexadecimal strings. */
export const encodeForReply = (document: unknown) => JSON.stringify(encodeValue(document, true))

/** Relaxed EJSON that {@link decode} turns back into the same value. */
export const encodeForStorage = (value: unknown) => JSON.stringify(encodeValue(value, false))

function encodeValue(value: unknown, hexIds: boolean): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $numberDouble: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element) => encodeValue(element, hexIds))
  if (isFields(value)) return encodeFields(value, hexIds)
  if (value instanceof Date) return encodeDate(value)
  if (value instanceof ObjectId) return hexIds ? value.toHexString() : { $oid: value.toHexString() }
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } }
  return EJSON.serialize(value, { relaxed: false })
}

function encodeFields(fields: Fields, hexIds: boolean): Fields {
  const encoded: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) encoded[name] = encodeValue(fields[name], hexIds)
  return encoded
}

/** The MongoDB Extended JSON v2 specification gives ISO text to the years 1970 to 9999 only. */
function encodeDate(date: Date): Fields {
  const year = date.getUTCFullYear()
  return {
    $date: year >= 1970 && year <= 9999 ? date.toISOString() : { $numberLong: String(date.getTime()) },
  }
}
