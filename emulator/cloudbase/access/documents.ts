import { PlatformError } from '../errors.ts'
import type { WireBody, WireReply } from '../service.ts'
import { permissionDenied } from './errors.ts'
import type { Scope } from './evaluate.ts'
import { GET_DOCUMENTS_MAX } from './limits.ts'
import { type Fields, isFields } from './values.ts'

/** The database behind the rules, as its own actions see it: nothing is refused there for who asks. */
export interface OpenDatabase {
  /** By the part of the wire action behind the dot. */
  readonly ask: (action: string, body: WireBody) => Promise<WireReply>
  /** Extended JSON of the wire. @throws PlatformError INVALID_PARAM */
  readonly decode: (text: string) => unknown
  readonly encode: (value: unknown) => string
}

/** The document of an id; undefined if there is none. */
export async function findDocument(
  { ask, decode, encode }: OpenDatabase,
  collectionName: string,
  id: string | number,
): Promise<Fields | undefined> {
  const query = encode({ _id: id })
  const { data } = await ask('getDocument', { collectionName, queryType: 'DOC', query })
  const list: unknown = isFields(data) ? data['list'] : undefined
  const found: unknown = Array.isArray(list) && typeof list[0] === 'string' ? decode(list[0]) : undefined
  return isFields(found) ? found : undefined
}

const PATH = /^database\.([^.]+)\.(.+)$/

/**
 * Decides with the documents that `get()` names: it decides, hears what was missing, reads it and decides again.
 * @throws PlatformError DATABASE_PERMISSION_DENIED beyond the documented number of documents
 */
export async function decideWithDocuments<Decision>(
  database: OpenDatabase,
  decide: (get: Scope['get']) => Decision,
): Promise<Decision> {
  const known = new Map<string, Fields | null>()
  for (;;) {
    const missing = new Set<string>()
    const decision = decide((path) => {
      if (!known.has(path)) missing.add(path)
      return known.get(path) ?? null
    })
    if (missing.size === 0) return decision
    if (known.size + missing.size > GET_DOCUMENTS_MAX) throw permissionDenied()
    for (const path of missing) known.set(path, await readPath(database, path))
  }
}

async function readPath(database: OpenDatabase, path: string): Promise<Fields | null> {
  const [, collection, id] = PATH.exec(path) ?? []
  if (collection === undefined || id === undefined) return null
  try {
    return (await findDocument(database, collection, id)) ?? null
  } catch (error) {
    if (error instanceof PlatformError) return null
    throw error
  }
}
