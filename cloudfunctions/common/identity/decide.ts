import type { UserId } from '../base/ids.ts'
import type { ConflictReason, Decision, StalePointer } from './decision.ts'
import type { Evidence } from './evidence.ts'
import type { ActiveUser, DeletedUser, Facts, KnownUser, MergedUser, ProvedUnion } from './facts.ts'
import { contradict, provedIn, shownUnion } from './facts.ts'
import { areContradictory, mergeOrder, obstacle } from './merging.ts'

const isGone = (user: KnownUser | undefined): user is MergedUser | DeletedUser =>
  user !== undefined && user.status !== 'active'

const stalePointer = (key: StalePointer['key'], user: KnownUser | undefined): readonly StalePointer[] => {
  if (!isGone(user)) return []
  const to = user.status === 'merged' ? { userId: user.into, by: user.by } : undefined
  return [{ key, from: user.userId, to }]
}

const conflict = (userId: UserId, reason: ConflictReason, union: ProvedUnion, other?: UserId): Decision => ({
  kind: 'conflict',
  userId,
  reason,
  union,
  other,
})

/** The openid belongs to one user and the unionid to another: one person, unless something stands against it. */
const meet = (mine: ActiveUser, theirs: ActiveUser, shown: ProvedUnion): Decision => {
  const clash = areContradictory([shown, ...mine.unions, ...theirs.unions])
  const reason = obstacle(mine, theirs) ?? (clash ? 'USER_HAS_OTHER_UNIONID' : undefined)
  if (reason !== undefined) return conflict(mine.userId, reason, shown, theirs.userId)
  return { kind: 'merge', ...mergeOrder(mine, theirs), union: shown }
}

/**
 * Decides what evidence means. Pure and total; its table of cases (decide.test.ts) is the specification.
 * Evidence without a unionid never takes away a known one, and a unionid that disagrees never replaces one.
 */
export const decide = (evidence: Evidence, facts: Facts): Decision => {
  const { registered, binding, identity, union } = facts
  if (!registered) return { kind: 'refuse', reason: 'APP_NOT_REGISTERED' }
  if (evidence.snapshot === true) return { kind: 'refuse', reason: 'SNAPSHOT_USER' }

  const mine = identity?.user
  const theirs = union?.user
  if (isGone(mine) || isGone(theirs))
    return { kind: 'heal', pointers: [...stalePointer('identity', mine), ...stalePointer('union', theirs)] }

  const shown = shownUnion(evidence, binding)
  if (mine === undefined) {
    if (theirs === undefined) return { kind: 'create', union: shown }
    return { kind: 'attach', userId: theirs.userId, union: shown, adds: 'identity' }
  }
  const { userId } = mine
  if (shown === undefined || binding === undefined) return { kind: 'sign-in', userId }

  const proved = provedIn(identity?.unions ?? [], binding)
  if (proved !== undefined && contradict(proved, shown))
    return conflict(userId, 'IDENTITY_HAS_OTHER_UNIONID', shown)

  if (theirs === undefined) {
    // The split may give the claim to the other account, which may hold another unionid by then.
    if (mine.splitting) return conflict(userId, 'SPLIT_UNDERWAY', shown)
    if (mine.unions.some((held) => contradict(held, shown)))
      return conflict(userId, 'USER_HAS_OTHER_UNIONID', shown)
    return { kind: 'attach', userId, union: shown, adds: 'union' }
  }
  if (theirs.userId !== userId) return meet(mine, theirs, shown)
  if (proved === undefined) return { kind: 'attach', userId, union: shown, adds: 'mark' }
  return { kind: 'sign-in', userId }
}
