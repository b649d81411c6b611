import type fc from 'fast-check'
import * as v from 'valibot'
import {
  DuplicateKey,
  TransactionConflict,
  translated,
} from '../../cloudfunctions/common/store/databaseErrors.ts'
import type { Fate, Gate } from '../interleaving.ts'
import { CutOff } from '../interleaving.ts'
import type { Result } from '../model/process.ts'
import type { Recorded, Recording, Stored } from '../model/replay.ts'
import type { Call } from '../model/world.ts'
import type { StoreWorld } from '../storeWorld.ts'
import type { Asked } from './asked.ts'
import { askedBy, changedBy, touchedBy } from './asked.ts'
import type { Memory, Named } from './named.ts'
import { namedBy, newMemory } from './named.ts'
import type { MergeNames } from './stored.ts'
import { storedIn } from './stored.ts'
import { turnOf } from './turn.ts'

const CursorSchema = v.object({ pass: v.string() })

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** One recorded call: its process in the model, and what it has asked so far. */
interface Flow {
  readonly process: number
  readonly memory: Memory
  /** Where in the recording its last reads are. */
  readonly reads: { journal?: number; users?: number }
  /** Where its transaction has read first. */
  snapshot?: number | undefined
  transaction?: Rollback
  /** Documents that its transaction has written. */
  held: string[]
  sent: number
  over: boolean
}

interface Rollback {
  rollback(): Promise<unknown>
}

type Outcome = { readonly reply: unknown } | { readonly error: unknown }

const isTransaction = (reply: unknown): reply is Rollback =>
  typeof reply === 'object' && reply !== null && 'rollback' in reply && typeof reply.rollback === 'function'

const resultOf = ({ compares }: Named, reply: unknown): Result =>
  compares && changedBy(reply) === 0 ? 'changed' : 'ok'

const failureOf = (error: unknown): Result => {
  const known = translated('', error)
  if (known instanceof DuplicateKey) return 'duplicate'
  if (known instanceof TransactionConflict) return 'conflict'
  throw error
}

export interface Recorder {
  /** A gate for a new call: its requests happen when the scheduler says so, one at a time, and are recorded. */
  readonly gateOf: (
    call: Call,
    scheduler: fc.Scheduler,
    fates: readonly Fate[],
  ) => Gate & { readonly end: () => void }
  readonly recording: () => Recording
  /** What the database had after each of the recorded requests. */
  readonly stored: readonly Stored[]
}

/**
 * @param tick time goes on with every request
 * @param appNames the model's names of apps, by appid
 */
