import type { Identity, Merge, Proof, Union } from './documents.ts'

export interface Claim {
  readonly to: 'claim'
  readonly userId: string
  /** Length of the identity's unions; undefined when it has proved this one already. */
  readonly unions: number | undefined
}

export interface MergePlan {
  readonly to: 'merge'
  readonly survivor: string
  readonly loser: string
  readonly survivorVersion: number
  readonly loserVersion: number
  /** The union as decided upon, and whose it was; none when an administrator merges. */
  readonly union: { readonly id: string; readonly userId: string } | undefined
  readonly unions: number | undefined
}

/** What a pass over the loser's documents is part of. */
export type RePointFor =
  | { readonly by: 'merger'; readonly unions: number | undefined }
  | { readonly by: 'job'; readonly late: boolean }

interface At<Request extends string> {
  readonly at: Request
  /** When its evidence was observed, or when it read last: what it writes as `firstSeen`. */
  readonly observed: number
}

/** A login that has decided to write, and for whom. `unions` is the length of the identity's, if it is to be marked. */
interface Writing<Request extends string> extends At<Request> {
  readonly userId: string
  readonly unions: number | undefined
}

export type Read = At<'read'>
export type Join = At<'join'> & { readonly identity: Identity | undefined; readonly union: Union | undefined }
/** A key that was read with a user that is gone. */
export interface StalePointer {
  readonly id: string
  readonly from: string
  /** Undefined: the user was deleted, and the key goes with it. */
  readonly to: string | undefined
  /** What it is stamped with; undefined when it was read with a stamp. */
  readonly stamp: string | undefined
}
export type Heal = At<'heal'> & { readonly pointers: readonly StalePointer[] }
export type InsertUser = At<'insert-user'>
export type InsertKeys = At<'insert-keys'> & { readonly userId: string }
export type InsertIdentity = At<'insert-identity'> & { readonly userId: string }
export type Holdings = At<'holdings'> & { readonly asker: string; readonly plan: Claim | MergePlan }
export type Hold = Writing<'hold'> & { readonly version: number }
export type InsertUnion = Writing<'insert-union'>
export type Mark = Writing<'mark'>
export type Begin = At<'begin'> & { readonly plan: MergePlan }
export type Commit = At<'commit'> & { readonly plan: MergePlan; readonly seen: Seen }
export type RePoint = At<'re-point' | 're-point-stamped'> & {
  readonly mergeId: string
  readonly loser: string
  readonly survivor: string
  readonly part: RePointFor
}
export interface SplitCommit {
  readonly at: 'split-commit'
  readonly mergeId: string
  readonly seen: Seen
  readonly merge: Merge
}
/** The job of a merge has read the journal, and asks who the survivor has become. */
export interface Follow {
  readonly at: 'follow'
  readonly mergeId: string
  readonly late: boolean
}
/** The journal says how far the job has got. */
export interface Note {
  readonly at: 'note'
  readonly mergeId: string
  readonly late: boolean
}
/** Whose pass over the survivor's documents it is: the split's own, or the first or a late one of the job. */
export type SplitPass = 'own' | 'first' | 'late'
export interface SplitRead {
  readonly at: 'split-read'
  readonly mergeId: string
  readonly pass: SplitPass
}
/** Documents on their way back, the claims of their unions first. */
export interface Return {
  readonly at: 'claim-loser' | 'claim-survivor' | 'return-own' | 'return-other'
  readonly mergeId: string
  readonly pass: SplitPass
  /** Ids of the documents. */
  readonly going: readonly string[]
  /** Unions whose claims have not gone yet. */
  readonly claims: readonly Proof[]
}
/** What a job writes down after the last pass of a split. */
export interface Settle {
  readonly at: 'settle-survivor' | 'settle-loser' | 'settle-journal'
  readonly mergeId: string
}
/** The job says how far it has got. */
export interface HandBack {
  readonly at: 'hand-back'
  readonly of: 'merge' | 'split' | 'erasure'
  readonly id: string
  /** It was the last pass. */
  readonly last: boolean
}
export interface ChangeUser {
  readonly at: 'request-deletion' | 'delete'
  readonly userId: string
  readonly version: number
}
export interface Erase {
  readonly at: 'erase' | 'erase-users'
  readonly userId: string
  readonly late: boolean
}
export interface Done {
  readonly at: 'done'
  readonly answer: string | undefined
  readonly conflict: string | undefined
  /** It was answered with an account that was deleted when its users were read. */
  readonly deleted?: true
}

/** One running call: which request it sends next, and what it remembers. */
export type Process =
  | { readonly at: 'start' | 'dead' }
  | Read
  | Join
  | Heal
  | InsertUser
  | InsertKeys
  | InsertIdentity
  | Holdings
  | Hold
  | InsertUnion
  | Mark
  | Begin
  | Commit
  | RePoint
  | SplitCommit
  | Follow
  | Note
  | SplitRead
  | Return
  | Settle
  | HandBack
  | ChangeUser
  | Erase
  | Done

/** Versions of both users and the union's owner and stamp, as the transaction's snapshot shows them. */
export type Seen = readonly (string | number | undefined)[]

/** What became of a request. */
export type Result = 'ok' | 'duplicate' | 'changed' | 'conflict' | 'lost' | 'never-sent'
