import * as v from 'valibot'
import type { IdentityDocument } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { findJoined } from './requests.ts'
import type { UserDocument } from './users.ts'
import { readUser, readUsers, USERS } from './users.ts'

/** Each alias is one merge; nobody merges this often. */
const ALIASES_AT_MOST = 100

const JoinedSchema = v.object({ user: v.tuple([v.unknown()]) })

/** An identity and the active account that it leads to. */
export interface CurrentAccount {
  readonly identity: IdentityDocument
  readonly user: UserDocument
  /** What the identity itself points at: the account, or a tombstone that a merge has left of it. */
  readonly owner: UserDocument
}

/** The active account that a user has become; undefined if it is deleted. One request for each alias. */
const survivorOf = async (db: CloudDatabase, user: UserDocument): Promise<UserDocument | undefined> => {
  let current: UserDocument | undefined = user
  for (let hops = 0; hops < ALIASES_AT_MOST; hops++) {
    if (current?.status !== 'merged' || current.mergedInto === undefined) break
    const [next]: readonly UserDocument[] = await readUsers(db, [current.mergedInto])
    current = next
  }
  return current?.status === 'active' ? current : undefined
}

/**
 * One request; one more for each alias, in the moments after a merge in which an identity still points at a tombstone.
 * @param id document id of an identity
 * @returns undefined if nobody has signed in by it, or the account is deleted
 */
export const readCurrentAccount = async (
  db: CloudDatabase,
  id: string,
): Promise<CurrentAccount | undefined> => {
  const join = { from: USERS, localField: 'userId', foreignField: '_id', as: 'user' }
  const [row] = await findJoined(db, IDENTITIES, { _id: id, kind: 'identity' }, join, 1)
  if (row === undefined) return undefined
  const identity = readKey(row)
  if (identity.kind !== 'identity') return undefined
  const owner = readUser(readDocument(IDENTITIES, JoinedSchema, row).user[0])
  const user = await survivorOf(db, owner)
  return user && { identity, user, owner }
}
