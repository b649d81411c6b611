import * as v from 'valibot'
import type { Catalog } from './catalog.ts'
import { decode } from './ejson.ts'
import { collectionMissing, invalidParam } from './errors.ts'
import { find } from './find.ts'
import type { Looked } from './model.ts'
import type { Transactions } from './transactions.ts'
import { isFields } from './values.ts'

/** A query to look into. Dates and the like are written as Extended JSON: `{ "at": { "$gt": { "$date": … } } }`. */
export const QuestionSchema = v.strictObject({
  collection: v.string(),
  query: v.optional(v.record(v.string(), v.unknown()), {}),
  order: v.optional(v.record(v.string(), v.picklist([1, -1])), {}),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})
export type Question = v.InferInput<typeof QuestionSchema>

/** How a query is answered: by which index, or null for a scan, and what that takes. */
export interface Explanation extends Looked {
  readonly returned: number
  /** Real milliseconds. */
  readonly ms: number
}

/**
 * Runs a query on what is committed and tells how.
 * @throws PlatformError for a collection that is missing or a query that is malformed
 */
export async function explain(
  catalog: Catalog,
  transactions: Transactions,
  now: number,
  question: Question,
): Promise<Explanation> {
  const { collection: name, query, order, limit } = v.parse(QuestionSchema, question)
  const collection = catalog.get(name)
  if (collection === undefined) throw collectionMissing(name)
  const decoded = decode(JSON.stringify(query), now)
  if (!isFields(decoded)) throw invalidParam('query: must be an object')
  const began = performance.now()
  const { index, examined, documents } = await transactions.run(undefined, (within) =>
    find(within, collection, decoded, limit, order),
  )
  return { index, examined, returned: documents.length, ms: performance.now() - began }
}
