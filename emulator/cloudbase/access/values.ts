/** A document, a query or an update: named values of any kind. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is an embedded document, and not a date, a pattern, an array or a BSON value. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** A value that a query can fix and a rule can compare. */
export type Scalar = string | number | boolean | Date

export function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'number') return !Number.isNaN(value)
  return typeof value === 'string' || typeof value === 'boolean' || value instanceof Date
}

/** An own field or an element; undefined where there is none. */
export function memberOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) return typeof key === 'number' || isPosition(key) ? value[Number(key)] : undefined
  if (!isFields(value) || (typeof key !== 'string' && typeof key !== 'number')) return undefined
  return Object.hasOwn(value, key) ? value[key] : undefined
}

const isPosition = (key: unknown): boolean => typeof key === 'string' && /^\d+$/.test(key)

/**
 * The values for which MongoDB finds a document by a dotted path: an array counts as itself and as each of its
 * elements, and on the way each document of an array is looked into (MongoDB manual, "Query an Array").
 */
export function valuesAt(document: unknown, path: string): readonly unknown[] {
  const found = collect(document, path === '' ? [] : path.split('.'))
  return found.length === 0 ? [undefined] : found
}

function collect(value: unknown, segments: readonly string[]): readonly unknown[] {
  const [segment, ...rest] = segments
  if (segment === undefined) return Array.isArray(value) ? [value, ...value] : [value]
  if (!Array.isArray(value)) return isFields(value) ? collect(memberOf(value, segment), rest) : []
  const elements: readonly unknown[] = value
  const inElements = elements.filter(isFields).flatMap((element) => collect(memberOf(element, segment), rest))
  return isPosition(segment) ? [...collect(memberOf(value, segment), rest), ...inElements] : inElements
}

/** Assumption: values of different types are different, and a missing value is null, both as in the database. */
export function sameValue(a: unknown, b: unknown): boolean {
  const [left, right] = [a ?? null, b ?? null]
  if (left instanceof Date || right instanceof Date) {
    return left instanceof Date && right instanceof Date && left.getTime() === right.getTime()
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, at) => sameValue(element, right[at]))
  }
  if (isFields(left) && isFields(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && sameValue(left[name], right[name]))
    )
  }
  return left === right
}

/**
 * Negative, zero or positive; undefined for values that have no order: only numbers, dates and texts have one.
 * Assumption: a date is ordered among numbers by its milliseconds, as `now` is one.
 */
export function order(a: unknown, b: unknown): number | undefined {
  const [left, right] = [a, b].map((value) => (value instanceof Date ? value.getTime() : value))
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left !== 'string' || typeof right !== 'string') return undefined
  if (left === right) return 0
  return left < right ? -1 : 1
}
