import type { WireReply } from '../service.ts'
import { findDocument } from './documents.ts'
import { invalidParam, ownerIsReserved, permissionDenied } from './errors.ts'
import {
  type ClientContext,
  permitCreation,
  permitDocument,
  permitQuery,
  readDocumentId,
  readQuery,
} from './permit.ts'
import type { RequestOf } from './request.ts'
import { type Fields, isFields } from './values.ts'

/** `collection.add`: the platform writes who added it. */
export async function add(context: ClientContext, request: RequestOf<'insertDocument'>): Promise<WireReply> {
  const { database, collectionName, openid } = context
  const documents = request.data.map((text) => ({ ...readDocument(context, text), _openid: openid }))
  for (const document of documents) await permitCreation(context, document)
  return database.ask('insertDocument', { collectionName, data: documents.map(database.encode) })
}

/**
 * `doc().update`, `doc().set` and `where().update`, which mini-programs have together with `where().remove` since base
 * library 2.9.4 (WeChat Cloud guide, "Database security rules", read 2026-11).
 */
export async function modify(
  context: ClientContext,
  request: RequestOf<'modifyDocument'>,
): Promise<WireReply> {
  const { database, collectionName } = context
  const byId = request.queryType === 'DOC'
  if (!request.merge) {
    if (!byId) throw invalidParam('a document is replaced by its _id')
    return replace(context, readDocumentId(context, request.query), readDocument(context, request.data))
  }
  const operators = readFields(context, 'data', request.data)
  const data = writtenData(operators)
  const query = byId
    ? await permitDocument(context, 'update', readDocumentId(context, request.query), data)
    : await permitQuery(context, 'update', readQuery(context, required(request.query)), data)
  return database.ask('modifyDocument', {
    collectionName,
    queryType: request.queryType,
    query: database.encode(query),
    data: database.encode(operators),
    multi: request.multi && !byId,
    merge: true,
    upsert: false,
  })
}

/** `where().remove` and `doc().remove`. */
export async function remove(
  context: ClientContext,
  request: RequestOf<'removeDocument'>,
): Promise<WireReply> {
  const { database, collectionName } = context
  const byId = request.queryType === 'DOC'
  const query = byId
    ? await permitDocument(context, 'delete', readDocumentId(context, request.query))
    : await permitQuery(context, 'delete', readQuery(context, required(request.query)))
  return database.ask('removeDocument', {
    collectionName,
    queryType: request.queryType,
    query: database.encode(query),
    multi: request.multi && !byId,
  })
}

/**
 * `doc(id).set` is an update where there is a document, else an addition; it keeps the owner.
 * Assumption: setting somebody else's document is refused; the documentation speaks of `update` only.
 */
async function replace(context: ClientContext, id: string | number, document: Fields): Promise<WireReply> {
  const { access, database, collectionName, openid } = context
  const present = await findDocument(database, collectionName, id)
  const owner = present === undefined ? openid : present['_openid']
  const replacement = owner === undefined ? document : { ...document, _openid: owner }
  let query: Fields = { _id: id }
  if (present === undefined) await permitCreation(context, { _id: id, ...replacement })
  else query = await permitDocument(context, 'update', id, document)
  if (present !== undefined && access.kind === 'basic' && owner !== openid) throw permissionDenied()
  return database.ask('modifyDocument', {
    collectionName,
    queryType: 'DOC',
    query: database.encode(query),
    data: database.encode(replacement),
    multi: false,
    merge: false,
    upsert: true,
  })
}

/**
 * `request.data` of an update: what `set` writes stands under its field, any other command as an object, so that no
 * rule takes it for a value.
 */
function writtenData(operators: Fields): Fields {
  const data: Record<string, unknown> = {}
  for (const [operator, operands] of Object.entries(operators)) {
    if (!isFields(operands)) throw invalidParam(`data: ${operator} needs an object`)
    for (const [path, operand] of Object.entries(operands)) {
      const value = operator === '$set' ? operand : { [operator]: operand }
      for (const target of operator === '$rename' ? [path, String(operand)] : [path]) {
        const [first = '', ...inner] = target.split('.')
        if (first === '_openid') throw ownerIsReserved()
        data[first] = placed(data[first], inner, value)
      }
    }
  }
  return data
}

/** The value at a path below one that stands there already. */
function placed(present: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...inner] = path
  if (first === undefined) return value
  const fields = isFields(present) ? present : {}
  return { ...fields, [first]: placed(fields[first], inner, value) }
}

function readDocument(context: ClientContext, text: string): Fields {
  const document = readFields(context, 'data', text)
  if (Object.hasOwn(document, '_openid')) throw ownerIsReserved()
  return document
}

function readFields({ database }: ClientContext, name: string, text: string): Fields {
  const value = database.decode(text)
  if (!isFields(value)) throw invalidParam(`${name}: must be an object`)
  return value
}

/** Assumption: as the database itself, which answers no server that changes or removes without `where()`. */
function required(query: string): string {
  if (query === '') throw invalidParam('query: required, to change or remove documents')
  return query
}
