import type { UserId } from '../base/ids.ts'
import { DAY_MS } from '../base/time.ts'
import { AUDIT } from './audit.ts'
import { EPHEMERAL, markAll } from './ephemeral.ts'
import { IDENTITIES, readKeysOf } from './identities.ts'
import { JOBS } from './jobs.ts'
import { MERGES } from './merges.ts'
import { ORDERS } from './orders.ts'
import type { CloudDatabase } from './requests.ts'
import { remove, update } from './requests.ts'
import { endSessionsOf, endSessionsOfUsers, SESSIONS } from './sessions.ts'
import { STATS_DAILY } from './statistics.ts'
import type { UserDocument } from './users.ts'
import { USERS } from './users.ts'

/** What a deleted user keeps: that the id was one. */
const bare = ({ command }: CloudDatabase) => ({
  status: 'deleted',
  unions: command.set([]),
  profile: command.remove(),
  phone: command.remove(),
  deletion: command.remove(),
  administrator: command.remove(),
  barriers: command.remove(),
  mergedInto: command.remove(),
  mergeId: command.remove(),
})

/**
 * One request: the account is deleted, unless it has changed since it was read. From here on nobody signs in to it, and
 * no merge touches it.
 */
export const markDeleted = async (
  db: CloudDatabase,
  { _id, version }: UserDocument,
): Promise<'marked' | 'changed'> => {
  const unchanged = { _id, status: 'active', version }
  const change = { ...bare(db), version: db.command.inc(1) }
  return (await update(db, USERS, unchanged, change)) === 1 ? 'marked' : 'changed'
}

/** @param keys ids of the documents of their identities and unions */
type Erase = (db: CloudDatabase, users: readonly UserId[], keys: readonly string[]) => Promise<unknown>

/** What tells of the deletion, or of another user, outlives it, and so does the deletion itself. */
const eraseJobs: Erase = async (db, users, keys) => {
  const { command } = db
  const about = { users: command.in([...users]) }
  await remove(db, JOBS, { ...about, kind: command.in(['merge', 'split']) })
  const ofTheUser = { 'event.userId': command.in([...users]), 'event.type': command.neq('user.deleted') }
  await remove(db, JOBS, { ...about, kind: 'notify', ...ofTheUser })
  await remove(db, JOBS, { identity: command.in([...keys]) })
}

const eraseMerges: Erase = async (db, users) => {
  const { command } = db
  await remove(db, MERGES, { survivor: command.in([...users]) })
  await remove(db, MERGES, { loser: command.in([...users]) })
}

/**
 * Orders stay, as the law on bookkeeping wants it, and know nobody any more. What WeChat may still tell about their
 * payer is for nobody.
 */
const detachOrders: Erase = async (db, users) => {
  const { command } = db
  const theirs = { 'buyer.userId': command.in([...users]) }
  const dropped = { state: 'dropped', tries: 0, reason: 'ACCOUNT_DELETED' }
  const awaited = { ...theirs, 'window.state': command.in(['open', 'answered']) }
  await update(db, ORDERS, awaited, { window: command.set(dropped), version: command.inc(1) })
  await update(db, ORDERS, theirs, { buyer: command.remove(), version: command.inc(1) })
}

/** Those of their identities too: of an account that was split off, a session may still name the other user. */
const endSessions: Erase = async (db, users, keys) => {
  await endSessionsOf(db, keys)
  await endSessionsOfUsers(db, users)
}

/**
 * What becomes of a deleted user's data, for every collection of schema.json.
 * The audit stays: it holds pseudonyms only, and proves that the deletion was done.
 */
export const ERASURE: Readonly<Record<string, Erase>> = {
  [SESSIONS]: endSessions,
  [JOBS]: eraseJobs,
  [IDENTITIES]: (db, users) => remove(db, IDENTITIES, { userId: db.command.in([...users]) }),
  [MERGES]: eraseMerges,
  [EPHEMERAL]: (db, users) => remove(db, EPHEMERAL, { userId: db.command.in([...users]) }),
  [USERS]: (db, users) =>
    update(db, USERS, { _id: db.command.in([...users]), status: db.command.neq('deleted') }, bare(db)),
  [ORDERS]: detachOrders,
  [AUDIT]: async () => {},
  // Numbers that name nobody.
  [STATS_DAILY]: async () => {},
}

/** What hearsay must not bring back: marks of the identities of who was erased. */
export const ERASED = 'erased'

/** Longer than anybody keeps a list of people who have asked to be forgotten. */
const ERASED_KEPT_MS = 1_000 * DAY_MS

/**
 * One to three requests per collection, and one for their keys; doing it again does no more.
 * @param erasedAt ms since 1970, to remember that these people wanted it; undefined if nobody asked
 */
export const eraseEverywhere = async (
  db: CloudDatabase,
  users: readonly UserId[],
  erasedAt: number | undefined,
): Promise<void> => {
  const all = await readKeysOf(db, ...users)
  const keys = all.map(({ _id }) => _id)
  const identities = all.filter(({ kind }) => kind === 'identity').map(({ _id }) => _id)
  if (erasedAt !== undefined) await markAll(db, ERASED, identities, erasedAt + ERASED_KEPT_MS)
  for (const erase of Object.values(ERASURE)) await erase(db, users, keys)
}
