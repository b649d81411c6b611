import type { Config } from '../base/config.ts'
import { OneIdError } from '../base/errors.ts'
import type { UserId } from '../base/ids.ts'
import { DAY_MS } from '../base/time.ts'
import type { Decision } from '../identity/decision.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { IdentityDocument } from '../store/documents.ts'
import type { StoredKeys } from '../store/identities.ts'
import {
  healKey,
  insertIdentity,
  insertKeys,
  insertUnion,
  markIdentity,
  noteConflict,
  touchIdentity,
} from '../store/keyWrites.ts'
import { insertUser, newUserId } from '../store/users.ts'
import { merge } from './merge.ts'
import type { Ports } from './ports.ts'

/** `again`: somebody else wrote one of the documents first; read once more and decide anew. */
export type Applied = { readonly userId: UserId; readonly isNew: boolean } | 'again'

/** What a decision is written from. */
interface Applying<Kind extends Decision['kind']> {
  readonly ports: Ports
  readonly evidence: Evidence
  readonly keys: StoredKeys
  readonly decision: Extract<Decision, { kind: Kind }>
}

const signedIn = (userId: UserId): Applied => ({ userId, isNew: false })

/** Only what writes nothing else leaves lastSeen as it was. */
const touch = async ({ db }: Ports, evidence: Evidence, identity: IdentityDocument | undefined) => {
  if (identity !== undefined && evidence.observedAt - identity.lastSeen >= DAY_MS)
    await touchIdentity(db, identity, evidence.observedAt)
}

const create = async ({ ports, evidence, decision }: Applying<'create'>): Promise<Applied> => {
  const userId = newUserId(ports.random)
  await insertUser(ports.db, userId, evidence.observedAt)
  const written = await insertKeys(ports.db, evidence, userId, decision.union)
  return written === 'inserted' ? { userId, isNew: true } : 'again'
}

const attach = async ({ ports: { db }, evidence, keys, decision }: Applying<'attach'>): Promise<Applied> => {
  const { userId, union, adds } = decision
  if (keys.identity === undefined)
    return (await insertIdentity(db, evidence, userId, union)) === 'inserted' ? signedIn(userId) : 'again'
  if (union === undefined) return signedIn(userId)
  if (adds === 'union' && (await insertUnion(db, evidence, userId, union)) === 'duplicate') return 'again'
  const marked = await markIdentity(db, keys.identity, userId, union, evidence.observedAt)
  return marked === 'marked' ? signedIn(userId) : 'again'
}

const heal = async ({ ports: { db }, keys, decision }: Applying<'heal'>): Promise<Applied> => {
  for (const pointer of decision.pointers) {
    const key = keys[pointer.key]
    if (key !== undefined) await healKey(db, key, pointer)
  }
  return 'again'
}

const join = async (
  { ports: { db }, evidence, keys: { identity }, decision }: Applying<'merge'>,
  { undoDays }: Config['retention'],
): Promise<Applied> => {
  const { survivor, loser, union } = decision
  const at = evidence.observedAt
  const merged = await merge(db, {
    survivor,
    loser,
    union,
    by: evidence.route,
    at,
    undoUntil: at + undoDays * DAY_MS,
  })
  if (merged === 'again' || identity === undefined) return 'again'
  // Marked or changed meanwhile: the account is known either way.
  await markIdentity(db, identity, survivor.userId, union, at)
  return signedIn(survivor.userId)
}

/**
 * Writes one decision, the only place that does. Every write is one request that either creates a document with a
 * fixed id or compares before it sets, and a merge is one transaction: a crash between two of them leaves a state that
 * the next login, or `jobs`, completes.
 */
export const apply = async (
  ports: Ports,
  { retention }: Pick<Config, 'retention'>,
  evidence: Evidence,
  keys: StoredKeys,
  decision: Decision,
): Promise<Applied> => {
  const applying = { ports, evidence, keys }
  switch (decision.kind) {
    case 'refuse':
      throw new OneIdError(decision.reason, `route ${evidence.route}`)
    case 'sign-in':
      await touch(ports, evidence, keys.identity)
      return signedIn(decision.userId)
    case 'conflict':
      if (keys.identity !== undefined)
        await noteConflict(ports.db, keys.identity, decision, evidence.observedAt)
      await touch(ports, evidence, keys.identity)
      return signedIn(decision.userId)
    case 'create':
      return create({ ...applying, decision })
    case 'attach':
      return attach({ ...applying, decision })
    case 'heal':
      return heal({ ...applying, decision })
    case 'merge':
      return join({ ...applying, decision }, retention)
  }
}
