import type { BindingEpoch } from '../base/apps.ts'
import type { MergeId, OpenPlatformId, UnionId, UserId } from '../base/ids.ts'
import type { Evidence } from './evidence.ts'

/** A unionid that an identity has proved. */
export interface ProvedUnion {
  readonly platform: OpenPlatformId
  readonly epoch: number
  readonly unionid: UnionId
}

/** A user that people can sign in to. */
export interface ActiveUser {
  readonly status: 'active'
  readonly userId: UserId
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly version: number
  readonly administrator: boolean
  /** The person has asked for its deletion. */
  readonly deleting: boolean
  /** A split of this user is not finished: keys may still point at the wrong one of the two. */
  readonly splitting: boolean
  /**
   * Every union that was ever claimed for this user: no second unionid of one platform and epoch gets in beside them,
   * even if two calls claim at once.
   */
  readonly unions: readonly ProvedUnion[]
  /** Splits that keep this user apart: two users with one in common do not merge by themselves. */
  readonly barriers: readonly MergeId[]
}

/** A tombstone: it has become the user `into`. */
export interface MergedUser {
  readonly status: 'merged'
  readonly userId: UserId
  readonly into: UserId
  readonly by: MergeId
}

export interface DeletedUser {
  readonly status: 'deleted'
  readonly userId: UserId
}

export type KnownUser = ActiveUser | MergedUser | DeletedUser

export interface KnownIdentity {
  readonly user: KnownUser
  readonly unions: readonly ProvedUnion[]
}

export interface KnownUnion {
  readonly user: KnownUser
}

/** What is stored about the two keys of one piece of evidence, and about the users they point at. */
export interface Facts {
  /** The app is in the registry. */
  readonly registered: boolean
  /** The binding in force when the evidence was observed. */
  readonly binding: BindingEpoch | undefined
  readonly identity: KnownIdentity | undefined
  /** Always undefined when the evidence has no unionid or the app no binding. */
  readonly union: KnownUnion | undefined
}

/** The union that evidence shows, under the binding that was in force; none without both. */
export const shownUnion = (
  { unionid }: Evidence,
  binding: BindingEpoch | undefined,
): ProvedUnion | undefined =>
  unionid === undefined || binding === undefined
    ? undefined
    : { platform: binding.openPlatform, epoch: binding.epoch, unionid }

/** The union of this binding epoch among those that an identity has proved, if any. */
export const provedIn = (
  unions: readonly ProvedUnion[],
  { openPlatform, epoch }: BindingEpoch,
): ProvedUnion | undefined => unions.find((union) => union.platform === openPlatform && union.epoch === epoch)

/** One person has one unionid under one open platform and epoch: two that differ cannot be one person's. */
export const contradict = (one: ProvedUnion, other: ProvedUnion): boolean =>
  one.platform === other.platform && one.epoch === other.epoch && one.unionid !== other.unionid

/** The same union, under whatever epoch: it has one document. */
export const isSameKey = (one: ProvedUnion, other: ProvedUnion): boolean =>
  one.platform === other.platform && one.unionid === other.unionid

/** The same union under the same binding epoch. */
export const isSameUnion = (one: ProvedUnion, other: ProvedUnion): boolean =>
  isSameKey(one, other) && one.epoch === other.epoch
