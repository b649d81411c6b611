import * as v from 'valibot'
import { askService, type ClientService } from './clientRoute.ts'
import { type ClientAccessOptions, createClientAccess } from './cloudbase/access/index.ts'
import { decode, encodeForStorage } from './cloudbase/database/ejson.ts'
import type { Database } from './cloudbase/database/index.ts'
import { CLIENT_RESULT_BYTES_MAX } from './cloudbase/database/limits.ts'
import { resultBytes } from './cloudbase/database/result-bytes.ts'
import { PlatformError } from './cloudbase/errors.ts'
import type { WireReply } from './cloudbase/service.ts'
import type { SchemaCollection } from './schemaFile.ts'

/** A database whose schema also says what mini-programs may do. */
export interface ClientDatabase extends Omit<Database, 'applySchema'> {
  applySchema(collections: readonly SchemaCollection[]): void
  /**
   * What `wx.cloud.database()` sends, in the words of @cloudbase/database 1.4.3:
   * `{ action: 'database.getDocument', collectionName, query, … }`.
   */
  readonly forClients: ClientService
}

const CallSchema = v.object({
  action: v.string(),
  queryType: v.optional(v.string()),
  merge: v.optional(v.boolean()),
})

const CALLS: ReadonlyMap<string, string> = new Map([
  ['database.insertDocument', 'add'],
  ['database.getDocument', 'get'],
  ['database.calculateDocument', 'count'],
  ['database.modifyDocument', 'update'],
  ['database.removeDocument', 'remove'],
  ['database.aggregateDocuments', 'aggregate'],
])

const callOf = (body: unknown): string => {
  const parsed = v.safeParse(CallSchema, body)
  if (!parsed.success) return 'database'
  const { action, queryType, merge } = parsed.output
  const owner = queryType === 'DOC' ? 'document' : 'collection'
  return `${owner}.${merge === false ? 'set' : (CALLS.get(action) ?? action)}`
}

const ListSchema = v.object({ data: v.object({ list: v.array(v.string()) }) })

/** What a function gets whole, a mini-program is refused. */
const keptSmall = (reply: WireReply): WireReply => {
  const parsed = v.safeParse(ListSchema, reply)
  if (!parsed.success || resultBytes(parsed.output.data.list) <= CLIENT_RESULT_BYTES_MAX) return reply
  throw new PlatformError('CLIENT_RESULT_TOO_LARGE', 'the result of the query exceeds 1 MB')
}

export const createClientDatabase = (database: Database, options: ClientAccessOptions): ClientDatabase => {
  const { now } = options
  const access = createClientAccess(
    { ask: askService(database.service), decode: (text) => decode(text, now()), encode: encodeForStorage },
    options,
  )
  return {
    ...database,
    applySchema(collections) {
      database.applySchema(collections)
      for (const collection of collections) access.declare(collection.name, collection.access)
    },
    forClients: {
      callOf,
      answer: async (body, openid) => keptSmall(await access.answer(body, openid)),
    },
  }
}
