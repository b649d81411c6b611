/** A unionid, and the binding of the app that showed it. */
export interface Proof {
  readonly platform: string
  readonly epoch: number
  readonly unionid: string
}

export interface User {
  readonly status: 'active' | 'merged' | 'deleted'
  readonly createdAt: number
  readonly version: number
  readonly barriers: readonly string[]
  readonly mergedInto: string | undefined
  readonly mergeId: string | undefined
  readonly administrator: boolean
  /** What its identities have shown: kept here, so that a claim and a merge can compare it and set it at once. */
  readonly unions: readonly Proof[]
  /** Splits of its merges that are still moving documents. */
  readonly splitting: readonly string[]
  readonly deletionPending: boolean
}

interface Owned {
  readonly userId: string
  /** The merge that first took this document away from its owner. */
  readonly stamp: string | undefined
  /** When the login that wrote it was observed. */
  readonly firstSeen: number
}

export interface Identity extends Owned {
  readonly kind: 'identity'
  readonly unions: readonly Proof[]
}

export interface Union extends Owned, Proof {
  readonly kind: 'union'
}

/** Work that is done twice: at once, and late, when everything that ran at the time of the first pass has ended. */
export interface Passes {
  readonly passes: 0 | 1 | 2
  /** Bit per process that the late pass still waits for. */
  readonly waiting: number
}

export interface Merge extends Passes {
  readonly survivor: string
  readonly loser: string
  readonly state: 'open' | 'closed' | 'split'
  readonly committedAt: number
  readonly barriersGiven: readonly string[]
  readonly unionsGiven: readonly Proof[]
  readonly byAdministrator: boolean
  /** No field of the journal: what was the loser's when it was merged, for the invariants. */
  readonly losers: readonly string[]
  /** No field of the journal either: what was the survivor's then. */
  readonly survivors: readonly string[]
}
