import { distanceIn } from './geo/near.ts'
import { entriesOf, sameEntry } from './index-keys.ts'
import { isGeo } from './indexes.ts'
import type { Collection, Index, Looked, Posting, Transaction } from './model.ts'
import { type Plan, planQuery } from './plan.ts'
import { compileQuery } from './query.ts'
import { sortDocuments } from './sort.ts'
import { isSettled, visible } from './store.ts'
import type { Document, Fields } from './values.ts'

/** What a query found and what that took. */
export interface Found extends Looked {
  readonly documents: Document[]
}

/**
 * The documents of a collection that match, as the transaction sees them.
 *
 * A query for what is near answers the nearest first, unless it asks for an order (MongoDB manual, "$nearSphere").
 * Documents that tie in the order, or are asked for in none, come in the order in which they were found: as in MongoDB,
 * that depends on the index.
 *
 * @param most stop after this many
 * @param order 1 or -1 by path
 */
export function find(
  transaction: Transaction,
  collection: Collection,
  query: Fields,
  most = Number.POSITIVE_INFINITY,
  order: Fields = {},
): Found {
  const plan = planQuery(collection, query, order)
  const isExact = (plan.kind === 'ids' && plan.exact) || Object.keys(query).length === 0
  const matches = isExact ? () => true : compileQuery(query)
  const arrange = arrangement(plan, query, order)
  const documents: Document[] = []
  let examined = 0
  if (most > 0) {
    for (const document of candidates(plan, transaction)) {
      examined += 1
      if (!matches(document)) continue
      documents.push(document)
      if (arrange === undefined && documents.length >= most) break
    }
  }
  const looked = { index: indexName(plan), examined }
  transaction.looked = looked
  return { ...looked, documents: arrange?.(documents).slice(0, most) ?? documents }
}

/** What has to be done to give what is found the order asked for, or that of a query for what is near. */
function arrangement(
  plan: Plan,
  query: Fields,
  order: Fields,
): ((documents: Document[]) => Document[]) | undefined {
  if (Object.keys(order).length > 0) {
    return plan.kind === 'index' && plan.sorted ? undefined : (documents) => sortDocuments(documents, order)
  }
  const distance = distanceIn(query)
  if (distance === undefined) return undefined
  return (documents) => {
    const measured = documents.map((document) => ({ document, distance: distance(document) }))
    return measured.sort((a, b) => a.distance - b.distance).map(({ document }) => document)
  }
}

const indexName = (plan: Plan) =>
  plan.kind === 'scan' ? null : plan.kind === 'ids' ? '_id_' : plan.index.definition.name

function* candidates(plan: Plan, transaction: Transaction): Generator<Document> {
  if (plan.kind === 'index') {
    yield* fromIndex(plan.index, plan.postings, transaction)
    return
  }
  for (const slot of plan.slots) {
    const document = visible(slot, transaction)
    if (document !== null) yield document
  }
}

/** Each visible document once, at the first entry that it has. */
function* fromIndex(
  index: Index,
  postings: Iterable<Posting>,
  transaction: Transaction,
): Generator<Document> {
  const several = index.multikey.includes(true)
  const seen = new Set<Posting['slot']>()
  for (const { slot, entry } of postings) {
    if (several && seen.has(slot)) continue
    const document = visible(slot, transaction)
    if (document === null) continue
    // The entry may be that of another version, which somebody else sees.
    const isOwn =
      isSettled(slot) || isGeo(index) || entriesOf(document, index.paths).some((own) => sameEntry(own, entry))
    if (!isOwn) continue
    if (several) seen.add(slot)
    yield document
  }
}
