import type { BindingEpoch } from '../base/apps.ts'
import type { OpenPlatformId, UnionId, UserId } from '../base/ids.ts'

/** A unionid that an identity has proved. */
export interface ProvedUnion {
  readonly platform: OpenPlatformId
  readonly epoch: number
  readonly unionid: UnionId
}

export interface KnownIdentity {
  readonly userId: UserId
  readonly unions: readonly ProvedUnion[]
}

export interface KnownUnion {
  readonly userId: UserId
}

/** What is stored about the two keys of one piece of evidence. */
export interface Facts {
  /** The binding in force when the evidence was observed. */
  readonly binding: BindingEpoch | undefined
  readonly identity: KnownIdentity | undefined
  /** Always undefined when the evidence has no unionid or the app no binding. */
  readonly union: KnownUnion | undefined
  /**
   * The unions of the identity's user. Read only where {@link needsHoldings} says so: it costs a request.
   */
  readonly holdings: readonly ProvedUnion[] | undefined
}

/** The union that the identity has already proved in this binding epoch, if any. */
export const provedIn = (identity: KnownIdentity, binding: BindingEpoch): ProvedUnion | undefined =>
  identity.unions.find((union) => union.platform === binding.openPlatform && union.epoch === binding.epoch)

/**
 * Whether the decision depends on what the identity's user holds: the identity is known, the unionid is new to
 * us, and nothing decides earlier.
 */
export const needsHoldings = (unionid: UnionId | undefined, facts: Facts): boolean =>
  unionid !== undefined &&
  facts.binding !== undefined &&
  facts.identity !== undefined &&
  facts.union === undefined &&
  (provedIn(facts.identity, facts.binding)?.unionid ?? unionid) === unionid
