import type { Access, Operation } from './access.ts'
import { decideWithDocuments, findDocument, type OpenDatabase } from './documents.ts'
import { invalidParam, permissionDenied } from './errors.ts'
import { holds, type Scope, viewOf } from './evaluate.ts'
import { narrow } from './narrow.ts'
import { both, withOpenid } from './openid.ts'
import { type Fields, isFields } from './values.ts'

/** One request of a mini-program. */
export interface ClientContext {
  readonly database: OpenDatabase
  readonly collectionName: string
  readonly access: Access
  readonly openid: string
  /** World time in milliseconds since 1970. */
  readonly now: number
}

/** The query of a request as the caller wrote it, with the caller's openid in it. */
export function readQuery({ database, openid }: ClientContext, text: string): Fields {
  const query = text === '' ? {} : database.decode(text)
  if (!isFields(query)) throw invalidParam('query: must be an object')
  return withOpenid(query, openid)
}

/**
 * The query that may be run in the place of one of a mini-program. A basic permission that opens one's own documents
 * adds the owner, silently; a rule refuses what it does not cover (WeChat Cloud guide, "Database security rules":
 * comparison with the basic permissions, read 2026-11).
 * @param data what an update writes
 * @throws PlatformError DATABASE_PERMISSION_DENIED
 */
export async function permitQuery(
  context: ClientContext,
  operation: Exclude<Operation, 'create'>,
  query: Fields,
  data?: Fields,
): Promise<Fields> {
  const { access, openid } = context
  if (access.kind === 'basic') {
    const share = operation === 'read' ? access.read : access.write
    if (share === 'none') throw permissionDenied()
    return share === 'own' ? both(query, { _openid: openid }) : query
  }
  const narrowed = await decideWithDocuments(context.database, (get) =>
    narrow(query, access.rules[operation], scopeOf(context, data, get)),
  )
  if (narrowed === undefined) throw permissionDenied()
  return narrowed
}

/**
 * The same for a request by document id. A rule is asked about the document itself ("document ID queries … produce one
 * data access": documentation of the rules, read 2026-11).
 * Assumption: so are reads; the WeChat guide of 2019 wanted every `doc()` rewritten as `where()`.
 */
export async function permitDocument(
  context: ClientContext,
  operation: Exclude<Operation, 'create'>,
  id: string | number,
  data?: Fields,
): Promise<Fields> {
  const { access, database, collectionName } = context
  const query = { _id: id }
  if (access.kind === 'basic') return permitQuery(context, operation, query, data)
  const document = await findDocument(database, collectionName, id)
  // Without a document only a rule that needs none tells that there is none.
  if (document === undefined) return permitQuery(context, operation, query, data)
  if (!(await ruleAllows(context, operation, document, data))) throw permissionDenied()
  return query
}

/** @throws PlatformError DATABASE_PERMISSION_DENIED unless the document may be added */
export async function permitCreation(context: ClientContext, document: Fields): Promise<void> {
  const { access } = context
  const allowed =
    access.kind === 'basic' ? access.write === 'own' : await ruleAllows(context, 'create', document, document)
  if (!allowed) throw permissionDenied()
}

/** For a new document `doc` is what is written: the guide's `"write": "doc._openid == auth.openid"` lets one add. */
async function ruleAllows(
  context: ClientContext,
  operation: Operation,
  document: Fields,
  data: Fields | undefined,
): Promise<boolean> {
  const { access, database } = context
  if (access.kind !== 'rules') return false
  return decideWithDocuments(database, (get) =>
    holds(access.rules[operation], scopeOf(context, data, get), viewOf(document)),
  )
}

const scopeOf = ({ openid, now }: ClientContext, data: Fields | undefined, get: Scope['get']): Scope => ({
  auth: { openid },
  now,
  data,
  get,
})

/** The id of a request by document id: nothing else may stand in its query. */
export function readDocumentId({ database }: ClientContext, text: string): string | number {
  const query = text === '' ? {} : database.decode(text)
  const id = isFields(query) && Object.keys(query).length === 1 ? query['_id'] : undefined
  if (typeof id !== 'string' && typeof id !== 'number') throw invalidParam('query: a document needs an _id')
  return id
}
