import * as v from 'valibot'
import type { UserId } from '../base/ids.ts'
import { UserIdSchema } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import type { UserDocument } from './documents.ts'
import type { CloudDatabase } from './requests.ts'
import { insert } from './requests.ts'

const USER_ID_BYTES = 16

/** A new permanent id: random, so that it says nothing about the person. */
export const newUserId = (random: RandomBytes): UserId =>
  v.parse(UserIdSchema, `u${Buffer.from(random(USER_ID_BYTES)).toString('base64url')}`)

/** One request. A user without identities means nothing to anybody until an identity points at it. */
export const insertUser = async (db: CloudDatabase, userId: UserId, createdAt: number): Promise<void> => {
  const user: UserDocument = { _id: userId, status: 'active', createdAt, version: 1 }
  await insert(db, 'users', [user])
}
