import { compareValues, RANK_NULL, rankOf } from './value-order.ts'

/**
 * Whether two values are equal for a query or an index: null and a missing field are, embedded documents are only with
 * their fields in the same order (MongoDB manual, "Query on Embedded Documents").
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return false
  const rank = rankOf(a)
  return rank === rankOf(b) && (rank === RANK_NULL || compareValues(a, b) === 0)
}

/** MongoDB's order of values in expressions, where a missing value comes before null. */
export function compareInExpression(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareValues(a, b)
}

/** Equality in expressions, where a missing value is not null. */
export const isSameInExpression = (a: unknown, b: unknown) =>
  a === undefined || b === undefined ? a === b : isSame(a, b)
