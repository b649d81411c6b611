import { type Fields, isFields } from '../values.ts'

/** A document with the value at a path replaced; it shares everything else. Undefined takes the field away. */
export function withValueAt(document: Fields, path: readonly string[], value: unknown): Fields {
  const [first = '', ...rest] = path
  const inner = Object.hasOwn(document, first) ? document[first] : undefined
  const changed = rest.length === 0 ? value : withValueAt(isFields(inner) ? inner : {}, rest, value)
  if (changed !== undefined) return { ...document, [first]: changed }
  const { [first]: _, ...others } = document
  return others
}
