import { accountOf, deleteUser, erase, eraseBegin, eraseUsers, requestDeletion } from './erase.ts'
import { due, follow, handBack, jobBegin, lift } from './jobs.ts'
import * as login from './login.ts'
import { begin, commit, note, rePoint } from './merge.ts'
import type { Outcome } from './outcome.ts'
import type { Process } from './process.ts'
import { returnDocuments, settle, splitBegin, splitCommit, splitRead, splittable } from './split.ts'
import type { Passes, Records, State } from './state.ts'
import { isRunning } from './state.ts'
import type { Call, Login, World } from './world.ts'
import { keeps } from './world.ts'

/** Requests that only read: to die before one is to die before the next write. */
const READS: ReadonlySet<Process['at']> = new Set([
  'start',
  'read',
  'join',
  'holdings',
  'begin',
  'split-read',
  'follow',
])

/** Writes after which a login that heard nothing starts again. */
const REPEATED: ReadonlySet<Process['at']> = new Set([
  'heal',
  'hold',
  'insert-keys',
  'insert-identity',
  'insert-union',
  'mark',
  'commit',
])

const started = (world: World, state: State, call: Call): readonly Outcome[] => {
  switch (call.does) {
    case 'login':
      return login.read(state, call, state.clock)
    case 'split':
      return splitBegin(world, state)
    case 'erase':
      return eraseBegin(state, call.app)
    case 'job':
      return jobBegin(world, state)
    case 'lift':
      return lift(state)
  }
}

const continued = (world: World, state: State, call: Login, process: Process): readonly Outcome[] => {
  switch (process.at) {
    case 'read':
      return login.read(state, call, keeps(world, 'first seen when read') ? state.clock : process.observed)
    case 'join':
      return login.join(world, state, call, process)
    case 'heal':
      return login.heal(state, process)
    case 'insert-user':
      return login.insertUser(world, state, call, process)
    case 'insert-keys':
      return login.insertKeys(state, call, process)
    case 'insert-identity':
      return login.insertIdentity(state, call, process)
    case 'holdings':
      return login.holdings(world, state, call, process)
    case 'hold':
      return login.hold(state, call, process)
    case 'insert-union':
      return login.insertUnion(world, state, call, process)
    case 'mark':
      return login.mark(world, state, call, process)
    case 'begin':
      return begin(world, state, process)
    case 'commit':
      return commit(world, state, process)
    case 're-point':
    case 're-point-stamped':
      return rePoint(world, state, call, process)
    default:
      throw new Error(`no request of a login: ${process.at}`)
  }
}

const other = (world: World, state: State, process: Process): readonly Outcome[] => {
  switch (process.at) {
    case 're-point':
    case 're-point-stamped':
      return rePoint(world, state, undefined, process)
    case 'split-commit':
      return splitCommit(world, state, process)
    case 'split-read':
      return splitRead(world, state, process)
    case 'claim-loser':
    case 'claim-survivor':
    case 'return-own':
    case 'return-other':
      return returnDocuments(world, state, process)
    case 'hand-back':
      return handBack(world, state, process)
    case 'settle-survivor':
    case 'settle-loser':
    case 'settle-journal':
      return settle(state, process)
    case 'follow':
      return follow(world, state, process)
    case 'note':
      return note(state, process)
    case 'request-deletion':
      return requestDeletion(state, process)
    case 'delete':
      return deleteUser(state, process)
    case 'erase':
      return erase(world, state, process)
    case 'erase-users':
      return eraseUsers(state, process)
    default:
      throw new Error(`no request of a job: ${process.at}`)
  }
}

/** Everything that the next request of a call can lead to, without faults. Cut-off inserts come as `lost`. */
export const request = (world: World, state: State, call: Call, process: Process): readonly Outcome[] => {
  if (process.at === 'start') return started(world, state, call)
  return call.does === 'login' ? continued(world, state, call, process) : other(world, state, process)
}

const hasEnded = (process: Process | undefined): boolean => process?.at === 'done' || process?.at === 'dead'

/** Whether a call has something to send. */
const canSend = (world: World, state: State, index: number, process: Process): boolean => {
  const call = world.calls[index]
  if (call === undefined || hasEnded(process)) return false
  if (process.at !== 'start') return true
  if (call.after?.some((one) => !hasEnded(state.processes[one])) === true) return false
  switch (call.does) {
    case 'login':
      return true
    case 'split':
      return splittable(world, state).length > 0
    case 'erase':
      return accountOf(state, call.app) !== undefined
    case 'job':
      return due(world, state).length > 0
    case 'lift':
      return Object.values(state.users).some(({ barriers }) => barriers.length > 0)
  }
}

const forgotten = <T extends Passes>(records: Records<T>, bit: number): Records<T> => {
  const entries = Object.entries(records)
  if (entries.every(([, { waiting }]) => (waiting & bit) === 0)) return records
  return Object.fromEntries(entries.map(([id, one]) => [id, { ...one, waiting: one.waiting & ~bit }]))
}

/** Nobody waits for a process that has ended. */
export const withProcess = (state: State, index: number, process: Process): State => {
  const processes = state.processes.with(index, process)
  if (isRunning(process)) return { ...state, processes }
  const merges = forgotten(state.merges, 1 << index)
  return { ...state, processes, merges, erasures: forgotten(state.erasures, 1 << index) }
}

/** One request of one process and what became of it: the edge of the graph that is explored. */
export interface Edge {
  readonly process: number
  readonly request: string
  readonly result: Outcome['result']
  readonly state: State
}

/** Everything that can happen next, faults included. */
export const edges = (world: World, state: State): readonly Edge[] => {
  const found: Edge[] = []
  const add = (index: number, { request: name, result, state: next, process }: Outcome, cost: number) => {
    const paid = { ...next, faults: next.faults - cost }
    found.push({ process: index, request: name, result, state: withProcess(paid, index, process) })
  }
  for (const [index, process] of state.processes.entries()) {
    const call = world.calls[index]
    if (call === undefined || !canSend(world, state, index, process)) continue
    for (const outcome of request(world, state, call, process)) {
      if (outcome.result !== 'lost') add(index, outcome, 0)
      else if (state.faults > 0) add(index, outcome, 1)
      if (state.faults === 0 || outcome.result !== 'ok' || call.does !== 'login') continue
      if (!REPEATED.has(process.at) || !('observed' in process)) continue
      add(index, { ...outcome, result: 'lost', process: login.again(process) }, 1)
    }
    if (state.faults === 0 || READS.has(process.at)) continue
    add(index, { request: process.at, result: 'never-sent', state, process: { at: 'dead' } }, 1)
  }
  return found
}
