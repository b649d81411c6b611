import type { Identity, Merge, Passes, Proof, Union, User } from './documents.ts'
import type { Process } from './process.ts'

export type { Identity, Merge, Passes, Proof, Union, User } from './documents.ts'

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
