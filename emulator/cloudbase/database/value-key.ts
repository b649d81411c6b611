import { ObjectId } from 'bson'
import { encodeForStorage } from './ejson.ts'

/**
 * Text that is equal for values that MongoDB's indexes hold equal. A missing field counts as null, as in
 * MongoDB's non-sparse indexes.
 */
export function valueKey(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'number') return `n${value}`
  if (typeof value === 'boolean') return `b${value}`
  if (value instanceof Date) return `d${value.getTime()}`
  if (value instanceof ObjectId) return `o${value.toHexString()}`
  return `j${encodeForStorage(value)}`
}

/** A value as MongoDB prints it in an error text. */
export const printValue = (value: unknown) => (value === undefined ? 'null' : encodeForStorage(value))
