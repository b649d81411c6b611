import type { Collection, Transaction } from './model.ts'
import { planQuery } from './plan.ts'
import { compileQuery } from './query.ts'
import { visible } from './store.ts'
import type { Document, Fields } from './values.ts'

/** What a query found and what that took. */
interface Found {
  readonly documents: Document[]
  /** Documents looked at. */
  readonly examined: number
  /** Name of the index used; undefined for a scan of the collection. */
  readonly index: string | undefined
}

/**
 * The documents of a collection that match, as the transaction sees them.
 *
 * @param most stop after this many
 */
export function find(
  transaction: Transaction,
  collection: Collection,
  query: Fields,
  most = Number.POSITIVE_INFINITY,
): Found {
  const plan = planQuery(collection, query)
  const matches = plan.exact || Object.keys(query).length === 0 ? () => true : compileQuery(query)
  const documents: Document[] = []
  let examined = 0
  for (const slot of plan.slots) {
    if (documents.length >= most) break
    const document = visible(slot, transaction)
    if (document === null) continue
    examined += 1
    if (matches(document)) documents.push(document)
  }
  return { documents, examined, index: plan.index }
}
