import { PlatformError } from '../errors.ts'
import type { WireReply } from '../service.ts'
import { type Access, AccessSchema, CLOSED, CREATED } from './access.ts'
import { aggregate } from './aggregate.ts'
import type { OpenDatabase } from './documents.ts'
import { CLIENT_QUERY_LIMIT } from './limits.ts'
import { type ClientContext, permitDocument, permitQuery, readDocumentId, readQuery } from './permit.ts'
import { type ClientRequest, parseClientRequest, type RequestOf } from './request.ts'
import { add, modify, remove } from './writes.ts'

export { type Access, AccessSchema, type OpenDatabase }

/** The database as mini-programs reach it. */
export interface ClientAccess {
  /** From now on this is what mini-programs may do with a collection: nothing, without an access. */
  readonly declare: (collection: string, access: Access | undefined) => void
  /**
   * Answers a request of the client SDK in the name of its person.
   * @throws PlatformError
   */
  readonly answer: (body: unknown, openid: string) => Promise<WireReply>
}

export interface ClientAccessOptions {
  /** World time in milliseconds since 1970. */
  readonly now: () => number
  /** Collections that nobody declared are there for their creators; closed otherwise. */
  readonly createCollections?: boolean
  /** A mini-program asked for a collection whose access nobody wrote down. Told once for each. */
  readonly onClosed?: (collection: string) => void
}

export function createClientAccess(database: OpenDatabase, options: ClientAccessOptions): ClientAccess {
  const { now, createCollections = false, onClosed = () => {} } = options
  const declared = new Map<string, Access | undefined>()
  const told = new Set<string>()

  const accessOf = (collection: string): Access =>
    declared.get(collection) ?? (createCollections && !declared.has(collection) ? CREATED : CLOSED)

  const tellClosed = (collection: string): void => {
    if (declared.get(collection) !== undefined || told.has(collection)) return
    told.add(collection)
    onClosed(collection)
  }

  return {
    declare: (collection, access) => void declared.set(collection, access),
    async answer(body, openid) {
      const request = parseClientRequest(body)
      const { collectionName } = request
      const access = accessOf(collectionName)
      const context: ClientContext = { database, collectionName, access, openid, now: now() }
      try {
        return await answerRequest(context, request)
      } catch (error) {
        if (error instanceof PlatformError && error.code === 'DATABASE_PERMISSION_DENIED') {
          await requireCollection(context)
          if (access === CLOSED) tellClosed(collectionName)
        }
        throw error
      }
    },
  }
}

function answerRequest(context: ClientContext, request: ClientRequest): Promise<WireReply> {
  switch (request.action) {
    case 'database.insertDocument':
      return add(context, request)
    case 'database.getDocument':
      return get(context, request)
    case 'database.calculateDocument':
      return count(context, request)
    case 'database.modifyDocument':
      return modify(context, request)
    case 'database.removeDocument':
      return remove(context, request)
    case 'database.aggregateDocuments':
      return aggregate(context, request)
  }
}

async function get(context: ClientContext, request: RequestOf<'getDocument'>): Promise<WireReply> {
  const { database, collectionName } = context
  const { queryType, order, projection, offset, limit } = request
  const query =
    queryType === 'DOC'
      ? await permitDocument(context, 'read', readDocumentId(context, request.query))
      : await permitQuery(context, 'read', readQuery(context, request.query))
  return database.ask('getDocument', {
    collectionName,
    queryType,
    query: database.encode(query),
    order,
    projection,
    offset,
    limit: Math.min(limit || CLIENT_QUERY_LIMIT, CLIENT_QUERY_LIMIT),
  })
}

async function count(context: ClientContext, request: RequestOf<'calculateDocument'>): Promise<WireReply> {
  const { database, collectionName } = context
  const query = await permitQuery(context, 'read', readQuery(context, request.query))
  return database.ask('calculateDocument', {
    collectionName,
    queryType: 'WHERE',
    query: database.encode(query),
  })
}

/** A collection that is not there is missing rather than closed. */
async function requireCollection({ database, collectionName }: ClientContext): Promise<void> {
  const query = database.encode({ _id: '' })
  await database.ask('calculateDocument', { collectionName, queryType: 'WHERE', query })
}
