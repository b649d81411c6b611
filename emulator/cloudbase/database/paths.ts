import { type Fields, isFields } from './values.ts'

/** A path segment that may be an array position. */
export const isPosition = (segment: string) => /^\d+$/.test(segment)

/** An own field of an embedded document. */
export const fieldOf = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** One step down: an own field of an embedded document or a position of an array. */
export function child(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return isPosition(segment) ? value[Number(segment)] : undefined
  return fieldOf(value, segment)
}

/** The value at a dotted path, without MongoDB's spreading over the elements of arrays. */
export function valueAt(fields: Fields, path: string): unknown {
  let value: unknown = fields
  for (const segment of path.split('.')) {
    value = child(value, segment)
    if (value === undefined) return undefined
  }
  return value
}

export type Test = (value: unknown) => boolean

/**
 * Whether a query's path leads to a value that passes a test. Arrays on the way spread into the documents in them and
 * a numeric segment is a position as well (MongoDB manual, "Query an Array of Embedded Documents"); an array at the
 * end is tried element by element, then as a whole. Undefined stands for a field that is not there.
 *
 * @param spread false: an array at the end is tried as a whole only
 */
export function leadsTo(value: unknown, path: readonly string[], test: Test, spread: boolean): boolean {
  return follow(value, path, 0, test, spread)
}

function follow(start: unknown, path: readonly string[], from: number, test: Test, spread: boolean): boolean {
  let value = start
  for (let at = from; at < path.length; at += 1) {
    if (Array.isArray(value)) return followElements(value, path, at, test, spread)
    value = fieldOf(value, path[at] ?? '')
    if (value === undefined) return test(undefined)
  }
  return spread && Array.isArray(value) ? value.some(test) || test(value) : test(value)
}

function followElements(
  array: readonly unknown[],
  path: readonly string[],
  at: number,
  test: Test,
  spread: boolean,
): boolean {
  for (const element of array) {
    if (isFields(element) && follow(element, path, at, test, spread)) return true
  }
  const segment = path[at] ?? ''
  if (!isPosition(segment) || Number(segment) >= array.length) return false
  const element: unknown = array[Number(segment)]
  if (at + 1 === path.length) return test(element)
  return isFields(element) || Array.isArray(element) ? follow(element, path, at + 1, test, spread) : false
}
