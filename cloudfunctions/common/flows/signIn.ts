import { bindingAt } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { UserId } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import { DAY_MS } from '../base/time.ts'
import type { Decision } from '../identity/decide.ts'
import { decide } from '../identity/decide.ts'
import type { Facts } from '../identity/facts.ts'
import { needsHoldings, provedIn } from '../identity/facts.ts'
import type { UnionidVisibility } from '../identity/visibility.ts'
import { unionidVisibility } from '../identity/visibility.ts'
import type { Proof } from '../routes/proof.ts'
import { readHoldings, readKeys, touchIdentity } from '../store/identities.ts'
import type { CloudDatabase } from '../store/requests.ts'
import { apply } from './apply.ts'

/** Each round that has to start again means that another login got further; nobody loses this often. */
const ROUNDS_AT_MOST = 6

export interface SignedInUser {
  readonly userId: UserId
  readonly isNew: boolean
  readonly visibility: UnionidVisibility
  /** For the log. */
  readonly decision: Decision
}

/**
 * Evidence in, user out: read the two keys, decide, write; start again when somebody was faster.
 * Requests: 1 for a known account, 3 for a new one, 2 to 4 to attach.
 * @throws OneIdError LOGIN_CONTENDED, COLLECTION_MISSING, DATABASE_UNAVAILABLE, DATA_UNREADABLE
 */
export const signIn = async (db: CloudDatabase, random: RandomBytes, proof: Proof): Promise<SignedInUser> => {
  const { evidence, app } = proof
  const binding = bindingAt(app, evidence.observedAt)
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const { identity, union } = await readKeys(db, evidence, binding)
    const keys: Facts = { binding, identity, union, holdings: undefined }
    const facts =
      identity !== undefined && needsHoldings(evidence.unionid, keys)
        ? { ...keys, holdings: await readHoldings(db, identity.userId) }
        : keys
    const decision = decide(evidence, facts)
    const applied = await apply(db, random, evidence, identity, decision)
    if (applied === 'again') continue
    // Only the decisions that write nothing leave lastSeen as it was.
    const unwritten = decision.kind === 'sign-in' || decision.kind === 'conflict'
    if (identity !== undefined && unwritten && evidence.observedAt - identity.lastSeen >= DAY_MS) {
      await touchIdentity(db, identity, evidence.observedAt)
    }
    const known =
      binding !== undefined &&
      (evidence.unionid !== undefined ||
        (identity !== undefined && provedIn(identity, binding) !== undefined))
    return { ...applied, visibility: unionidVisibility(evidence, binding, known), decision }
  }
  throw new OneIdError('LOGIN_CONTENDED', `${ROUNDS_AT_MOST} rounds`)
}
