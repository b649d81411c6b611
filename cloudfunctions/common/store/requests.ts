import * as v from 'valibot'
import type { database } from 'wx-server-sdk'
import { OneIdError } from '../base/errors.ts'

/** What `cloud.database()` returns. */
export type CloudDatabase = ReturnType<typeof database>

const RowsSchema = v.object({ data: v.array(v.unknown()) })
const UpdatedSchema = v.object({ stats: v.object({ updated: v.number() }) })

const wordsOf = (error: unknown): string => {
  const parsed = v.safeParse(
    v.object({ errMsg: v.optional(v.string()), message: v.optional(v.string()) }),
    error,
  )
  return parsed.success ? (parsed.output.errMsg ?? parsed.output.message ?? '') : String(error)
}

/**
 * A duplicate `_id` comes as errCode -502001 with MongoDB's E11000 text, or as DATABASE_DUPLICATE_WRITE, which the
 * SDK turns into -501001; only the words tell (docs.cloudbase.net error-code pages; seen with wx-server-sdk 4.0.2).
 */
const saysDuplicate = (words: string): boolean => /E11000|duplicate key|DUPLICATE_?WRITE/i.test(words)

const saysMissingCollection = (words: string): boolean =>
  /COLLECTION_NOT_EXIST|-502005|Table not exist/i.test(words)

/** Runs one request and turns the SDK's errors into ours. The database's words stay in `cause`, out of the log. */
const request = async <Reply>(
  collection: string,
  send: () => unknown,
  schema: v.GenericSchema<unknown, Reply>,
) => {
  let reply: unknown
  try {
    reply = await send()
  } catch (error) {
    const words = wordsOf(error)
    if (saysDuplicate(words)) return 'duplicate'
    if (saysMissingCollection(words)) throw new OneIdError('COLLECTION_MISSING', collection, { cause: error })
    throw new OneIdError('DATABASE_UNAVAILABLE', collection, { cause: error })
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
  const reply = await request(
    collection,
    () => db.collection(collection).where(where).limit(limit).get(),
    RowsSchema,
  )
  if (reply === 'duplicate') throw new OneIdError('DATABASE_UNAVAILABLE', `${collection}: a read was refused`)
  return reply.data
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
  const reply = await request(
    collection,
    () => db.collection(collection).add({ data: [...documents] }),
    v.unknown(),
  )
  return reply === 'duplicate' ? 'duplicate' : 'inserted'
}

/** One request: changes the documents that match and says how many were changed. Compare-and-set by its condition. */
export const update = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const reply = await request(
    collection,
    () =>
      db
        .collection(collection)
        .where(where)
        .update({ data: { ...change } }),
    UpdatedSchema,
  )
  if (reply === 'duplicate')
    throw new OneIdError('DATABASE_UNAVAILABLE', `${collection}: an update was refused`)
  return reply.stats.updated
}
