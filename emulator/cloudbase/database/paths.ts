import { type Fields, isFields } from './values.ts'

/** A path segment that may be an array position. */
export const isPosition = (segment: string) => /^\d+$/.test(segment)

/** One step down: an own field of an embedded document or a position of an array. */
export function child(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return isPosition(segment) ? value[Number(segment)] : undefined
  return isFields(value) && Object.hasOwn(value, segment) ? value[segment] : undefined
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
