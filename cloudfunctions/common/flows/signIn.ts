import { bindingAt } from '../base/apps.ts'
import type { Config } from '../base/config.ts'
import type { UserId } from '../base/ids.ts'
import { decide } from '../identity/decide.ts'
import type { Decision } from '../identity/decision.ts'
import type { Evidence } from '../identity/evidence.ts'
import { provedIn } from '../identity/facts.ts'
import type { UnionidVisibility } from '../identity/visibility.ts'
import { unionidVisibility } from '../identity/visibility.ts'
import { readKeys } from '../store/identities.ts'
import { apply } from './apply.ts'
import type { Ports } from './ports.ts'
import { inRounds } from './rounds.ts'

export interface SignedInUser {
  readonly userId: UserId
  readonly isNew: boolean
  readonly visibility: UnionidVisibility
  /** For the log. */
  readonly decision: Decision
}

type ForSignIn = Pick<Config, 'find' | 'retention'>

const inOneRound = async (
  ports: Ports,
  config: ForSignIn,
  evidence: Evidence,
  who: 'everybody' | 'known',
): Promise<SignedInUser | 'unknown' | 'again'> => {
  const app = config.find(evidence.appid)
  const binding = app && bindingAt(app, evidence.observedAt)
  // A key that is written on the strength of this reading says that it was there from now on, not from the arrival
  // of the call: a split tells by it what came after the merge.
  const readAt = ports.clock()
  const keys = await readKeys(ports.db, evidence, binding)
  if (who === 'known' && keys.identity === undefined) return 'unknown'
  const decision = decide(evidence, { registered: app !== undefined, binding, ...keys })
  const applied = await apply({ ports, evidence, readAt, keys, retention: config.retention }, decision)
  if (applied === 'again') return 'again'
  const known =
    binding !== undefined &&
    (evidence.unionid !== undefined ||
      (keys.identity !== undefined && provedIn(keys.identity.unions, binding) !== undefined))
  const visibility = unionidVisibility(evidence, binding, known, app?.kind ?? 'mini-program')
  return { ...applied, visibility, decision }
}

/**
 * Evidence in, user out: read the two keys, decide, write; start again when somebody was faster.
 * Requests: 1 for a known account, 3 for a new one, 2 to 4 to attach, 13 at most to merge.
 * @throws OneIdError LOGIN_CONTENDED, COLLECTION_MISSING, DATABASE_UNAVAILABLE, DATA_UNREADABLE, APP_NOT_REGISTERED,
 * SNAPSHOT_USER
 */
export const signIn = (ports: Ports, config: ForSignIn, evidence: Evidence): Promise<SignedInUser> =>
  inRounds(ports, async () => {
    const signedIn = await inOneRound(ports, config, evidence, 'everybody')
    return signedIn === 'unknown' ? 'again' : signedIn
  })

/**
 * The same for evidence that comes late, about somebody who is not there: it adds to the account that the identity has
 * now, and makes none. Whoever has deleted the account must not find a new one.
 * @returns `unknown` if the identity is no more
 * @throws as signIn
 */
export const addEvidence = (
  ports: Ports,
  config: ForSignIn,
  evidence: Evidence,
): Promise<SignedInUser | 'unknown'> => inRounds(ports, () => inOneRound(ports, config, evidence, 'known'))
