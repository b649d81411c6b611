import { Binary, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { type Fields, isFields } from './values.ts'

/** MongoDB's index entry of an empty array, which is neither that of a missing field nor that of null. */
export const EMPTY_ARRAY = Symbol('empty array')

/** The numbers of {@link rankOf} that others need by name. */
export const RANK_NULL = 2

/**
 * Place of a value's type in MongoDB's order (manual, "Comparison/Sort Order", read 2026-11). A missing field counts
 * as null, an empty array as less than null. Values of one rank are compared with each other, and only those match a
 * query by `$gt` and its kin.
 */
export function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 3
    case 'string':
      return 4
    case 'boolean':
      return 9
    case 'undefined':
      return RANK_NULL
    case 'object':
      return value === null ? RANK_NULL : rankOfObject(value)
    default:
      return value === EMPTY_ARRAY ? 1 : 13
  }
}

function rankOfObject(value: object): number {
  if (isFields(value)) return 5
  if (Array.isArray(value)) return 6
  if (value instanceof Date) return 10
  if (value instanceof ObjectId) return 8
  if (value instanceof RegExp) return 12
  // Before Long: it is one.
  if (value instanceof Timestamp) return 11
  if (value instanceof Long || value instanceof Decimal128) return 3
  if (value instanceof Binary) return 7
  return value instanceof MinKey ? 0 : value instanceof MaxKey ? 14 : 13
}

/**
 * MongoDB's order of values: negative, 0 or positive. Strings are compared by UTF-16 code units, where MongoDB compares
 * bytes of UTF-8; the two differ beyond U+FFFF only.
 */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const rank = rankOf(a)
  const ranks = rank - rankOf(b)
  return ranks === 0 ? compareAlike(rank, a, b) : ranks
}

function compareAlike(rank: number, a: unknown, b: unknown): number {
  // Types of one value: null and a missing field, an empty array, the least and the greatest key.
  if (rank <= RANK_NULL || rank === 14) return 0
  if (rank === 3) return compareNumbers(numeric(a), numeric(b))
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime())
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b, compareValues)
  if (isFields(a) && isFields(b)) return compareFields(a, b)
  if (a instanceof Binary && b instanceof Binary) return Buffer.compare(bytes(a), bytes(b))
  return a === b ? 0 : compareValues(printed(rank, a), printed(rank, b))
}

/** NaN is the lowest number; -0 equals 0. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1
  if (a > b) return 1
  // biome-ignore lint/suspicious/noSelfCompare: only NaN differs from itself, and Number.isNaN takes no bigint.
  return Number(a === a) - Number(b === b)
}

function numeric(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  return value instanceof Long ? value.toBigInt() : Number(String(value))
}

function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (const [position, one] of a.entries()) {
    const other = b[position]
    if (other === undefined) break
    const order = compare(one, other)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Field by field in the order in which they stand: type, name, value. */
function compareFields(a: Fields, b: Fields): number {
  return compareLists(
    Object.entries(a),
    Object.entries(b),
    ([nameA, valueA], [nameB, valueB]) =>
      rankOf(valueA) - rankOf(valueB) || compareValues(nameA, nameB) || compareValues(valueA, valueB),
  )
}

/** By length first, as MongoDB orders binary data: manual, "BinData". */
function bytes(value: Binary): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(value.position)
  return Buffer.concat([length, Buffer.of(value.sub_type), value.value()])
}

/** Text that sorts as the values do, of the types that are left: ObjectId, timestamp, regular expression. */
function printed(rank: number, value: unknown): string {
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Timestamp) return value.toBigInt().toString().padStart(20, '0')
  return `${rank} ${String(value)}`
}
