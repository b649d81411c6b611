import * as v from 'valibot'
import { invalidParam } from './errors.ts'

const collectionName = v.pipe(v.string(), v.minLength(1))
const queryType = v.optional(v.picklist(['DOC', 'WHERE']), 'WHERE')
const text = v.optional(v.string(), '')
const flag = v.optional(v.boolean(), false)
const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0)

/**
 * What a mini-program asks of the database: the requests that @cloudbase/database 1.4.3 makes, without those of a
 * server (collections, transactions). Fields that are not named here, a transaction's id among them, are not passed on.
 */
const ClientRequestSchema = v.variant('action', [
  v.object({ action: v.literal('database.insertDocument'), collectionName, data: v.array(v.string()) }),
  v.object({
    action: v.literal('database.getDocument'),
    collectionName,
    queryType,
    query: text,
    order: text,
    projection: text,
    offset: count,
    limit: count,
  }),
  v.object({ action: v.literal('database.calculateDocument'), collectionName, query: text }),
  v.object({
    action: v.literal('database.modifyDocument'),
    collectionName,
    queryType,
    query: text,
    data: v.string(),
    multi: flag,
    merge: v.optional(v.boolean(), true),
  }),
  v.object({
    action: v.literal('database.removeDocument'),
    collectionName,
    queryType,
    query: text,
    multi: flag,
  }),
  v.object({
    action: v.literal('database.aggregateDocuments'),
    collectionName,
    stages: v.array(v.object({ stageKey: v.string(), stageValue: v.string() })),
  }),
])

export type ClientRequest = v.InferOutput<typeof ClientRequestSchema>

/** The request of one action. */
export type RequestOf<Name extends string> = Extract<ClientRequest, { action: `database.${Name}` }>

/** @throws PlatformError INVALID_PARAM */
export function parseClientRequest(body: unknown): ClientRequest {
  const parsed = v.safeParse(ClientRequestSchema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalidParam(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}
