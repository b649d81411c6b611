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

/** Somebody was faster: a document with this `_id` exists already. */
class DuplicateKey extends Error {}

/** The SDK's errors as ours. The database's own words stay in `cause`, for the log. */
const translated = (collection: string, error: unknown): Error => {
  const words = wordsOf(error)
  if (saysDuplicate(words)) return new DuplicateKey()
  if (saysMissingCollection(words)) return new OneIdError('COLLECTION_MISSING', collection, { cause: error })
  return new OneIdError('DATABASE_UNAVAILABLE', collection, { cause: error })
}

/** Runs one request and narrows its reply. */
const request = async <Reply>(
  collection: string,
  send: () => unknown,
  schema: v.GenericSchema<unknown, Reply>,
): Promise<Reply> => {
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
  const { data } = await request(collection, send, RowsSchema)
  return data
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
    await request(collection, () => db.collection(collection).add({ data: [...documents] }), v.unknown())
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
  where: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const send = () =>
    db
      .collection(collection)
      .where(where)
      .update({ data: { ...change } })
  const { stats } = await request(collection, send, UpdatedSchema)
  return stats.updated
}