export const createRecorder = (
  world: StoreWorld,
  appNames: ReadonlyMap<string, string>,
  tick: () => void,
): Recorder => {
  const calls: Call[] = []
  const requests: Mutable<Recorded>[] = []
  const stored: Stored[] = []
  const names: MergeNames = new Map()
  const flows: Flow[] = []
  let ended: (() => void)[] = []

  const loserOf = (mergeId: string): unknown =>
    world.documents('merges').find(({ _id }) => _id === mergeId)?.['loser']

  const isLate = (id: string): boolean => {
    const job = world.documents('jobs').find(({ _id }) => _id === id)
    return job !== undefined && v.parse(CursorSchema, job['cursor']).pass === 'late'
  }

  const write = (recorded: Recorded): void => {
    requests.push(recorded)
    stored.push(storedIn(world, names, appNames))
  }

  /** What the open transaction of a call has asked since its snapshot. */
  const askedSince = ({ snapshot, process }: Flow): readonly Mutable<Recorded>[] =>
    snapshot === undefined ? [] : requests.slice(snapshot).filter((one) => one.process === process)

  /** A transaction that found something else than was decided upon has known since its snapshot. */
  const gaveUp = (flow: Flow): void => {
    const [snapshot, ...others] = askedSince(flow)
    if (snapshot !== undefined) snapshot.result = 'changed'
    for (const recorded of others) recorded.request = 'other'
  }

  const endTransaction = (flow: Flow): void => {
    flow.held = []
    flow.snapshot = undefined
    for (const wake of ended) wake()
    ended = []
  }

  const noteTransaction = (flow: Flow, { request }: Named, result: Result, asked: Asked): void => {
    if (request === 'get' && flow.snapshot === undefined) flow.snapshot = requests.length
    if (request === 'write' && result === 'ok') flow.held.push(...touchedBy(asked))
    if (request === 'rollback') gaveUp(flow)
    if (request === 'rollback' || request === 'commit' || result !== 'ok') endTransaction(flow)
  }

  const noteReads = (flow: Flow, asked: Asked, { reads = [] }: Named): void => {
    for (const { of, request, userId, mergeId, job } of reads) {
      const earlier = requests[flow.reads[of] ?? -1]
      if (earlier === undefined) throw new Error(`${request} was never read`)
      earlier.request = request
      if (userId !== undefined) earlier.userId = userId
      if (mergeId !== undefined) earlier.merge = names.get(mergeId) ?? mergeId
      if (job !== undefined) earlier.late = isLate(job)
    }
    const byId = '_id' in asked.where || asked.method === 'end'
    if (!byId || asked.inTransaction || !['get', 'end'].includes(asked.method)) return
    if (asked.collection === 'merges') flow.reads.journal = requests.length
    if (asked.collection === 'users' || asked.method === 'end') flow.reads.users = requests.length
  }

  const note = (flow: Flow, asked: Asked, reply: unknown, failed: Result | undefined): void => {
    const named = namedBy(asked, flow.memory, loserOf, reply)
    const { request, userId, createdAt, mergeId, early } = named
    const result = failed ?? resultOf(named, reply)
    noteReads(flow, asked, named)
    if (asked.inTransaction) noteTransaction(flow, named, result, asked)
    flow.memory.last = request
    write({
      process: flow.process,
      request: request === 'rollback' ? 'other' : request,
      result,
      ...(userId !== undefined && { userId }),
      ...(createdAt !== undefined && { createdAt }),
      ...(mergeId !== undefined && { merge: names.get(mergeId) ?? mergeId }),
      ...(early && { early }),
    })
  }

  /** A write beside a transaction waits for what the transaction has written. */
  const isHeld = (asked: Asked): boolean => {
    if (asked.inTransaction) return false
    const held = flows.flatMap((flow) => flow.held)
    return touchedBy(asked).some((one) => held.some((other) => other.startsWith(one)))
  }

  const carryOut = async (flow: Flow, asked: Asked, request: () => Promise<unknown>): Promise<Outcome> => {
    const outcome = await request().then(
      (reply): Outcome => ({ reply }),
      (error: unknown): Outcome => ({ error }),
    )
    if ('error' in outcome) note(flow, asked, undefined, failureOf(outcome.error))
    else note(flow, asked, outcome.reply, undefined)
    if ('reply' in outcome && isTransaction(outcome.reply)) flow.transaction = outcome.reply
    return outcome
  }

  /** The call is over; the platform ends the transaction that nobody will end. */
  const cut = async (flow: Flow): Promise<never> => {
    flow.over = true
    // Nobody will say any more what it has found.
    for (const recorded of askedSince(flow)) recorded.request = 'other'
    await flow.transaction?.rollback().catch(() => {})
    endTransaction(flow)
    write({ process: flow.process, request: 'other', result: 'never-sent' })
    throw new CutOff()
  }

  const inTurn = async (
    flow: Flow,
    asked: Asked,
    request: () => Promise<unknown>,
    fate: Fate,
  ): Promise<unknown> => {
    tick()
    if (fate === 'never sent') return cut(flow)
    const outcome = await carryOut(flow, asked, request)
    if (fate === 'reply lost') return cut(flow)
    if ('error' in outcome) throw outcome.error
    return outcome.reply
  }

  return {
    stored,
    recording: () => ({ calls, requests }),
    gateOf: (call, scheduler, fates) => {
      const process = calls.push(call) - 1
      const flow: Flow = { process, memory: newMemory(call.does), reads: {}, held: [], sent: 0, over: false }
      flows.push(flow)
      const gate: Gate = async (request, steps = []) => {
        if (flow.over) throw new CutOff()
        const asked = askedBy(steps)
        for (;;) {
          const giveBack = await turnOf(scheduler, `${process} ${asked.method}`)
          const fate = fates[flow.sent] ?? 'carried out'
          if (!isHeld(asked)) {
            flow.sent += 1
            return inTurn(flow, asked, request, fate).finally(giveBack)
          }
          const released = new Promise<void>((resolve) => ended.push(resolve))
          giveBack()
          await released
        }
      }
      const end = (): void => {
        if (!flow.over) write({ process, request: 'end', result: 'ok' })
      }
      return Object.assign(gate, { end })
    },
  }
}
