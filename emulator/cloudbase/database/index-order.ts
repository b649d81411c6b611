import type { IndexBounds } from './index-bounds.ts'
import { directionsOf } from './indexes.ts'
import type { Index } from './model.ts'
import type { Fields } from './values.ts'

/**
 * Whether reading the bounded part of an index gives the documents in an order: 1 if read forwards, -1 backwards.
 *
 * A field with a single value changes no order, be it in the index or in what is asked for. An array is ordered by the
 * least or the greatest of all its elements, so its field must not be bounded.
 */
export function isSortedBy(index: Index, bounds: IndexBounds, order: Fields): 1 | -1 | undefined {
  const directions = directionsOf(index)
  const names = index.definition.keys.map(({ field }) => field)
  const isConstant = (field: number) => bounds.choices[field] === 1
  const wanted = Object.entries(order).filter(([name]) => {
    const field = names.indexOf(name)
    return field < 0 || !isConstant(field) || index.multikey[field] === true
  })
  const given = [...names.keys()].filter((field) => !isConstant(field)).slice(0, wanted.length)
  if (Object.keys(order).length === 0 || given.length < wanted.length) return undefined

  let reading: 1 | -1 | undefined
  for (const [at, [name, direction]] of wanted.entries()) {
    const field = given[at] ?? -1
    if (names[field] !== name) return undefined
    const needed = direction === directions[field] ? 1 : -1
    if (reading !== undefined && reading !== needed) return undefined
    reading = needed
  }
  const bounded = bounds.equalities + (bounds.range === undefined ? 0 : 1)
  const boundsAnArray = index.multikey.slice(0, bounded).includes(true)
  if (boundsAnArray && given.some((field) => index.multikey[field] === true)) return undefined
  return reading ?? 1
}
