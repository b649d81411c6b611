import type { MergeId, UserId } from '../base/ids.ts'
import type { AuditLine } from './audit.ts'
import { AUDIT, readAuditLine } from './audit.ts'
import type { KeyDocument } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import type { MergeDocument } from './merges.ts'
import { MERGES, readMerge } from './merges.ts'
import type { CloudDatabase } from './requests.ts'
import { find, findInOrder, update } from './requests.ts'
import type { UserDocument } from './users.ts'
import { readUser, USERS } from './users.ts'

/** Merges of one user that are shown. */
const MERGES_AT_MOST = 100
/** Users with one phone number that are shown. */
const NAMESAKES_AT_MOST = 20

export type ConflictLine = Extract<AuditLine, { kind: 'conflict' }>

/** One request. */
export const findAdministrator = async (db: CloudDatabase): Promise<UserDocument | undefined> =>
  (await find(db, USERS, { administrator: true, status: 'active' }, 1)).map(readUser)[0]

/** One request: makes or unmakes an administrator, unless the account has changed since it was read. */
export const setAdministrator = async (
  db: CloudDatabase,
  { _id, version }: UserDocument,
  administrator: boolean,
): Promise<'changed' | 'again'> => {
  const { command } = db
  const change = {
    administrator: administrator ? true : command.remove(),
    version: command.inc(1),
  }
  return (await update(db, USERS, { _id, version, status: 'active' }, change)) === 1 ? 'changed' : 'again'
}

/** One request: keys by document id. */
export const findKeys = async (db: CloudDatabase, ids: readonly string[]): Promise<readonly KeyDocument[]> =>
  (await find(db, IDENTITIES, { _id: db.command.in([...ids]) }, ids.length)).map(readKey)

/** One request: two people may share a number; that is a hint to an administrator and nothing else. */
export const findByPhone = async (db: CloudDatabase, hash: string): Promise<readonly UserDocument[]> =>
  (await find(db, USERS, { 'phone.hash': hash }, NAMESAKES_AT_MOST)).map(readUser)

/** Two requests: the merges that a user took part in. */
export const mergesOf = async (db: CloudDatabase, userId: UserId): Promise<readonly MergeDocument[]> => {
  const survived = await find(db, MERGES, { survivor: userId }, MERGES_AT_MOST)
  const lost = await find(db, MERGES, { loser: userId }, MERGES_AT_MOST)
  return [...survived, ...lost].map(readMerge).sort((one, other) => one.at - other.at)
}

/** One request: open conflicts in the order of their ids, after one of them. */
export const openConflicts = async (
  db: CloudDatabase,
  after: string,
  limit: number,
): Promise<readonly ConflictLine[]> => {
  const where = { kind: 'conflict', open: true, _id: db.command.gt(after) }
  const lines = (await findInOrder(db, AUDIT, where, '_id', limit)).map(readAuditLine)
  return lines.filter((line) => line.kind === 'conflict')
}

/** One request: says what became of an open conflict. */
export const closeConflict = async (
  db: CloudDatabase,
  conflictId: string,
  resolution: { readonly at: number; readonly actor: string; readonly reason: string },
): Promise<'closed' | 'none'> => {
  const open = { _id: conflictId, kind: 'conflict', open: true }
  const change = { open: false, resolution: db.command.set(resolution) }
  return (await update(db, AUDIT, open, change)) === 1 ? 'closed' : 'none'
}

/** One request: the barrier of a split is gone from whoever carries it. */
export const liftBarrier = async (db: CloudDatabase, mergeId: MergeId): Promise<number> => {
  const { command } = db
  const change = { barriers: command.pull(mergeId), version: command.inc(1) }
  return update(db, USERS, { barriers: mergeId }, change)
}
