import * as v from 'valibot'
import type { database } from 'wx-server-sdk'
import { OneIdError } from '../base/errors.ts'
import { countRequest } from '../base/requestCount.ts'
import { DuplicateKey, translated } from './databaseErrors.ts'

/** What `cloud.database()` returns. */
export type CloudDatabase = ReturnType<typeof database>

const RowsSchema = v.object({ data: v.array(v.unknown()) })
const JoinedSchema = v.object({ list: v.array(v.unknown()) })
const CountedSchema = v.object({ total: v.number() })
const UpdatedSchema = v.object({ stats: v.object({ updated: v.number() }) })
const RemovedSchema = v.object({ stats: v.object({ removed: v.number() }) })

/** Runs one request and narrows its reply. */
const request = async <Reply>(
  db: CloudDatabase,
  collection: string,
  send: () => unknown,
  schema: v.GenericSchema<unknown, Reply>,
): Promise<Reply> => {
  countRequest(db)
  let reply: unknown
  try {
    reply = await send()
  } catch (error) {
    throw translated(collection, error)
  }
  const parsed = v.safeParse(schema, reply)
  if (parsed.success) return parsed.output
  throw new OneIdError('DATABASE_UNAVAILABLE', `${collection}: a reply without its fields`)
}

/** One request: the documents that match, `limit` at most. */
export const find = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<readonly unknown[]> => {
  const send = () => db.collection(collection).where(where).limit(limit).get()
  const { data } = await request(db, collection, send, RowsSchema)
  return data
}

/** What documents must have: fields, or any of several such conditions. */
type Condition = Readonly<Record<string, unknown>> | ReturnType<CloudDatabase['command']['or']>

/** One request: how many documents match. */
export const count = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const send = () => db.collection(collection).where(where).count()
  return (await request(db, collection, send, CountedSchema)).total
}

/** One request: documents that match, in the order of one indexed field, `limit` at most. */
export const findInOrder = async (
  db: CloudDatabase,
  collection: string,
  where: Condition,
  by: string,
  limit: number,
): Promise<readonly unknown[]> => {
  const send = () => db.collection(collection).where(where).orderBy(by, 'asc').limit(limit).get()
  const { data } = await request(db, collection, send, RowsSchema)
  return data
}

/** One request: documents that match, each with those of another collection that it points at, as a list in `as`. */
export const findJoined = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
  join: {
    readonly from: string
    readonly localField: string
    readonly foreignField: string
    readonly as: string
  },
  limit: number,
): Promise<readonly unknown[]> => {
  const send = () => db.collection(collection).aggregate().match(where).limit(limit).lookup(join).end()
  const { list } = await request(db, collection, send, JoinedSchema)
  return list
}

/** One request: what a pipeline makes of a collection. */
export const aggregated = async (
  db: CloudDatabase,
  collection: string,
  pipeline: (collection: ReturnType<ReturnType<CloudDatabase['collection']>['aggregate']>) => unknown,
): Promise<readonly unknown[]> => {
  const send = () => pipeline(db.collection(collection).aggregate())
  const { list } = await request(db, collection, send, JoinedSchema)
  return list
}

/**
 * One request: inserts in the given order and stops at the first document whose `_id` exists already; those before
 * it stay. `duplicate` says that somebody was faster.
 */
export const insert = async (
  db: CloudDatabase,
  collection: string,
  documents: readonly object[],
): Promise<'inserted' | 'duplicate'> => {
  try {
    await request(db, collection, () => db.collection(collection).add({ data: [...documents] }), v.unknown())
    return 'inserted'
  } catch (error) {
    if (error instanceof DuplicateKey) return 'duplicate'
    throw error
  }
}

/** One request: changes the documents that match and says how many were changed. Compare-and-set by its condition. */
export const update = async (
  db: CloudDatabase,
  collection: string,
  where: Condition,
  change: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const send = () =>
    db
      .collection(collection)
      .where(where)
      .update({ data: { ...change } })
  const { stats } = await request(db, collection, send, UpdatedSchema)
  return stats.updated
}

/** One request: removes the documents that match and says how many there were. */
export const remove = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const send = () => db.collection(collection).where(where).remove()
  const { stats } = await request(db, collection, send, RemovedSchema)
  return stats.removed
}
