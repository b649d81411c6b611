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

export type Records<T> = Readonly<Record<string, T>>

export interface State {
  readonly users: Records<User>
  /** Identities `i:<app>` and unions `n:<platform>:<unionid>`. */
  readonly documents: Records<Identity | Union>
  readonly merges: Records<Merge>
  readonly erasures: Records<Passes>
  readonly processes: readonly Process[]
  /** Counts commits of merges: all that anybody compares times with. */
  readonly clock: number
  readonly usersCreated: number
  /** How many more faults may happen. */
  readonly faults: number
}

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

export interface Move {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly unstamp: boolean
}

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
export type Heal = At<'heal'> & {
  readonly id: string
  readonly from: string
  readonly to: string | undefined
  readonly mergeId: string | undefined
}
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
export interface SplitRead {
  readonly at: 'split-read'
  readonly mergeId: string
  readonly late: boolean
}
export interface MoveBack {
  readonly at: 'move-back'
  readonly mergeId: string
  readonly late: boolean
  readonly moves: readonly Move[]
}
export interface ChangeUser {
  readonly at: 'request-deletion' | 'delete'
  readonly userId: string
  readonly version: number
}
export interface Erase {
  readonly at: 'erase'
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
  | SplitRead
  | MoveBack
  | ChangeUser
  | Erase
  | Done

/** Versions of both users and the union's owner and stamp, as the transaction's snapshot shows them. */
export type Seen = readonly (string | number | undefined)[]

/** What became of a request. */
export type Result = 'ok' | 'duplicate' | 'changed' | 'conflict' | 'lost' | 'never-sent'

/** The state after one request of one process. */
export interface Outcome {
  readonly request: string
  readonly result: Result
  readonly state: State
  readonly process: Process
}

export const sameProof = (a: Proof, b: Proof): boolean =>
  a.platform === b.platform && a.epoch === b.epoch && a.unionid === b.unionid

export const identityId = (app: string): string => `i:${app}`
export const unionId = ({ platform, unionid }: Omit<Proof, 'epoch'>): string => `n:${platform}:${unionid}`

export const identityIn = (state: State, app: string): Identity | undefined => {
  const document = state.documents[identityId(app)]
  return document?.kind === 'identity' ? document : undefined
}

export const unionIn = (state: State, proof: Omit<Proof, 'epoch'>): Union | undefined => {
  const document = state.documents[unionId(proof)]
  return document?.kind === 'union' ? document : undefined
}

export const userIn = (state: State, userId: string): User => {
  const user = state.users[userId]
  if (user === undefined) throw new Error(`no user ${userId}`)
  return user
}

export const mergeIn = (state: State, mergeId: string): Merge => {
  const merge = state.merges[mergeId]
  if (merge === undefined) throw new Error(`no merge ${mergeId}`)
  return merge
}

/** The account that an id leads to. It may be deleted, but it is no tombstone. */
export const resolve = (state: State, userId: string): string => {
  const seen = new Set<string>()
  let at = userId
  for (;;) {
    if (seen.has(at)) throw new Error('alias cycle')
    seen.add(at)
    const next = userIn(state, at).mergedInto
    if (next === undefined) return at
    at = next
  }
}

export const putDocument = (state: State, id: string, document: Identity | Union): State => ({
  ...state,
  documents: { ...state.documents, [id]: document },
})

export const putUser = (state: State, userId: string, user: User): State => ({
  ...state,
  users: { ...state.users, [userId]: user },
})

export const putMerge = (state: State, mergeId: string, merge: Merge): State => ({
  ...state,
  merges: { ...state.merges, [mergeId]: merge },
})

/** Unknown ids are left alone. A document that comes back is a new one, so nobody remembers whose it was. */
export const removeDocuments = (state: State, gone: (document: Identity | Union) => boolean): State => {
  const entries = Object.entries(state.documents)
  const removed = entries.flatMap(([id, document]) => (gone(document) ? [id] : []))
  if (removed.length === 0) return state
  return {
    ...state,
    documents: Object.fromEntries(entries.filter(([, document]) => !gone(document))),
    merges: Object.fromEntries(
      Object.entries(state.merges).map(([id, merge]) => [
        id,
        {
          ...merge,
          losers: merge.losers.filter((one) => !removed.includes(one)),
          survivors: merge.survivors.filter((one) => !removed.includes(one)),
        },
      ]),
    ),
  }
}

export const isRunning = ({ at }: Process): boolean => at !== 'start' && at !== 'done' && at !== 'dead'

/** Bit per running process. */
export const running = (state: State): number =>
  state.processes.reduce((mask, process, index) => (isRunning(process) ? mask | (1 << index) : mask), 0)
