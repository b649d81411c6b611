import { Query } from 'mingo/query'
import type { Options } from 'mingo/types'
import { PlatformError } from '../errors.ts'
import { requestFailed } from './errors.ts'
import { context } from './query-operators.ts'
import { prepareQuery } from './query-rules.ts'
import { copyFields, type Document, type Fields } from './values.ts'

const OPTIONS: Partial<Options> = { context, scriptEnabled: false }

/** The answer's shape: what to skip, cut and show of the documents found. */
export interface View {
  readonly order: Fields
  readonly offset: number
  readonly limit: number
  readonly projection: Fields
}

/** Compiles a query to a test of one document. */
export function compileQuery(query: Fields): (document: Fields) => boolean {
  const prepared = prepareQuery(query)
  const compiled = speakingMongo(() => new Query({ ...prepared }, OPTIONS))
  return (document) => speakingMongo(() => compiled.test(document))
}

/** Orders and cuts documents, and copies the fields that are asked for. */
export function present(
  documents: readonly Document[],
  { order, offset, limit, projection }: View,
): Fields[] {
  return speakingMongo(() => {
    const all = new Query({}, OPTIONS)
    const sorted =
      Object.keys(order).length === 0
        ? documents
        : all
            .find<Document>([...documents])
            .sort(order)
            .all()
    const chosen = sorted.slice(offset, offset + limit)
    if (Object.keys(projection).length === 0) return chosen
    return all.find<Fields>(chosen.map(copyFields), { ...projection }).all()
  })
}

/** mingo reports a query it cannot run by throwing all kinds of errors; the request is at fault in each case. */
function speakingMongo<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw requestFailed(error instanceof Error ? error.message : String(error))
  }
}
