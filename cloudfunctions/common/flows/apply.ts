import type { Config } from '../base/config.ts'
import { OneIdError } from '../base/errors.ts'
import type { UserId } from '../base/ids.ts'
import { DAY_MS } from '../base/time.ts'
import type { Decision } from '../identity/decision.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { ProvedUnion } from '../identity/facts.ts'
import { isSameUnion } from '../identity/facts.ts'
import type { StoredKeys } from '../store/identities.ts'
import {
  healKey,
  insertIdentity,
  insertKeys,
  insertUnion,
  isArrival,
  isWorthATouch,
  markIdentity,
  noteConflict,
  touchIdentity,
} from '../store/keyWrites.ts'
import { claimUnion, insertUsers, newUserId, raiseVersion } from '../store/users.ts'
import { merge } from './merge.ts'
import type { Ports } from './ports.ts'

/** `again`: somebody else wrote one of the documents first; read once more and decide anew. */
export type Applied = { readonly userId: UserId; readonly isNew: boolean } | 'again'

/** What a decision was made from. */
export interface Decided {
  readonly ports: Ports
  readonly evidence: Evidence
  /** Milliseconds since 1970 at which `keys` was read. */
  readonly readAt: number
  readonly keys: StoredKeys
  readonly retention: Config['retention']
}

type Of<Kind extends Decision['kind']> = Extract<Decision, { kind: Kind }>

const signedIn = (userId: UserId): Applied => ({ userId, isNew: false })

/**
 * The identity says by now that its person was here. If it is for the first time, what was only heard of may be about to
 * be removed: whoever is at it finds the account changed, and if they were faster, it is gone and this begins anew.
 */
const arrive = async ({ ports, evidence, keys: { identity } }: Decided, userId: UserId): Promise<Applied> => {
  if (identity === undefined || !isArrival(identity, evidence)) return signedIn(userId)
  return (await raiseVersion(ports.db, userId)) === 'gone' ? 'again' : signedIn(userId)
}

/** Only what writes nothing else leaves lastSeen as it was. */
const touch = async (decided: Decided, userId: UserId): Promise<Applied> => {
  const { ports, evidence, keys } = decided
  const { identity } = keys
  if (identity === undefined || !isWorthATouch(identity, evidence)) return signedIn(userId)
  const touched = await touchIdentity(ports.db, identity, evidence)
  if (touched === 'changed' && isArrival(identity, evidence)) return 'again'
  return arrive(decided, userId)
}

/** For an administrator to look at; a split that is underway is over before anybody could. */
const note = async ({ ports: { db }, readAt, keys }: Decided, conflict: Of<'conflict'>): Promise<void> => {
  if (keys.identity !== undefined && conflict.reason !== 'SPLIT_UNDERWAY')
    await noteConflict(db, keys.identity, conflict, readAt)
}

const create = async ({ ports, evidence, readAt }: Decided, { union }: Of<'create'>): Promise<Applied> => {
  const userId = newUserId(ports.random)
  await insertUsers(ports.db, [{ userId, union }], readAt)
  const written = await insertKeys(ports.db, evidence, readAt, userId, union)
  return written === 'inserted' ? { userId, isNew: true } : 'again'
}

/** First the user, so that no second union of its kind gets in beside it; then the union itself. */
const claim = async (
  { ports: { db }, evidence, readAt, keys: { identity } }: Decided,
  union: ProvedUnion,
): Promise<'claimed' | 'again'> => {
  const user = identity?.user
  if (user?.status !== 'active') return 'again'
  const isClaimed = user.unions.some((held) => isSameUnion(held, union))
  if (!isClaimed && (await claimUnion(db, user, union)) === 'changed') return 'again'
  return (await insertUnion(db, evidence, readAt, user.userId, union)) === 'inserted' ? 'claimed' : 'again'
}

const attach = async (decided: Decided, { userId, union, adds }: Of<'attach'>): Promise<Applied> => {
  const { ports, evidence, readAt, keys } = decided
  if (keys.identity === undefined) {
    const written = await insertIdentity(ports.db, evidence, readAt, userId, union)
    return written === 'inserted' ? signedIn(userId) : 'again'
  }
  if (union === undefined) return signedIn(userId)
  if (adds === 'union' && (await claim(decided, union)) === 'again') return 'again'
  const marked = await markIdentity(ports.db, keys.identity, userId, union, evidence)
  return marked === 'marked' ? arrive(decided, userId) : 'again'
}

const heal = async ({ ports: { db }, keys }: Decided, { pointers }: Of<'heal'>): Promise<Applied> => {
  for (const pointer of pointers) {
    const key = keys[pointer.key]
    if (key !== undefined) await healKey(db, key, pointer)
  }
  return 'again'
}

const join = async (decided: Decided, { survivor, loser, union }: Of<'merge'>): Promise<Applied> => {
  const { ports, evidence, readAt: at, keys, retention } = decided
  const undoUntil = at + retention.undoDays * DAY_MS
  const plan = { survivor, loser, union, by: evidence.route, at, undoUntil }
  const merged = await merge(ports.db, plan)
  if (merged === 'again' || keys.identity === undefined) return 'again'
  if (keys.identity.unions.some((proved) => isSameUnion(proved, union))) return signedIn(survivor.userId)
  const marked = await markIdentity(ports.db, keys.identity, survivor.userId, union, evidence)
  return marked === 'marked' ? signedIn(survivor.userId) : 'again'
}

/**
 * Writes one decision, the only place that does. Every write is one request that either creates a document with a
 * fixed id or compares before it sets, and a merge is one transaction: a crash between two of them leaves a state that
 * the next login, or `jobs`, completes.
 * @throws OneIdError the reason of a refusal
 */
export const apply = async (decided: Decided, decision: Decision): Promise<Applied> => {
  switch (decision.kind) {
    case 'refuse':
      throw new OneIdError(decision.reason, `route ${decided.evidence.route}`)
    case 'sign-in':
      return touch(decided, decision.userId)
    case 'conflict':
      await note(decided, decision)
      return touch(decided, decision.userId)
    case 'create':
      return create(decided, decision)
    case 'attach':
      return attach(decided, decision)
    case 'heal':
      return heal(decided, decision)
    case 'merge':
      return join(decided, decision)
  }
}
