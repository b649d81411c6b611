import { dayBegan } from '../base/beijing.ts'
import type { MergeId, UserId } from '../base/ids.ts'
import type { Decision, StalePointer } from '../identity/decision.ts'
import type { Evidence } from '../identity/evidence.ts'
import { isHearsay } from '../identity/evidence.ts'
import type { ProvedUnion } from '../identity/facts.ts'
import { identityId, unionId } from './documentIds.ts'
import type { IdentityDocument, KeyDocument, UnionDocument } from './documents.ts'
import { IDENTITIES } from './identities.ts'
import type { CloudDatabase } from './requests.ts'
import { insert, remove, update } from './requests.ts'

const identityDocument = (
  evidence: Evidence,
  firstSeen: number,
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
  firstSeen,
  lastSeen: evidence.observedAt,
  announce: true,
})

const unionDocument = (
  evidence: Evidence,
  firstSeen: number,
  userId: UserId,
  union: ProvedUnion,
): UnionDocument => ({
  _id: unionId(union.platform, union.unionid),
  kind: 'union',
  userId,
  ...union,
  route: evidence.route,
  firstSeen,
  announce: true,
})

/**
 * What a sign-in leaves on an identity. One that was only heard of belongs, from the first time that its person is
 * there, to the route by which the person came.
 */
const seenBy = (identity: IdentityDocument, { route, observedAt }: Evidence) =>
  isHearsay(route) ? {} : { lastSeen: observedAt, ...(isHearsay(identity.route) && { route }) }

/**
 * One request: union first, identity second. Cut off between the two, the union names the user and the next login
 * joins it; the other way round would work as well, but this way an identity never claims a union that is not there.
 */
export const insertKeys = (
  db: CloudDatabase,
  evidence: Evidence,
  firstSeen: number,
  userId: UserId,
  union: ProvedUnion | undefined,
): Promise<'inserted' | 'duplicate'> => {
  const identity = identityDocument(evidence, firstSeen, userId, union)
  return insert(
    db,
    IDENTITIES,
    union === undefined ? [identity] : [unionDocument(evidence, firstSeen, userId, union), identity],
  )
}

/** A new identity, and its union if the user is new too. */
export interface NewKeys {
  readonly evidence: Evidence
  readonly userId: UserId
  readonly union: ProvedUnion | undefined
  readonly isNewUser: boolean
}

/**
 * One request: many new identities, pair by pair as insertKeys writes them and one by one as insertIdentity does, without
 * announcing them. `duplicate`: somebody was faster with one of them, and those behind it are not there.
 */
export const insertManyKeys = (
  db: CloudDatabase,
  people: readonly NewKeys[],
  firstSeen: number,
): Promise<'inserted' | 'duplicate'> => {
  const quietly = { announce: false }
  const documents = people.flatMap(({ evidence, userId, union, isNewUser }) => [
    ...(union === undefined || !isNewUser
      ? []
      : [{ ...unionDocument(evidence, firstSeen, userId, union), ...quietly }]),
    { ...identityDocument(evidence, firstSeen, userId, union), ...quietly },
  ])
  return insert(db, IDENTITIES, documents)
}

/** One request: the identity joins the user that the union names. */
export const insertIdentity = (
  db: CloudDatabase,
  evidence: Evidence,
  firstSeen: number,
  userId: UserId,
  union: ProvedUnion | undefined,
): Promise<'inserted' | 'duplicate'> =>
  insert(db, IDENTITIES, [identityDocument(evidence, firstSeen, userId, union)])

/** One request: the user claims the union. Only the first claim succeeds. */
export const insertUnion = (
  db: CloudDatabase,
  evidence: Evidence,
  firstSeen: number,
  userId: UserId,
  union: ProvedUnion,
): Promise<'inserted' | 'duplicate'> =>
  insert(db, IDENTITIES, [unionDocument(evidence, firstSeen, userId, union)])

/**
 * One request: writes into the identity that it has proved the union, unless the identity has changed since it was
 * read. `unions` only grows, so its length is its version.
 * @param userId the user it must belong to
 */
