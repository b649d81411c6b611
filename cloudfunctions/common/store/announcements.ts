import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import type { KeyDocument } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import type { MergeDocument } from './merges.ts'
import { MERGES, readMerge } from './merges.ts'
import type { CloudDatabase } from './requests.ts'
import { findInOrder, update } from './requests.ts'

/** Documents that say `announce`, oldest first. */
export interface ToAnnounce<Document> {
  readonly documents: readonly Document[]
  /** Ids of those that are not as this version writes them: one such document must not silence all others. */
  readonly unreadable: readonly string[]
  /** There may be more. */
  readonly more: boolean
}

const IdSchema = v.object({ _id: v.string() })

const readOne = <Document>(row: unknown, read: (row: unknown) => Document): Document | undefined => {
  try {
    return read(row)
  } catch (error) {
    if (error instanceof OneIdError && error.code === 'DATA_UNREADABLE') return undefined
    throw error
  }
}

const toAnnounce = async <Document>(
  db: CloudDatabase,
  { from, by, read }: { from: string; by: string; read: (row: unknown) => Document },
  limit: number,
  except: readonly string[],
): Promise<ToAnnounce<Document>> => {
  const where = { announce: true, ...(except.length > 0 && { _id: db.command.nin([...except]) }) }
  const rows = await findInOrder(db, from, where, by, limit)
  const documents: Document[] = []
  const unreadable: string[] = []
  for (const row of rows) {
    const document = readOne(row, read)
    if (document === undefined) unreadable.push(v.parse(IdSchema, row)._id)
    else documents.push(document)
  }
  return { documents, unreadable, more: rows.length === limit }
}

/** One request. @param except ids that were unreadable before */
export const keysToAnnounce = (
  db: CloudDatabase,
  limit: number,
  except: readonly string[],
): Promise<ToAnnounce<KeyDocument>> =>
  toAnnounce(db, { from: IDENTITIES, by: 'firstSeen', read: readKey }, limit, except)

/** One request. @param except ids that were unreadable before */
export const mergesToAnnounce = (
  db: CloudDatabase,
  limit: number,
  except: readonly string[],
): Promise<ToAnnounce<MergeDocument>> =>
  toAnnounce(db, { from: MERGES, by: 'at', read: readMerge }, limit, except)

/** All that a login writes when there is something new to announce: a document that shows it changed stays announced. */
const asRead = ({ command }: CloudDatabase, key: KeyDocument) => {
  const { _id, userId, firstSeen } = key
  const same = { _id, userId, firstSeen, announce: true }
  if (key.kind === 'union') return same
  const { at, reason, union } = key.conflict ?? {}
  const conflict =
    at === undefined
      ? { conflict: command.exists(false) }
      : { 'conflict.at': at, 'conflict.reason': reason, 'conflict.union': union }
  return { ...same, lastSeen: key.lastSeen, unions: command.size(key.unions.length), ...conflict }
}

/** One request: takes `announce` back from those documents that match one of the descriptions. */
const takeBack = async (
  db: CloudDatabase,
  collection: string,
  descriptions: readonly Readonly<Record<string, unknown>>[],
): Promise<void> => {
  if (descriptions.length === 0) return
  await update(db, collection, db.command.or(...descriptions), { announce: false })
}

/** One request: these keys are announced, those that have changed since they were read excepted. */
export const keysAnnounced = (db: CloudDatabase, keys: readonly KeyDocument[]): Promise<void> =>
  takeBack(
    db,
    IDENTITIES,
    keys.map((key) => asRead(db, key)),
  )

/** One request: these merges are announced, those that have changed since they were read excepted. */
export const mergesAnnounced = (db: CloudDatabase, merges: readonly MergeDocument[]): Promise<void> =>
  takeBack(
    db,
    MERGES,
    merges.map(({ _id, state }) => ({ _id, state, announce: true })),
  )
