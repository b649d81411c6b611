/**
 * Drives the model along a recorded run of the real code, one recorded request at a time, and says after each what
 * the model has stored. It throws where the recording has a request or a result that the model does not allow.
 *
 * A recording is the calls (process n is calls[n]) and what the database was asked, in the order in which it carried
 * the requests out. One entry per request:
 * - login: `read` (the aggregate of keys and users), `heal`, `insert-user` (with `userId` and `createdAt`),
 *   `insert-keys`, `insert-identity`, `hold` (the user says what it claims), `holdings` (the query that a model
 *   `without: ['users hold their unions']` makes instead), `insert-union`, `mark`
 * - merge: `begin`, `get`, `write`, `commit`; then `re-point` (documents without a stamp) and `re-point-stamped`
 * - split: `begin`, `get`, `write`, `commit`, then `split-read` (the documents of both), and if any go back
 *   `claim-loser` and `claim-survivor` for each union, `return-own` (stamped by this merge) and `return-other`
 * - wish to be deleted: `get`, `request-deletion`
 * - job, for each pass a `get` with `merge` or `userId`, what it takes up. Of a merge: `follow`, `re-point`,
 *   `re-point-stamped`, `note`. Of a split: `split-read` and so on, after the last pass `settle-survivor`, `settle-loser`,
 *   `settle-journal`. Of a deletion: `delete`, `erase` (keys), `erase-users` (tombstones). Then `hand-back`
 * - `lift`, with `merge`
 * - `other`: anything else (lastSeen, audit, progress); the model passes over it. `end`: the call is over.
 *
 * `result` is `ok`; `duplicate` of an insert; `changed` of a compare-and-set that matched nothing, or of a transaction
 * that did not find what was decided upon; `conflict` of a transaction that lost; `lost` when it was carried out and
 * nobody heard of it (`half`: an insert of two that stopped after the first); `never-sent`, after which the process is
 * dead. A process that is recorded again after `lost` starts again from its read. The snapshot of a transaction is its
 * first `get`, which tells whether it finds what was decided upon.
 */
import { again } from './login.ts'
import type { Outcome } from './outcome.ts'
import type { Process, Result } from './process.ts'
import { request, withProcess } from './requests.ts'
import type { Rule } from './rules.ts'
import type { Proof, State, User } from './state.ts'
import { identityId, isRunning, resolve, userIn } from './state.ts'
import type { Call, World } from './world.ts'
import { beginningOf } from './world.ts'

export interface Recorded {
  readonly process: number
  readonly request: string
  readonly result: Result
  readonly half?: true
  readonly userId?: string
  readonly createdAt?: number
  /** The merge that is split, lifted or worked on by a job: `m:<loser>@<the loser's version when it was merged>`. */
  readonly merge?: string
  /** Of a `hand-back`: the job could not finish a split, because nobody has been told of its merge yet. */
  readonly early?: true
  /** Of a `get` that takes up a split: whether it is for a late pass. */
  readonly late?: boolean
}

export interface Recording {
  readonly calls: readonly Call[]
  readonly requests: readonly Recorded[]
  readonly without?: readonly Rule[]
}

/** What is stored, sorted. Users that nothing has ever pointed at are left out: the code sweeps them. */
export interface Stored {
  readonly users: readonly (Pick<
    User,
    'status' | 'version' | 'unions' | 'barriers' | 'splitting' | 'deletionPending'
  > & {
    readonly id: string
    readonly mergedInto?: string
  })[]
  readonly identities: readonly {
    readonly app: string
    readonly user: string
    readonly unions: readonly Proof[]
    readonly stamp?: string
  }[]
  readonly unions: readonly {
    readonly platform: string
    readonly unionid: string
    readonly user: string
    readonly stamp?: string
  }[]
  /** Of those whose account is not deleted. */
  readonly journals: readonly {
    readonly id: string
    readonly survivor: string
    readonly loser: string
    readonly state: string
  }[]
}

const TRANSACTION: ReadonlySet<string> = new Set(['begin', 'get', 'write', 'commit'])

export const byText = (a: string, b: string): number => (a < b ? -1 : 1)
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => byText(a, b)

export const sorted = <T>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => byText(JSON.stringify(a), JSON.stringify(b)))

const isGone = (state: State, userId: string): boolean =>
  userIn(state, userId).status === 'deleted' || userIn(state, resolve(state, userId)).status === 'deleted'

export const storedIn = (state: State): Stored => {
  const documents = Object.entries(state.documents).sort(byKey)
  const owners = new Set(documents.map(([, { userId }]) => userId))
  return {
    users: Object.entries(state.users)
      .filter(([id, { version }]) => version > 1 || owners.has(id))
      .sort(byKey)
      .map(([id, { status, mergedInto, version, unions, barriers, splitting, deletionPending }]) => ({
        id,
        status,
        version,
        ...(status === 'merged' && mergedInto !== undefined && { mergedInto }),
        unions: sorted(unions),
        barriers: barriers.toSorted(),
        splitting,
        deletionPending,
      })),
    identities: documents.flatMap(([id, one]) =>
      one.kind === 'identity'
        ? [
            {
              app: id.slice(identityId('').length),
              user: one.userId,
              unions: one.unions,
              ...(one.stamp !== undefined && { stamp: one.stamp }),
            },
          ]
        : [],
    ),
    unions: documents.flatMap(([, one]) =>
      one.kind === 'union'
        ? [
            {
              platform: one.platform,
              unionid: one.unionid,
              user: one.userId,
              ...(one.stamp !== undefined && { stamp: one.stamp }),
            },
          ]
        : [],
    ),
    journals: Object.entries(state.merges)
      .sort(byKey)
      .filter(([, { survivor, loser }]) => !isGone(state, survivor) && !isGone(state, loser))
      .map(([id, { survivor, loser, state: journal }]) => ({ id, survivor, loser, state: journal })),
  }
}

