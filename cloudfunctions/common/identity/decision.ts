import type { MergeId, UserId } from '../base/ids.ts'
import type { ActiveUser, ProvedUnion } from './facts.ts'

/** What cannot both be true. The person keeps signing in by openid, and nothing is joined or overwritten. */
export const CONFLICT_REASONS = [
  /** The identity has proved another unionid in the same binding epoch. */
  'IDENTITY_HAS_OTHER_UNIONID',
  /** The identity's user, or the user it would merge with, holds another unionid of this platform and epoch. */
  'USER_HAS_OTHER_UNIONID',
  /** Openid and unionid belong to two users that an administrator has split. */
  'BARRIER',
  /**
   * The identity's user, or the user it would merge with, is being split: until that is finished, nobody can say whose a
   * key is.
   */
  'SPLIT_UNDERWAY',
  /** They belong to two users, one of them an administrator's: nobody becomes one by a merge. */
  'ADMINISTRATOR',
  /** They belong to two users, and the deletion of one is pending: it is finished or cancelled first. */
  'DELETION_PENDING',
] as const
export type ConflictReason = (typeof CONFLICT_REASONS)[number]

/** A key that points at a user who is no longer there: it follows the alias, or goes. */
export interface StalePointer {
  readonly key: 'identity' | 'union'
  readonly from: UserId
  /** Undefined: the user was deleted, and the key goes with it. */
  readonly to: { readonly userId: UserId; readonly by: MergeId } | undefined
}

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
  /** A merge or a deletion has not reached these keys: bring them up to date, then decide anew. */
  | { readonly kind: 'heal'; readonly pointers: readonly StalePointer[] }
  /** Two users turn out to be one person. */
  | {
      readonly kind: 'merge'
      readonly survivor: ActiveUser
      readonly loser: ActiveUser
      readonly union: ProvedUnion
    }
  | {
      readonly kind: 'conflict'
      readonly userId: UserId
      readonly reason: ConflictReason
      readonly union: ProvedUnion
      /** The other user, where the conflict is between two. */
      readonly other: UserId | undefined
    }
  /** The evidence is none: nothing is read from it and nothing written. */
  | { readonly kind: 'refuse'; readonly reason: 'APP_NOT_REGISTERED' | 'SNAPSHOT_USER' }
