import type { UserId } from '../base/ids.ts'
import type { Evidence } from './evidence.ts'
import type { Facts, ProvedUnion } from './facts.ts'
import { provedIn } from './facts.ts'

/** What cannot both be true. The person keeps signing in by openid, and nothing is joined or overwritten. */
export type ConflictReason =
  /** The identity has proved another unionid in the same binding epoch. */
  | 'IDENTITY_HAS_OTHER_UNIONID'
  /** The identity's user already holds another unionid of this open platform and epoch. */
  | 'USER_HAS_OTHER_UNIONID'
  /** The openid and the unionid belong to two different users. */
  | 'TWO_USERS'

/** Decision (裁决): what evidence means against what is stored. */
export type Decision =
  /** Neither key is known: a new user. */
  | { readonly kind: 'create'; readonly union: ProvedUnion | undefined }
  /** The account is known and the evidence adds nothing. */
  | { readonly kind: 'sign-in'; readonly userId: UserId }
  /** The evidence adds one thing to a known account. */
  | {
      readonly kind: 'attach'
      readonly userId: UserId
      readonly union: ProvedUnion | undefined
      /**
       * `identity`: the union is known, the identity joins its user.
       * `union`: the identity is known, its user claims the union.
       * `mark`: both are known and agree, the identity does not say so yet.
       */
      readonly adds: 'identity' | 'union' | 'mark'
    }
  | { readonly kind: 'conflict'; readonly userId: UserId; readonly reason: ConflictReason }

const conflict = (userId: UserId, reason: ConflictReason): Decision => ({ kind: 'conflict', userId, reason })

/**
 * Decides what evidence means. Pure and total; its table of cases (decide.test.ts) is the specification.
 * Evidence without a unionid never takes away a known one, and a unionid that disagrees never replaces one.
 */
export const decide = (evidence: Evidence, facts: Facts): Decision => {
  const { binding, identity } = facts
  const union: ProvedUnion | undefined =
    evidence.unionid === undefined || binding === undefined
      ? undefined
      : { platform: binding.openPlatform, epoch: binding.epoch, unionid: evidence.unionid }

  if (identity === undefined) {
    if (facts.union === undefined) return { kind: 'create', union }
    return { kind: 'attach', userId: facts.union.userId, union, adds: 'identity' }
  }

  const { userId } = identity
  if (union === undefined || binding === undefined) return { kind: 'sign-in', userId }

  const proved = provedIn(identity, binding)
  if (proved !== undefined && proved.unionid !== union.unionid)
    return conflict(userId, 'IDENTITY_HAS_OTHER_UNIONID')

  if (facts.union === undefined) {
    const other = (held: ProvedUnion): boolean =>
      held.platform === union.platform && held.epoch === union.epoch && held.unionid !== union.unionid
    if (facts.holdings?.some(other)) return conflict(userId, 'USER_HAS_OTHER_UNIONID')
    return { kind: 'attach', userId, union, adds: 'union' }
  }

  if (facts.union.userId !== userId) return conflict(userId, 'TWO_USERS')
  return proved === undefined ? { kind: 'attach', userId, union, adds: 'mark' } : { kind: 'sign-in', userId }
}