/** The user that was just inserted gets the name and the time that were recorded. */
const named = (outcome: Outcome, { userId, createdAt }: Recorded): Outcome => {
  const { state, process } = outcome
  if (process.at !== 'insert-keys') return outcome
  const { [process.userId]: user, ...others } = state.users
  if (user === undefined) return outcome
  const id = userId ?? process.userId
  const users = { ...others, [id]: { ...user, createdAt: createdAt ?? user.createdAt } }
  return { ...outcome, state: { ...state, users }, process: { ...process, userId: id } }
}

const isAbout = ({ merge, userId }: Recorded, { process, lifted }: Outcome): boolean => {
  if (merge !== undefined) return merge === lifted || ('mergeId' in process && process.mergeId === merge)
  return userId === undefined || ('userId' in process && process.userId === userId)
}

/**
 * A split that was asked for twice has two jobs, each of which begins with a first pass: the model has one, and thinks
 * that the second comes late.
 */
const firstPass = (state: State, { request: name, result, merge, late }: Recorded): Outcome | undefined => {
  if (name !== 'get' || merge === undefined || late !== false || state.merges[merge]?.state !== 'split')
    return undefined
  return { request: name, result, state, process: { at: 'split-read', mergeId: merge, pass: 'first' } }
}

/** Where a job goes on that the model knows to be elsewhere: it takes up one thing after another, and comes early. */
const resumed = (call: Call, process: Process, { early }: Recorded): Process => {
  if (call.does === 'job' && process.at === 'done') return { at: 'start' }
  if (early !== true || process.at !== 'settle-survivor') return process
  return { at: 'hand-back', of: 'split', id: process.mergeId, last: false }
}

const startAgain = (process: Process): Process => ('observed' in process ? again(process) : { at: 'start' })

/** What became of one recorded request, or undefined when the model has nothing to do for it. */
const follow = (
  world: World,
  state: State,
  recorded: Recorded,
  next: Recorded | undefined,
): Outcome | undefined => {
  const call = world.calls[recorded.process]
  const process = state.processes[recorded.process]
  if (call === undefined || process === undefined) throw new Error(`no process ${recorded.process}`)
  const { request: name, result } = recorded
  if (result === 'never-sent') return { request: name, result, state, process: { at: 'dead' } }
  if (name === 'other') return undefined
  if (name === 'end') {
    if (isRunning(process)) throw new Error(`${recorded.process} is over, and the model is at ${process.at}`)
    return undefined
  }
  if (TRANSACTION.has(name) && (result === 'changed' || result === 'conflict')) {
    const carriedOn = request(world, state, call, process).find(
      (one) => one.result === 'ok' && isAbout(recorded, one),
    )
    if (result === 'changed' && carriedOn !== undefined)
      throw new Error(
        `the model knows ${carriedOn.request}=ok here, not ${name}=changed of ${recorded.process}`,
      )
    return { request: name, result, state, process: startAgain(process) }
  }
  if (name === 'begin' && next?.request !== 'commit') return undefined
  const begun = process.at === 'commit' || process.at === 'split-commit'
  if (begun && (name === 'get' || name === 'write')) return undefined
  const first = firstPass(state, recorded)
  if (first !== undefined) return first
  const at = resumed(call, process, recorded)
  const outcomes = request(world, state, call, at).filter((one) => isAbout(recorded, named(one, recorded)))
  const wanted = outcomes.find(
    (one) => one.result === (recorded.half ? 'lost' : result === 'lost' ? 'ok' : result),
  )
  const same = wanted?.request === name || (name === 'get' && wanted?.request === 'begin')
  if (wanted === undefined || !same) {
    const allowed = outcomes.map((one) => `${one.request}=${one.result}`).join(', ')
    throw new Error(
      `the model knows ${allowed || 'nothing'} here, not ${name}=${result} of ${recorded.process}`,
    )
  }
  const carriedOut = named(wanted, recorded)
  if (result !== 'lost') return carriedOut
  return { ...carriedOut, process: next === undefined ? { at: 'dead' } : startAgain(process) }
}

/** What the model has stored after each request of a recording. */
export const replay = ({ calls, requests, without = [] }: Recording): readonly Stored[] => {
  const world: World = { calls, apps: {}, faults: 0, without }
  let state = beginningOf(world)
  return requests.map((recorded, index) => {
    const next = requests.slice(index + 1).find(({ process }) => process === recorded.process)
    const outcome = follow(world, state, recorded, next)
    if (outcome !== undefined) state = withProcess(outcome.state, recorded.process, outcome.process)
    const process = state.processes[recorded.process]
    // A recording has one request for keys and users; a schedule of the exploration has two.
    if (process?.at === 'join' && next?.request !== 'join') {
      const join = { ...recorded, request: 'join', result: 'ok' } as const
      const joined = follow(world, state, join, next)
      if (joined !== undefined) state = withProcess(joined.state, recorded.process, joined.process)
    }
    return storedIn(state)
  })
}
