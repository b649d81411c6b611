import { type Bound, boundsOf } from './bounds.ts'
import { geoFieldOf } from './geo-fields.ts'
import { boundIndex, type IndexBounds, sideIn } from './index-bounds.ts'
import { isSortedBy } from './index-order.ts'
import { directionsOf, isGeo, postingsOf } from './indexes.ts'
import type { Collection, Index, Posting, Slot } from './model.ts'
import { isPosition } from './paths.ts'
import { valueKey } from './value-key.ts'
import { type Fields, isFields } from './values.ts'

/** Where the documents that may match a query are found. */
export type Plan =
  /** One after the other, in the order of insertion. */
  | { readonly kind: 'scan'; readonly slots: Iterable<Slot> }
  /** By `_id`. If `exact`, what is found need not be tested against the query. */
  | { readonly kind: 'ids'; readonly slots: Iterable<Slot>; readonly exact: boolean }
  /** In the order of the index; if `sorted`, that is the order asked for. */
  | {
      readonly kind: 'index'
      readonly index: Index
      readonly postings: Iterable<Posting>
      readonly sorted: boolean
    }

interface Candidate extends IndexBounds {
  readonly index: Index
  readonly sorted: 1 | -1 | undefined
}

/**
 * Chooses by rules, in this order:
 *
 * 1. `_id` by equality or `$in`.
 * 2. The index with the most leading fields that the query fixes by equality or `$in`.
 * 3. Of those, one that gives the order asked for.
 * 4. Of those, one whose next field the query limits to a range: `$gt` and its kin, or an anchored pattern.
 * 5. Of those, the one with the fewest fields, then the first declared; `_id_` stands before all.
 * 6. For a query by place, an index of that field.
 *
 * An index that does none of this is not used: the collection is scanned. What an index finds is always tested against
 * the whole query, so bounds only have to be wide enough.
 */
export function planQuery(collection: Collection, query: Fields, order: Fields): Plan {
  const bounds = boundsOf(query)
  const byId = planById(collection, query, bounds.get('_id'))
  if (byId !== undefined) return byId
  let best: Candidate | undefined
  for (const index of [collection.ids, ...collection.indexes]) {
    const candidate = candidateOf(collection, index, bounds, order)
    if (candidate !== undefined && (best === undefined || isBetter(candidate, best))) best = candidate
  }
  if (best !== undefined) {
    const { index, sorted } = best
    const postings = walk(collection, best, sorted ?? 1)
    return { kind: 'index', index, postings, sorted: sorted !== undefined }
  }
  return planByPlace(collection, query) ?? { kind: 'scan', slots: collection.slots.values() }
}

function planById(collection: Collection, query: Fields, bounds: readonly Bound[] = []): Plan | undefined {
  const points = bounds.find((bound) => bound.kind === 'points')
  if (points === undefined) return undefined
  const condition = query['_id']
  const exact =
    Object.keys(query).length === 1 &&
    Object.hasOwn(query, '_id') &&
    (!isFields(condition) || Object.keys(condition).length === 1)
  return { kind: 'ids', slots: slotsById(collection, new Set(points.values.map(valueKey))), exact }
}

function* slotsById(collection: Collection, keys: Iterable<string>): Generator<Slot> {
  for (const key of keys) {
    const slot = collection.slots.get(key)
    if (slot !== undefined) yield slot
  }
}

function candidateOf(
  collection: Collection,
  index: Index,
  bounds: ReadonlyMap<string, readonly Bound[]>,
  order: Fields,
): Candidate | undefined {
  const fields = index.definition.keys.map(({ field }) => field)
  const [first = ''] = fields
  if (isGeo(index) || (!bounds.has(first) && !Object.hasOwn(order, first))) return undefined
  // `a.0` is a position of an array for an index, but may be a field named 0 of its elements for a query.
  if (index.paths.some((path) => path.some(isPosition))) return undefined
  // Only now: whether it is multikey is known when it is built.
  postingsOf(collection, index)
  const found = boundIndex(index, bounds)
  const sorted = isSortedBy(index, found, order)
  if (found.equalities === 0 && sorted === undefined && found.range === undefined) return undefined
  return { ...found, index, sorted }
}

function isBetter(one: Candidate, other: Candidate): boolean {
  const ranking = (candidate: Candidate) => [
    candidate.equalities,
    Number(candidate.sorted !== undefined),
    Number(candidate.range !== undefined),
    -candidate.index.paths.length,
  ]
  const others = ranking(other)
  for (const [rule, value] of ranking(one).entries()) {
    const difference = value - (others[rule] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

function* walk(collection: Collection, candidate: Candidate, direction: 1 | -1): Generator<Posting> {
  const { index, prefixes, range } = candidate
  const postings = postingsOf(collection, index)
  const directions = directionsOf(index)
  for (const prefix of direction === 1 ? prefixes : [...prefixes].reverse()) {
    const side = ({ entry }: Posting) => sideIn(entry, prefix, range, directions)
    yield* direction === 1 ? postings.ascending(side) : postings.descending(side)
  }
}

function planByPlace(collection: Collection, query: Fields): Plan | undefined {
  const field = geoFieldOf(query)
  if (field === undefined) return undefined
  const index = collection.indexes.find(({ definition }) =>
    definition.keys.some((key) => key.direction === '2dsphere' && key.field === field),
  )
  if (index === undefined) return undefined
  return { kind: 'index', index, postings: postingsOf(collection, index).ascending(() => 0), sorted: false }
}
