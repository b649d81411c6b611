import { Binary, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'

/** Codes of the aliases (MongoDB manual, "BSON Types", read 2026-11). */
const CODES: ReadonlyMap<string, number> = new Map([
  ['double', 1],
  ['string', 2],
  ['object', 3],
  ['array', 4],
  ['binData', 5],
  ['undefined', 6],
  ['objectId', 7],
  ['bool', 8],
  ['date', 9],
  ['null', 10],
  ['regex', 11],
  ['dbPointer', 12],
  ['javascript', 13],
  ['symbol', 14],
  ['javascriptWithScope', 15],
  ['int', 16],
  ['timestamp', 17],
  ['long', 18],
  ['decimal', 19],
  ['minKey', -1],
  ['maxKey', 127],
])

const ALIASES: ReadonlyMap<number, string> = new Map([...CODES].map(([alias, code]) => [code, alias]))

const INT_MAX = 2 ** 31
const LONG_MAX = 2 ** 63

/**
 * MongoDB's alias of a value's type; `missing` for none.
 *
 * JavaScript has one kind of number. bson 4, with which @cloudbase/database 1.4.3 writes, sends a whole number as int,
 * beyond 32 bits as long, and every other as double: a number is taken to be what it would be sent as.
 */
export function typeOf(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'long'
    case 'number':
      if (!Number.isInteger(value) || value < -LONG_MAX || value >= LONG_MAX) return 'double'
      return value >= -INT_MAX && value < INT_MAX ? 'int' : 'long'
    default:
      return value === null ? 'null' : typeOfObject(value)
  }
}

function typeOfObject(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof RegExp) return 'regex'
  // Before Long: it is one.
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Long) return 'long'
  if (value instanceof Decimal128) return 'decimal'
  if (value instanceof Binary) return 'binData'
  if (value instanceof MinKey) return 'minKey'
  return value instanceof MaxKey ? 'maxKey' : 'object'
}

/** The alias that an operand of `$type` means: an alias, a code, or `number` for all numbers; undefined for none. */
export function parseType(operand: unknown): string | undefined {
  if (typeof operand === 'number') return ALIASES.get(operand)
  return typeof operand === 'string' && (operand === 'number' || CODES.has(operand)) ? operand : undefined
}

/** Whether a value is of the type that {@link parseType} read. */
export const isOfType = (value: unknown, alias: string) =>
  alias === 'number' ? numberOf(value) !== undefined : typeOf(value) === alias

/**
 * A value of one of the numeric types as a JavaScript number; undefined for all else. A long that needs more than 53
 * bits and a decimal lose digits: the language computes with doubles.
 */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Timestamp) return undefined
  return value instanceof Long || value instanceof Decimal128 ? Number(value.toString()) : undefined
}
