import type { UserId } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import type { Decision } from '../identity/decide.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { IdentityDocument } from '../store/documents.ts'
import { insertIdentity, insertKeys, insertUnion, markIdentity } from '../store/identities.ts'
import type { CloudDatabase } from '../store/requests.ts'
import { insertUser, newUserId } from '../store/users.ts'

/** `again`: somebody else wrote one of the documents first; read once more and decide anew. */
export type Applied = { readonly userId: UserId; readonly isNew: boolean } | 'again'

/**
 * Writes one decision, the only place that does. Every write is one request that either creates a document with a
 * fixed id or compares before it sets, so a crash between two of them leaves a state that the next login completes.
 */
export const apply = async (
  db: CloudDatabase,
  random: RandomBytes,
  evidence: Evidence,
  identity: IdentityDocument | undefined,
  decision: Decision,
): Promise<Applied> => {
  switch (decision.kind) {
    case 'sign-in':
    case 'conflict':
      return { userId: decision.userId, isNew: false }
    case 'create': {
      const userId = newUserId(random)
      await insertUser(db, userId, evidence.observedAt)
      const written = await insertKeys(db, evidence, userId, decision.union)
      return written === 'inserted' ? { userId, isNew: true } : 'again'
    }
    case 'attach':
      return attach(db, evidence, identity, decision)
  }
}

const attach = async (
  db: CloudDatabase,
  evidence: Evidence,
  identity: IdentityDocument | undefined,
  { userId, union, adds }: Extract<Decision, { kind: 'attach' }>,
): Promise<Applied> => {
  const signedIn: Applied = { userId, isNew: false }
  if (identity === undefined) {
    return (await insertIdentity(db, evidence, userId, union)) === 'inserted' ? signedIn : 'again'
  }
  if (union === undefined) return signedIn
  if (adds === 'union' && (await insertUnion(db, evidence, userId, union)) === 'duplicate') return 'again'
  return (await markIdentity(db, identity, union, evidence.observedAt)) === 'marked' ? signedIn : 'again'
}
