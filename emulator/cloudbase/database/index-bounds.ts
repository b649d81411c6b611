import { type Bound, intersect, type Range, sideOf } from './bounds.ts'
import type { Entry } from './index-keys.ts'
import { directionsOf } from './indexes.ts'
import type { Index } from './model.ts'
import { compareValues } from './value-order.ts'

/** Longest list of look-ups; beyond it the further fields of an index are left to the query. */
const LOOKUPS_MAX = 1000

/** The part of an index in which all matches lie. */
export interface IndexBounds {
  /** Leading fields with single values, or `$in` of several. */
  readonly equalities: number
  /** Of these fields, how many values each may have. */
  readonly choices: readonly number[]
  /** Every combination of those values, in the order of the index; one empty prefix if there are none. */
  readonly prefixes: readonly Entry[]
  /** Of the field behind the prefix. */
  readonly range: Range | undefined
}

/**
 * The narrowest bounds that are certainly wide enough. An array may meet two conditions with an element each, so a field
 * that has ever had one takes one condition only, and of several such fields the first alone is bounded.
 */
export function boundIndex(index: Index, bounds: ReadonlyMap<string, readonly Bound[]>): IndexBounds {
  const directions = directionsOf(index)
  const choices: number[] = []
  let prefixes: Entry[] = [[]]
  let range: Range | undefined
  let arrays = 0
  for (const [field, { field: name }] of index.definition.keys.entries()) {
    const multikey = index.multikey[field] === true
    const found = bounds.get(name)
    if (found === undefined || (multikey && arrays > 0)) break
    if (multikey) arrays += 1
    const points = fewestPoints(found)
    const values = points && inOrder(points, directions[field] ?? 1)
    if (values === undefined || prefixes.length * values.length > LOOKUPS_MAX) {
      range = rangeOf(found, multikey)
      break
    }
    prefixes = prefixes.flatMap((prefix) => values.map((value) => [...prefix, value]))
    choices.push(values.length)
  }
  return { equalities: choices.length, choices, prefixes, range }
}

/** Where an entry lies, seen from the entries with this prefix and the next field within the range. */
export function sideIn(
  entry: Entry,
  prefix: Entry,
  range: Range | undefined,
  directions: readonly number[],
): number {
  // Asked for every item that a search passes: no iterators here.
  for (let field = 0; field < prefix.length; field += 1) {
    const order = compareValues(entry[field], prefix[field])
    if (order !== 0) return order * (directions[field] ?? 1)
  }
  if (range === undefined) return 0
  const field = prefix.length
  return sideOf(entry[field], range) * (directions[field] ?? 1)
}

function fewestPoints(bounds: readonly Bound[]): readonly unknown[] | undefined {
  let fewest: readonly unknown[] | undefined
  for (const bound of bounds) {
    if (bound.kind !== 'points') continue
    if (fewest === undefined || bound.values.length < fewest.length) fewest = bound.values
  }
  return fewest
}

function inOrder(values: readonly unknown[], direction: number): unknown[] {
  const sorted = [...values].sort((a, b) => compareValues(a, b) * direction)
  return sorted.filter((value, at) => at === 0 || compareValues(value, sorted[at - 1]) !== 0)
}

function rangeOf(bounds: readonly Bound[], multikey: boolean): Range | undefined {
  const ranges = bounds.flatMap((bound) => (bound.kind === 'range' ? [bound.range] : []))
  const [first] = ranges
  return first === undefined || multikey ? first : ranges.reduce(intersect)
}
