import * as v from 'valibot'
import type { BindingEpoch } from '../base/apps.ts'
import type { UserId } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { KnownUser } from '../identity/facts.ts'
import { identityId, unionId } from './documentIds.ts'
import type { IdentityDocument, KeyDocument, UnionDocument } from './documents.ts'
import { KeyDocumentSchema } from './documents.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, findJoined } from './requests.ts'
import { knownUser, readUser, USERS } from './users.ts'

export const IDENTITIES = 'identities'

/** One identity per app and one union per open platform is the rule; a user with more than this is a fault. */
export const KEYS_AT_MOST = 1_000

/** A key with the user that it points at. */
export type Owned<Key extends KeyDocument> = Key & { readonly user: KnownUser }

/** The two documents that one piece of evidence names. */
export interface StoredKeys {
  readonly identity: Owned<IdentityDocument> | undefined
  readonly union: Owned<UnionDocument> | undefined
}

export const readKey = (document: unknown): KeyDocument =>
  readDocument(IDENTITIES, KeyDocumentSchema, document)

const JoinedUserSchema = v.object({ user: v.tuple([v.unknown()]) })

/** A user is written before the first key that points at it, and never removed: a key without one was made by hand. */
const readOwner = (row: unknown): KnownUser =>
  knownUser(readUser(readDocument(IDENTITIES, JoinedUserSchema, row).user[0]))

const owned = <Kind extends KeyDocument['kind']>(
  rows: readonly unknown[],
  kind: Kind,
): Owned<Extract<KeyDocument, { kind: Kind }>> | undefined => {
  const isOfKind = (key: KeyDocument): key is Extract<KeyDocument, { kind: Kind }> => key.kind === kind
  for (const row of rows) {
    const key = readKey(row)
    if (isOfKind(key)) return { ...key, user: readOwner(row) }
  }
  return undefined
}

/** One request for both keys, by id, and for the users they point at. */
export const readKeys = async (
  db: CloudDatabase,
  { appid, openid, unionid }: Pick<Evidence, 'appid' | 'openid' | 'unionid'>,
  binding: BindingEpoch | undefined,
): Promise<StoredKeys> => {
  const ids = [identityId(appid, openid)]
  if (unionid !== undefined && binding !== undefined) ids.push(unionId(binding.openPlatform, unionid))
  const join = { from: USERS, localField: 'userId', foreignField: '_id', as: 'user' }
  const rows = await findJoined(db, IDENTITIES, { _id: db.command.in(ids) }, join, ids.length)
  return { identity: owned(rows, 'identity'), union: owned(rows, 'union') }
}

/** One request: all keys of these users. */
export const readKeysOf = async (
  db: CloudDatabase,
  ...userIds: readonly UserId[]
): Promise<readonly KeyDocument[]> =>
  (await find(db, IDENTITIES, { userId: db.command.in([...userIds]) }, KEYS_AT_MOST)).map(readKey)
