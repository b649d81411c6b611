import * as v from 'valibot'
import type { UserId } from '../base/ids.ts'
import { MergeIdSchema, UserIdSchema } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import type { KnownUser } from '../identity/facts.ts'
import { Instant } from './documents.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert } from './requests.ts'

export const USERS = 'users'

const USER_ID_BYTES = 16

const UserDocumentSchema = v.object({
  _id: UserIdSchema,
  status: v.picklist(['active', 'merged', 'deleted']),
  createdAt: Instant,
  /** Raised by every change that a merge must not overlook; transactions compare it. */
  version: v.number(),
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
  const { _id: userId, createdAt, version, administrator, barriers, mergedInto, mergeId } = user
  if (user.status === 'merged' && mergedInto !== undefined && mergeId !== undefined)
    return { status: 'merged', userId, into: mergedInto, by: mergeId }
  if (user.status !== 'active') return { status: 'deleted', userId }
  const deleting = user.deletion !== undefined
  const splitting = user.splitting !== undefined
  return { status: 'active', userId, createdAt, version, administrator, deleting, splitting, barriers }
}

/** A new permanent id: random, so that it says nothing about the person. */
export const newUserId = (random: RandomBytes): UserId =>
  v.parse(UserIdSchema, `u${Buffer.from(random(USER_ID_BYTES)).toString('base64url')}`)

/** One request. A user without identities means nothing to anybody until an identity points at it. */
export const insertUser = async (db: CloudDatabase, userId: UserId, createdAt: number): Promise<void> => {
  await insert(db, USERS, [{ _id: userId, status: 'active', createdAt, version: 1 }])
}

/** One request: the users with these ids, in no order; missing ones are left out. */
export const readUsers = async (
  db: CloudDatabase,
  userIds: readonly UserId[],
): Promise<readonly UserDocument[]> =>
  (await find(db, USERS, { _id: db.command.in([...userIds]) }, userIds.length)).map(readUser)
