import { Timestamp } from 'bson'
import * as v from 'valibot'
import type { WireBody } from '../service.ts'
import type { StageSpec } from './aggregation/stage.ts'
import { checkName, decode } from './ejson.ts'
import { invalidParam, requestFailed } from './errors.ts'
import { bindNow } from './expressions/now.ts'
import { QUERY_LIMIT_DEFAULT, QUERY_LIMIT_MAX } from './limits.ts'
import type { View } from './query.ts'
import { type Fields, isFields, type Operators } from './values.ts'

/** They run JavaScript inside the database server, which no tenant of a shared database may. */
const SCRIPTS = new Set(['$where', '$function', '$accumulator'])

const collectionName = v.string()
const transactionId = v.optional(v.string())
const queryType = v.optional(v.picklist(['DOC', 'WHERE']), 'WHERE')
const ejson = v.optional(v.string())
const flag = v.optional(v.boolean(), false)
const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))

const CollectionBody = v.object({ collectionName })
const InsertBody = v.object({ collectionName, data: v.array(v.string()), transactionId })
const QueryBody = v.object({ collectionName, queryType, query: ejson, transactionId })
const FindBody = v.object({
  ...QueryBody.entries,
  order: ejson,
  projection: ejson,
  offset: count,
  limit: count,
})
const RemoveBody = v.object({ ...QueryBody.entries, multi: flag })
const ModifyBody = v.object({
  ...QueryBody.entries,
  data: v.string(),
  multi: flag,
  merge: v.optional(v.boolean(), true),
  upsert: flag,
})
const AggregateBody = v.object({
  collectionName,
  stages: v.array(v.object({ stageKey: v.string(), stageValue: v.string() })),
})
const TransactionBody = v.object({ transactionId: v.string() })

interface Target {
  readonly collection: string
  readonly transaction: string | undefined
}

interface Where extends Target {
  readonly query: Fields
}

interface Change extends Where {
  readonly kind: 'update'
  readonly operators: Operators
  readonly multi: boolean
}

interface Replacement extends Where {
  readonly kind: 'replace'
  readonly document: Fields
  readonly upsert: boolean
}

/** Reads the body of an action on a collection as such. */
export function parseCollection(body: WireBody): string {
  return parse(CollectionBody, body).collectionName
}

/** Reads the body of commitTransaction and abortTransaction. */
export function parseTransaction(body: WireBody): string {
  return parse(TransactionBody, body).transactionId
}

/** Reads the body of insertDocument. */
export function parseInsert(body: WireBody, now: number): Target & { readonly documents: readonly Fields[] } {
  const parsed = parse(InsertBody, body)
  return { ...target(parsed), documents: parsed.data.map((text) => fields('data', text, now)) }
}

/** Reads the body of getDocument; a request by document id answers one at most. */
export function parseFind(body: WireBody, now: number): Where & View {
  const parsed = parse(FindBody, body)
  const { offset = 0, limit = 0 } = parsed
  const order = fields('order', parsed.order, now)
  for (const [field, direction] of Object.entries(order)) {
    if (direction !== 1 && direction !== -1) throw invalidParam(`order of '${field}' must be 1 or -1`)
  }
  return {
    ...where(parsed, now),
    order,
    offset,
    limit: parsed.queryType === 'DOC' ? 1 : Math.min(limit || QUERY_LIMIT_DEFAULT, QUERY_LIMIT_MAX),
    projection: fields('projection', parsed.projection, now),
  }
}

/** Reads the body of aggregateDocuments, which no transaction has part in. */
export function parseAggregate(
  body: WireBody,
  now: number,
): { readonly collection: string; readonly stages: readonly StageSpec[] } {
  const { collectionName: collection, stages } = parse(AggregateBody, body)
  return {
    collection,
    stages: stages.map(({ stageKey: name, stageValue }) => {
      const operand = decode(stageValue, now)
      refuseScripts(operand)
      return { name, operand }
    }),
  }
}

/** Reads the body of calculateDocument. */
export function parseCount(body: WireBody, now: number): Where {
  return where(parse(QueryBody, body), now)
}

