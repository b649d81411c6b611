import * as v from 'valibot'
import type { MergeId, UserId } from '../base/ids.ts'
import { MergeIdSchema, UserIdSchema } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import type { ActiveUser, KnownUser, ProvedUnion } from '../identity/facts.ts'
import { Instant, ProvedUnionSchema } from './documents.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert, update } from './requests.ts'

export const USERS = 'users'

const USER_ID_BYTES = 16

const UserDocumentSchema = v.object({
  _id: UserIdSchema,
  status: v.picklist(['active', 'merged', 'deleted']),
  createdAt: Instant,
  /** Raised by every change that a merge must not overlook; transactions compare it. */
  version: v.number(),
  /** Every union that was claimed for this user, before the document of the union was written. */
  unions: v.array(ProvedUnionSchema),
  administrator: v.optional(v.boolean(), false),
  /** Splits that keep this user apart from the others that carry the same one. */
  barriers: v.optional(v.array(MergeIdSchema), []),
  /** The split that is not finished. */
  splitting: v.optional(MergeIdSchema),
  /** Of a tombstone. */
  mergedInto: v.optional(UserIdSchema),
  mergeId: v.optional(MergeIdSchema),
  profile: v.optional(v.object({ nickname: v.optional(v.string()), avatar: v.optional(v.string()) })),
  /** The number sealed, its keyed hash, which is not unique, and its last four digits. */
  phone: v.optional(v.object({ sealed: v.string(), hash: v.string(), lastDigits: v.string(), at: Instant })),
  /** The person wants the account deleted. */
  deletion: v.optional(v.object({ requestedAt: Instant, due: Instant })),
})
/** An account (`users`). */
export type UserDocument = v.InferOutput<typeof UserDocumentSchema>

export const readUser = (document: unknown): UserDocument => readDocument(USERS, UserDocumentSchema, document)

/** What the decision may know of a user. */
export const knownUser = (user: UserDocument): KnownUser => {
  const { _id: userId, createdAt, version, unions, administrator, barriers, mergedInto, mergeId } = user
  if (user.status === 'merged' && mergedInto !== undefined && mergeId !== undefined)
    return { status: 'merged', userId, into: mergedInto, by: mergeId }
  if (user.status !== 'active') return { status: 'deleted', userId }
  const deleting = user.deletion !== undefined
  const splitting = user.splitting !== undefined
  const rights = { administrator, deleting, splitting, barriers }
  return { status: 'active', userId, createdAt, version, unions, ...rights }
}

/** A new permanent id: random, so that it says nothing about the person. */
export const newUserId = (random: RandomBytes): UserId =>
  v.parse(UserIdSchema, `u${Buffer.from(random(USER_ID_BYTES)).toString('base64url')}`)

/** Somebody new, with the union that the first evidence shows. */
export interface NewUser {
  readonly userId: UserId
  readonly union: ProvedUnion | undefined
}

/** One request. Users without identities mean nothing to anybody until an identity points at them. */
export const insertUsers = async (
  db: CloudDatabase,
  users: readonly NewUser[],
  createdAt: number,
): Promise<void> => {
  const documents = users.map(({ userId, union }) => ({
    _id: userId,
    status: 'active',
    createdAt,
    version: 1,
    unions: union === undefined ? [] : [union],
  }))
  await insert(db, USERS, documents)
}

/**
 * One request: the user claims a union, unless the account has changed since it was read. Of two calls that claim at
 * once for one user, one has to look again and finds what the other has claimed.
 */
export const claimUnion = async (
  db: CloudDatabase,
  { userId, version }: ActiveUser,
  union: ProvedUnion,
): Promise<'claimed' | 'changed'> => {
  const { command } = db
  const asRead = { _id: userId, status: 'active', version }
  const change = { unions: command.push([union]), version: version + 1 }
  return (await update(db, USERS, asRead, change)) === 1 ? 'claimed' : 'changed'
}

/** One request: whoever has read the account and wants to remove something of it has to look again. */
export const raiseVersion = async (db: CloudDatabase, userId: UserId): Promise<'raised' | 'gone'> => {
  const change = { version: db.command.inc(1) }
  return (await update(db, USERS, { _id: userId, status: 'active' }, change)) === 1 ? 'raised' : 'gone'
}

/** One request: the users with these ids, in no order; missing ones are left out. */
export const readUsers = async (
  db: CloudDatabase,
  userIds: readonly UserId[],
): Promise<readonly UserDocument[]> =>
  (await find(db, USERS, { _id: db.command.in([...userIds]) }, userIds.length)).map(readUser)

/** One request: a merge that can no longer be undone needs nothing of what the tombstone knew about the person. */
export const forgetTombstone = async (db: CloudDatabase, userId: UserId, mergeId: MergeId): Promise<void> => {
  const { command } = db
  const tombstone = { _id: userId, status: 'merged', mergeId }
  await update(db, USERS, tombstone, { profile: command.remove(), phone: command.remove() })
}

/** Most tombstones of one user that are followed; a person has a handful of apps. */
const TOMBSTONES_AT_MOST = 1_000

/** One request: the users that were merged into one of these. */
export const tombstonesOf = async (
  db: CloudDatabase,
  userIds: readonly UserId[],
): Promise<readonly UserDocument[]> => {
  const where = { mergedInto: db.command.in([...userIds]), status: 'merged' }
  return (await find(db, USERS, where, TOMBSTONES_AT_MOST)).map(readUser)
}
