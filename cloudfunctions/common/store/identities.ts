import * as v from 'valibot'
import type { BindingEpoch } from '../base/apps.ts'
import type { AppId, UserId } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { KnownUser } from '../identity/facts.ts'
import { identityId, unionId } from './documentIds.ts'
import type { IdentityDocument, KeyDocument, UnionDocument } from './documents.ts'
import { KeyDocumentSchema } from './documents.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, findInOrder, findJoined } from './requests.ts'
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

/** What keys are looked up by: the evidence, under the binding that was in force. */
export interface Wanted {
  readonly evidence: Pick<Evidence, 'appid' | 'openid' | 'unionid'>
  readonly binding: BindingEpoch | undefined
}

/** Ids of the documents that evidence names: one or two. */
export const keyIdsOf = ({ evidence: { appid, openid, unionid }, binding }: Wanted): readonly string[] => [
  identityId(appid, openid),
  ...(unionid === undefined || binding === undefined ? [] : [unionId(binding.openPlatform, unionid)]),
]

const RowIdSchema = v.object({ _id: v.string() })

/** One request for the keys of many pieces of evidence, in their order, and for the users they point at. */
export const readManyKeys = async (
  db: CloudDatabase,
  wanted: readonly Wanted[],
): Promise<readonly StoredKeys[]> => {
  const ids = [...new Set(wanted.flatMap(keyIdsOf))]
  const join = { from: USERS, localField: 'userId', foreignField: '_id', as: 'user' }
  const rows = await findJoined(db, IDENTITIES, { _id: db.command.in(ids) }, join, ids.length)
  const byId = new Map(rows.map((row) => [readDocument(IDENTITIES, RowIdSchema, row)._id, row]))
  return wanted.map((one) => {
    const named = keyIdsOf(one).flatMap((id) => byId.get(id) ?? [])
    return { identity: owned(named, 'identity'), union: owned(named, 'union') }
  })
}

/** One request for both keys, by id, and for the users they point at. */
export const readKeys = async (
  db: CloudDatabase,
  evidence: Wanted['evidence'],
  binding: BindingEpoch | undefined,
): Promise<StoredKeys> => {
  const [keys] = await readManyKeys(db, [{ evidence, binding }])
  return keys ?? { identity: undefined, union: undefined }
}

/** One request: all keys of these users. */
export const readKeysOf = async (
  db: CloudDatabase,
  ...userIds: readonly UserId[]
): Promise<readonly KeyDocument[]> =>
  (await find(db, IDENTITIES, { userId: db.command.in([...userIds]) }, KEYS_AT_MOST)).map(readKey)

/** One request: identities of one app, in the order of their ids, behind the one with the id `after`. */
export const identitiesOfApp = async (
  db: CloudDatabase,
  appid: AppId,
  after: string,
  limit: number,
): Promise<readonly IdentityDocument[]> => {
  const where = { appid, _id: db.command.gt(after) }
  const rows = await findInOrder(db, IDENTITIES, where, '_id', limit)
  return rows.map(readKey).filter((key) => key.kind === 'identity')
}
