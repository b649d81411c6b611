import type { BindingEpoch } from '../base/apps.ts'
import type { UserId } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { KnownUnion, ProvedUnion } from '../identity/facts.ts'
import { identityId, unionId } from './documentIds.ts'
import type { IdentityDocument, UnionDocument } from './documents.ts'
import { readStored } from './documents.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert, update } from './requests.ts'

const COLLECTION = 'identities'

/** One open platform account per company is the rule; a user with more unions than this is a fault. */
const HOLDINGS_AT_MOST = 100

/** The two documents that one piece of evidence names. */
export interface StoredKeys {
  readonly identity: IdentityDocument | undefined
  readonly union: KnownUnion | undefined
}

/** One request for both keys, by id. */
export const readKeys = async (
  db: CloudDatabase,
  evidence: Evidence,
  binding: BindingEpoch | undefined,
): Promise<StoredKeys> => {
  const ids = [identityId(evidence.appid, evidence.openid)]
  if (evidence.unionid !== undefined && binding !== undefined)
    ids.push(unionId(binding.openPlatform, evidence.unionid))
  const stored = (await find(db, COLLECTION, { _id: db.command.in(ids) }, ids.length)).map(readStored)
  return {
    identity: stored.find((document) => document.kind === 'identity'),
    union: stored.find((document) => document.kind === 'union'),
  }
}

/** One request: the unions that a user holds. */
export const readHoldings = async (db: CloudDatabase, userId: UserId): Promise<readonly ProvedUnion[]> => {
  const rows = await find(db, COLLECTION, { userId, kind: 'union' }, HOLDINGS_AT_MOST)
  return rows.map(readStored).filter((document) => document.kind === 'union')
}

const identityDocument = (
  evidence: Evidence,
  userId: UserId,
  union: ProvedUnion | undefined,
): IdentityDocument => ({
  _id: identityId(evidence.appid, evidence.openid),
  kind: 'identity',
  userId,
  appid: evidence.appid,
  openid: evidence.openid,
  unions: union === undefined ? [] : [union],
  route: evidence.route,
  firstSeen: evidence.observedAt,
  lastSeen: evidence.observedAt,
  announce: true,
})

const unionDocument = (evidence: Evidence, userId: UserId, union: ProvedUnion): UnionDocument => ({
  _id: unionId(union.platform, union.unionid),
  kind: 'union',
  userId,
  ...union,
  route: evidence.route,
  firstSeen: evidence.observedAt,
  announce: true,
})

/**
 * One request: union first, identity second. Cut off between the two, the union names the user and the next login
 * joins it; the other way round would work as well, but this way an identity never claims a union that is not there.
 */
export const insertKeys = (
  db: CloudDatabase,
  evidence: Evidence,
  userId: UserId,
  union: ProvedUnion | undefined,
): Promise<'inserted' | 'duplicate'> => {
  const identity = identityDocument(evidence, userId, union)
  return insert(
    db,
    COLLECTION,
    union === undefined ? [identity] : [unionDocument(evidence, userId, union), identity],
  )
}

/** One request: the identity joins the user that the union names. */
export const insertIdentity = (
  db: CloudDatabase,
  evidence: Evidence,
  userId: UserId,
  union: ProvedUnion | undefined,
): Promise<'inserted' | 'duplicate'> => insert(db, COLLECTION, [identityDocument(evidence, userId, union)])

/** One request: the user claims the union. Only the first claim succeeds. */
export const insertUnion = (
  db: CloudDatabase,
  evidence: Evidence,
  userId: UserId,
  union: ProvedUnion,
): Promise<'inserted' | 'duplicate'> => insert(db, COLLECTION, [unionDocument(evidence, userId, union)])

/**
 * One request: writes into the identity that it has proved the union, unless the identity has changed since it was
 * read. `unions` only grows, so its length is its version.
 */
export const markIdentity = async (
  db: CloudDatabase,
  identity: IdentityDocument,
  union: ProvedUnion,
  seenAt: number,
): Promise<'marked' | 'changed'> => {
  const { command } = db
  const unchanged = {
    _id: identity._id,
    userId: identity.userId,
    unions: command.size(identity.unions.length),
  }
  const change = { unions: command.push([union]), lastSeen: seenAt, announce: true }
  return (await update(db, COLLECTION, unchanged, change)) === 1 ? 'marked' : 'changed'
}

/** One request: remembers when the identity was last seen. */
export const touchIdentity = async (
  db: CloudDatabase,
  identity: IdentityDocument,
  seenAt: number,
): Promise<void> => {
  await update(db, COLLECTION, { _id: identity._id, lastSeen: identity.lastSeen }, { lastSeen: seenAt })
}