export const markIdentity = async (
  db: CloudDatabase,
  identity: IdentityDocument,
  userId: UserId,
  union: ProvedUnion,
  evidence: Evidence,
): Promise<'marked' | 'changed'> => {
  const { command } = db
  const unchanged = { _id: identity._id, userId, unions: command.size(identity.unions.length) }
  const change = { unions: command.push([union]), ...seenBy(identity, evidence), announce: true }
  return (await update(db, IDENTITIES, unchanged, change)) === 1 ? 'marked' : 'changed'
}

/** Whether a sign-in that changes nothing else is worth a request: the first one ever, and the first of a day in Beijing. */
export const isWorthATouch = (identity: IdentityDocument, { route, observedAt }: Evidence): boolean =>
  !isHearsay(route) && (isHearsay(identity.route) || identity.lastSeen < dayBegan(observedAt))

/** Somebody who was only heard of signs in for the first time. */
export const isArrival = (identity: IdentityDocument, { route }: Evidence): boolean =>
  isHearsay(identity.route) && !isHearsay(route)

/** One request: remembers when the identity was last seen, unless that has changed since it was read. */
export const touchIdentity = async (
  db: CloudDatabase,
  identity: IdentityDocument,
  evidence: Evidence,
): Promise<'touched' | 'changed'> => {
  const { _id, lastSeen, route } = identity
  const asRead = { _id, lastSeen, route }
  return (await update(db, IDENTITIES, asRead, seenBy(identity, evidence))) === 1 ? 'touched' : 'changed'
}

/** One request, and none when the same conflict is noted already: `jobs` reads it there. */
export const noteConflict = async (
  db: CloudDatabase,
  identity: IdentityDocument,
  { reason, union, other }: Extract<Decision, { kind: 'conflict' }>,
  at: number,
): Promise<void> => {
  const noted = identity.conflict
  const unionDocumentId = unionId(union.platform, union.unionid)
  if (noted?.reason === reason && noted.union === unionDocumentId && noted.other === other) return
  const conflict = { reason, union: unionDocumentId, at, ...(other !== undefined && { other }) }
  const change = { conflict: db.command.set(conflict), announce: true }
  await update(db, IDENTITIES, { _id: identity._id, userId: identity.userId }, change)
}

/** One request: a key that points at a tombstone follows its alias; one of a deleted user goes. */
export const healKey = async (
  db: CloudDatabase,
  key: KeyDocument,
  { from, to }: StalePointer,
): Promise<void> => {
  const stale = { _id: key._id, userId: from }
  if (to === undefined) {
    await remove(db, IDENTITIES, stale)
    return
  }
  const stamp = key.oneidMerge === undefined ? { oneidMerge: to.by } : {}
  await update(db, IDENTITIES, stale, { userId: to.userId, ...stamp })
}

/**
 * Two requests: all keys of the loser become the survivor's. Those that have never been taken from their owner are
 * stamped with this merge, the others keep their stamp. A key that comes between the two, from a call in flight or back
 * from a split, stays for the next pass: moved without a stamp it would be lost to its owner.
 */
export const rePointKeys = async (
  db: CloudDatabase,
  loser: UserId,
  survivor: UserId,
  mergeId: MergeId,
): Promise<void> => {
  const { command } = db
  const unstamped = { userId: loser, oneidMerge: command.exists(false) }
  await update(db, IDENTITIES, unstamped, { userId: survivor, oneidMerge: mergeId })
  await update(db, IDENTITIES, { userId: loser, oneidMerge: command.exists(true) }, { userId: survivor })
}

/**
 * Two requests: keys go back to the user that a split made an account again; its own stamp has done its work. A key that
 * is stamped anew between the two stays for the next pass, which takes the stamp away again.
 */
export const returnKeys = async (
  db: CloudDatabase,
  ids: readonly string[],
  survivor: UserId,
  loser: UserId,
  mergeId: MergeId,
): Promise<void> => {
  const { command } = db
  if (ids.length === 0) return
  const these = { _id: command.in([...ids]), userId: survivor }
  await update(
    db,
    IDENTITIES,
    { ...these, oneidMerge: mergeId },
    { userId: loser, oneidMerge: command.remove() },
  )
  await update(db, IDENTITIES, { ...these, oneidMerge: command.neq(mergeId) }, { userId: loser })
}
