import * as v from 'valibot'
import type { UserId } from '../base/ids.ts'
import { UserIdSchema } from '../base/ids.ts'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import { insertMissing } from './insertMissing.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert, remove } from './requests.ts'

export const EPHEMERAL = 'ephemeral'

const MarkSchema = v.object({
  _id: v.string(),
  /** What was used: `open-data`, `guest`, `first-administrator`. */
  kind: v.string(),
  expires: Instant,
  /** Who used it, where it matters. */
  userId: v.optional(UserIdSchema),
})
export type Mark = v.InferOutput<typeof MarkSchema>

/** `ep-…`: no mark shows what it stands for. */
const markId = (kind: string, of: string): string => documentId('ep', [kind, of])

/** One request: marks something as used, the first time only. `expires` in ms since 1970. */
export const useOnce = async (
  db: CloudDatabase,
  kind: string,
  of: string,
  expires: number,
  userId?: UserId,
): Promise<'first' | 'again'> => {
  const mark: Mark = { _id: markId(kind, of), kind, expires, ...(userId !== undefined && { userId }) }
  return (await insert(db, EPHEMERAL, [mark])) === 'inserted' ? 'first' : 'again'
}

/** One request: the mark, if there is one. */
export const findMark = async (db: CloudDatabase, kind: string, of: string): Promise<Mark | undefined> =>
  (await find(db, EPHEMERAL, { _id: markId(kind, of) }, 1)).map((document) =>
    readDocument(EPHEMERAL, MarkSchema, document),
  )[0]

/** One request: marks all of these, as far as they are not marked yet. `expires` in ms since 1970. */
export const markAll = (
  db: CloudDatabase,
  kind: string,
  things: readonly string[],
  expires: number,
): Promise<void> =>
  insertMissing(
    db,
    EPHEMERAL,
    things.map((of): Mark => ({ _id: markId(kind, of), kind, expires })),
  )

/** One request: those of these things that are marked. */
export const markedOf = async (
  db: CloudDatabase,
  kind: string,
  things: readonly string[],
): Promise<ReadonlySet<string>> => {
  const ids = new Map(things.map((of) => [markId(kind, of), of]))
  const marks = await find(db, EPHEMERAL, { _id: db.command.in([...ids.keys()]) }, ids.size)
  const found = marks.map((document) => ids.get(readDocument(EPHEMERAL, MarkSchema, document)._id))
  return new Set(found.filter((of) => of !== undefined))
}

/** One request: removes what has expired and says how many there were. */
export const sweepMarks = (db: CloudDatabase, now: number): Promise<number> =>
  remove(db, EPHEMERAL, { expires: db.command.lte(now) })