/** Reads the body of removeDocument. */
export function parseRemove(body: WireBody, now: number): Where & { readonly multi: boolean } {
  const parsed = parse(RemoveBody, body)
  requireWhere(parsed.query)
  return { ...where(parsed, now), multi: parsed.multi && parsed.queryType === 'WHERE' }
}

/** An update of one document, for the action that answers the document. */
export function parseModifyAndReturn(body: WireBody, now: number): Change {
  const change = parseModify(body, now)
  if (change.kind === 'replace') throw invalidParam('a replaced document is not returned: merge must be true')
  return { ...change, multi: false }
}

/** Reads the body of modifyDocument: update operators with `merge`, otherwise a whole document. */
export function parseModify(body: WireBody, now: number): Change | Replacement {
  const parsed = parse(ModifyBody, body)
  requireWhere(parsed.query)
  const { multi, merge, upsert } = parsed
  const data = fields('data', parsed.data, now)
  const found = where(parsed, now)
  if (!merge) {
    if (multi) throw invalidParam('a replacement is of one document: multi must be false')
    return { ...found, kind: 'replace', document: data, upsert }
  }
  // @cloudbase/database 1.4.3 asks for an upsert with a replacement only (`doc.set`).
  if (upsert) throw invalidParam('upsert needs merge: false')
  return {
    ...found,
    kind: 'update',
    operators: operators(data, now),
    multi: multi && parsed.queryType === 'WHERE',
  }
}

function parse<Schema extends v.GenericSchema>(schema: Schema, body: WireBody): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const [issue] = result.issues
  throw invalidParam(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

const target = ({
  collectionName,
  transactionId,
}: {
  collectionName: string
  transactionId?: string | undefined
}): Target => ({
  collection: collectionName,
  transaction: transactionId,
})

function where(body: v.InferOutput<typeof QueryBody>, now: number): Where {
  const query = bindNow(fields('query', body.query, now), now)
  if (body.queryType === 'DOC' && !Object.hasOwn(query, '_id'))
    throw invalidParam('query: a document needs an _id')
  return { ...target(body), query }
}

/**
 * Assumption: the real reply to an update or removal without `where()` is not public. @cloudbase/database 1.4.3 sends
 * no query or an empty text then; refusing is the answer that loses no data.
 */
function requireWhere(query: string | undefined): void {
  if (query === undefined || query === '')
    throw invalidParam('query: required, to change or remove documents')
}

function fields(name: string, text: string | undefined, now: number): Fields {
  if (text === undefined || text === '') return {}
  const value = decode(text, now)
  if (!isFields(value)) throw invalidParam(`${name}: must be an object`)
  refuseScripts(value)
  return value
}

function operators(data: Fields, now: number): Operators {
  const checked: Record<string, Fields> = {}
  for (const [operator, operands] of Object.entries(data)) {
    if (!isFields(operands)) throw invalidParam(`data: ${operator} needs an object`)
    if (operator === '$rename') Object.values(operands).map(String).forEach(checkName)
    checked[operator] = operator === '$currentDate' ? currentDates(operands, now) : operands
  }
  return checked
}

/** MongoDB manual, "$currentDate": true for a date, or the type. It is world time, as `db.serverDate()` is. */
function currentDates(operands: Fields, now: number): Fields {
  const dates = Object.entries(operands).map(([path, operand]) => {
    const type = isFields(operand) ? operand['$type'] : typeof operand === 'boolean' ? 'date' : undefined
    if (type === 'date') return [path, new Date(now)]
    if (type === 'timestamp') return [path, new Timestamp({ t: Math.floor(now / 1000), i: 1 })]
    throw requestFailed(
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    )
  })
  return Object.fromEntries(dates)
}

function refuseScripts(value: unknown): void {
  if (Array.isArray(value)) for (const element of value) refuseScripts(element)
  if (!isFields(value)) return
  for (const [name, inner] of Object.entries(value)) {
    if (SCRIPTS.has(name)) throw invalidParam(`${name} is not allowed`)
    refuseScripts(inner)
  }
}
