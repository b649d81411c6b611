import type { App } from '../../base/apps.ts'
import { bindingAt } from '../../base/apps.ts'
import type { OpenId, UserId } from '../../base/ids.ts'
import type { Evidence } from '../../identity/evidence.ts'
import { provedIn } from '../../identity/facts.ts'
import { followAliases } from '../../store/aliases.ts'
import type { IdentityDocument } from '../../store/documents.ts'
import { readKeys } from '../../store/identities.ts'
import { insertIdentity } from '../../store/keyWrites.ts'
import type { BulkOutcome } from '../bulk.ts'
import { signInMany } from '../bulk.ts'
import type { Work } from '../jobs/work.ts'

/** Somebody of the old account who has another openid in the new one. */
export interface Moved {
  readonly identity: IdentityDocument
  /** Whose the identity is now. */
  readonly userId: UserId
  readonly openid: OpenId
}

/** The new openid as evidence, with the unionid that the old one has proved, if it counts for the new account. */
const evidenceOf = (to: App, { identity, openid }: Moved, now: number): Evidence => {
  const binding = bindingAt(to, now)
  const unions = identity.unions.filter(({ platform }) => platform === binding?.openPlatform)
  const proved = binding && (provedIn(unions, binding) ?? unions.at(-1))
  const union = proved === undefined ? {} : { unionid: proved.unionid }
  return { appid: to.appid, openid, ...union, route: 'import', observedAt: now }
}

/** Without a unionid nothing but the move itself says whose the new openid is: it joins the user of the old one. */
const join = async (
  { ports: { db, clock } }: Work,
  evidence: Evidence,
  userId: UserId,
): Promise<BulkOutcome> => {
  const readAt = clock()
  if ((await insertIdentity(db, evidence, readAt, userId, undefined)) === 'inserted')
    return { outcome: 'attached', userId }
  const { identity } = await readKeys(db, evidence, undefined)
  if (identity === undefined || identity.userId === userId) return { outcome: 'known', userId }
  // Right after a merge the identity may still be with the tombstone.
  const owner = (await followAliases(db, [identity.userId])).get(identity.userId)
  // Somebody who has signed in to the new account meanwhile, and is somebody else by now: an administrator merges.
  return { outcome: owner === userId ? 'known' : 'conflict', userId }
}

/** New openids of people whom an official account has taken over from another. 1 request each, fewer where a unionid is known. */
export const moveIdentities = async (
  work: Work,
  to: App,
  people: readonly Moved[],
): Promise<readonly BulkOutcome[]> => {
  const now = work.clock()
  const each = people.map((person) => ({ person, evidence: evidenceOf(to, person, now) }))
  const shown = each.filter(({ evidence }) => evidence.unionid !== undefined)
  const outcomes = [
    ...(await signInMany(
      work.ports,
      work.config,
      shown.map(({ evidence }) => evidence),
    )),
  ]
  for (const { person, evidence } of each)
    if (evidence.unionid === undefined) outcomes.push(await join(work, evidence, person.userId))
  return outcomes
}
