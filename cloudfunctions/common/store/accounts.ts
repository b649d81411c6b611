import type { UserId } from '../base/ids.ts'
import type { CloudDatabase } from './requests.ts'
import { update } from './requests.ts'
import type { UserDocument } from './users.ts'
import { USERS } from './users.ts'

/** `again`: the user is no longer as it was read; read it once more. */
export type Written = 'written' | 'again'

/** What of a user is filled in by the person; null removes it. */
export interface PersonalFields {
  readonly nickname?: string | null
  readonly avatar?: string | null
  readonly phone?: NonNullable<UserDocument['phone']> | null
}

/**
 * One request: fields that no merge looks at, so the version stays. Only an active account has any.
 * The caller leaves out what stays as it is: the database counts documents that really change.
 */
export const writePersonalFields = async (
  db: CloudDatabase,
  userId: UserId,
  fields: PersonalFields,
): Promise<Written> => {
  const { command } = db
  const change = Object.fromEntries(
    Object.entries({
      'profile.nickname': fields.nickname,
      'profile.avatar': fields.avatar,
      phone: fields.phone,
    })
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, value === null ? command.remove() : command.set(value)]),
  )
  return (await update(db, USERS, { _id: userId, status: 'active' }, change)) === 1 ? 'written' : 'again'
}

/**
 * One request: the wish to be deleted, or its end. A merge and the deletion itself look at it, so the version is
 * compared and raised.
 */
export const writeDeletion = async (
  db: CloudDatabase,
  { _id, version }: UserDocument,
  deletion: UserDocument['deletion'],
): Promise<Written> => {
  const { command } = db
  const wish = deletion === undefined ? command.remove() : command.set(deletion)
  const asRead = { _id, version, status: 'active' }
  return (await update(db, USERS, asRead, { deletion: wish, version: version + 1 })) === 1
    ? 'written'
    : 'again'
}
