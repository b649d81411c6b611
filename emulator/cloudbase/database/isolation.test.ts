import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { type Entry, findAnomaly, type Step as HistoryStep } from './history.ts'
import { openNotes } from './testing.ts'

const IDS = ['a', 'b']
const CLIENTS = [0, 1, 2]

type Step =
  | { readonly do: 'begin' | 'commit' | 'abort'; readonly client: number }
  | {
      readonly do: 'read' | 'set' | 'remove' | 'insert' | 'increment'
      readonly client: number
      readonly id: string
    }
  | { readonly do: 'plain set' | 'plain remove' | 'plain increment'; readonly id: string }

const anyId = fc.constantFrom(...IDS)
const client = fc.constantFrom(...CLIENTS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('begin', 'commit', 'abort'), client }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('read', 'set', 'remove', 'insert', 'increment'),
      client,
      id: anyId,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('plain set', 'plain remove', 'plain increment'), id: anyId }),
  },
)

type Value = number | undefined

/** Snapshot isolation in the fewest words: a history of whole states, and who has written what since. */
class Model {
  readonly history: Map<string, Value>[] = [new Map()]
  readonly changedAt = new Map<string, number>()
  readonly open = new Map<number, { snapshot: number | undefined; writes: Map<string, Value> }>()

  get now() {
    return this.history.length - 1
  }

  holder(id: string) {
    return CLIENTS.find((client) => this.open.get(client)?.writes.has(id))
  }

  publish(writes: Map<string, Value>) {
    if (writes.size === 0) return
    this.history.push(new Map([...(this.history[this.now] ?? []), ...writes]))
    for (const id of writes.keys()) this.changedAt.set(id, this.now)
  }

  current(id: string): Value {
    return this.history[this.now]?.get(id)
  }

  /** What the client's step answers: a value, or why its transaction ended. */
  apply(
    step: Step & { client: number; id: string },
    value: number,
  ): Value | 'gone' | 'conflict' | 'duplicate' {
    const transaction = this.open.get(step.client)
    if (transaction === undefined) return 'gone'
    transaction.snapshot ??= this.now
    const { writes, snapshot } = transaction
    const seen = writes.has(step.id) ? writes.get(step.id) : this.history[snapshot]?.get(step.id)
    if (step.do === 'read') return seen
    if (step.do === 'insert' && seen !== undefined) return this.kill(step.client, 'duplicate')
    if (seen === undefined && (step.do === 'remove' || step.do === 'increment')) return 0
    const other = this.holder(step.id)
    const late = !writes.has(step.id) && (this.changedAt.get(step.id) ?? 0) > snapshot
    if ((other !== undefined && other !== step.client) || late) return this.kill(step.client, 'conflict')
    writes.set(step.id, step.do === 'remove' ? undefined : step.do === 'increment' ? (seen ?? 0) + 1 : value)
    return 1
  }

  kill<Reason>(client: number, reason: Reason): Reason {
    this.open.delete(client)
    return reason
  }
}

const numberIn = (document: unknown): Value =>
  typeof document === 'object' && document !== null && 'n' in document ? Number(document.n) : undefined

const reasonOf = (error: unknown) => {
  const text = error instanceof Error ? error.message : ''
  if (text.includes('TransactionConflict')) return 'conflict'
  if (text.includes('TransactionNotExist')) return 'gone'
  return text.includes('E11000') ? 'duplicate' : text
}

async function play(steps: readonly Step[]) {
  const notes = openNotes()
  const model = new Model()
  const ids = new Map<number, string>()
  const waiting: Promise<unknown>[] = []
  const delayed: { id: string; change: () => void }[] = []

  const settle = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    for (const one of delayed.splice(0)) {
      if (model.holder(one.id) === undefined) one.change()
      else delayed.push(one)
    }
  }

  for (const [value, step] of steps.entries()) {
    if (!('client' in step)) {
      const { id } = step
      const request =
        step.do === 'plain set'
          ? notes.set(id, { n: value })
          : step.do === 'plain remove'
            ? notes.remove(id)
            : notes.update(id, { $inc: { n: 1 } })
      waiting.push(request)
      const change = () => {
        const before = model.current(id)
        if (step.do === 'plain set') model.publish(new Map([[id, value]]))
        else if (before !== undefined)
          model.publish(new Map([[id, step.do === 'plain remove' ? undefined : before + 1]]))
      }
      // A plain write that finds no committed document has nothing to wait for.
      if (model.current(id) === undefined && step.do !== 'plain set') change()
      else delayed.push({ id, change })
    } else if ('id' in step) {
      const t = ids.get(step.client) ?? 'none'
      const expected = model.apply(step, value)
      const run = async (): Promise<unknown> => {
        if (step.do === 'read') return numberIn(await notes.get(step.id, t))
        if (step.do === 'insert') return Array(await notes.insert([{ _id: step.id, n: value }], t)).length
        if (step.do === 'remove') return (await notes.remove(step.id, t))['deleted']
        if (step.do === 'increment') return (await notes.update(step.id, { $inc: { n: 1 } }, t))['updated']
        const { updated, upsert_id } = await notes.set(step.id, { n: value }, t)
        return Number(updated) + (upsert_id === null ? 0 : 1)
      }
      expect(await run().catch(reasonOf)).toBe(expected)
    } else if (step.do === 'begin') {
      if (!model.open.has(step.client)) {
        model.open.set(step.client, { snapshot: undefined, writes: new Map() })
        ids.set(step.client, await notes.begin())
      }
    } else {
      const transaction = model.open.get(step.client)
      const end = step.do === 'commit' ? notes.commit : notes.abort
      const answer = await end(ids.get(step.client) ?? 'none').then(() => 'done', reasonOf)
      expect(answer).toBe(transaction === undefined ? 'gone' : 'done')
      model.open.delete(step.client)
      if (transaction !== undefined && step.do === 'commit') model.publish(transaction.writes)
    }
    await settle()
    for (const id of IDS) expect(numberIn(await notes.get(id))).toBe(model.current(id))
  }

  for (const client of CLIENTS) {
    const t = ids.get(client)
    if (model.open.delete(client) && t !== undefined) await notes.abort(t)
  }
  await settle()
  await Promise.all(waiting)
  for (const id of IDS) expect(numberIn(await notes.get(id))).toBe(model.current(id))
}

it('any interleaving of transactions and plain writes is snapshot isolation with the first writer winning', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), play), { numRuns: 150 })
}, 60_000)

const KEYS = ['x', 'y', 'z']

interface Program {
  readonly transaction: boolean
  readonly commit: boolean
  readonly steps: readonly { readonly do: 'read' | 'append'; readonly key: string }[]
}

const program: fc.Arbitrary<Program> = fc.record({
  transaction: fc.boolean(),
  commit: fc.constantFrom(true, true, true, false),
  steps: fc.array(
    fc.record({ do: fc.constantFrom('read' as const, 'append' as const), key: fc.constantFrom(...KEYS) }),
    { minLength: 1, maxLength: 5 },
  ),
})

const ListSchema = v.object({ list: v.array(v.string()) })

/** Runs a program against the service and records what it saw; a conflict ends it as an abort does. */
async function record(
  notes: ReturnType<typeof openNotes>,
  name: string,
  { transaction, commit, steps }: Program,
  turn: () => Promise<void>,
  tick: () => number,
): Promise<Entry[]> {
  const t = transaction ? await notes.begin() : undefined
  const seen: Entry[] = []
  const done: HistoryStep[] = []
  const first = tick()
  for (const [at, { do: kind, key }] of steps.entries()) {
    await turn()
    const began = tick()
    const token = `${name}.${at}`
    try {
      if (kind === 'append') {
        await notes.update(key, { $push: { list: token } }, t)
        done.push({ do: 'append', key, token })
      } else done.push({ do: 'read', key, list: v.parse(ListSchema, await notes.get(key, t)).list })
    } catch (error) {
      expect(reasonOf(error)).toBe('conflict')
      // What a refused write would have left may not show up either.
      const steps: HistoryStep[] = kind === 'append' ? [...done, { do: 'append', key, token }] : done
      return [{ name, began: first, ended: tick(), committed: false, steps }]
    }
    if (t === undefined) {
      seen.push({ name: token, began, ended: tick(), committed: true, steps: done.splice(0) })
    }
  }
  if (t === undefined) return seen
  await turn()
  await (commit ? notes.commit(t) : notes.abort(t))
  return [{ name, began: first, ended: tick(), committed: commit, steps: done }]
}

it('histories of concurrent transactions and plain operations are snapshot isolated', async () => {
  const outcomes = { committed: 0, aborted: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(program, { minLength: 2, maxLength: 6 }),
      fc.scheduler(),
      async (programs, scheduler) => {
        const notes = openNotes()
        await notes.insert(KEYS.map((_id) => ({ _id, list: [] })))
        let time = 0
        const tick = () => {
          time += 1
          return time
        }
        const running = programs.map((one, at) =>
          record(notes, `T${at}`, one, () => scheduler.schedule(Promise.resolve()), tick),
        )
        const all = Promise.all(running)
        await scheduler.waitFor(all)
        const history = (await all).flat()
        const final = new Map<string, readonly string[]>()
        for (const key of KEYS) final.set(key, v.parse(ListSchema, await notes.get(key)).list)
        expect(findAnomaly(history, final)).toBe(undefined)
        for (const { committed } of history) outcomes[committed ? 'committed' : 'aborted'] += 1
      },
    ),
    { numRuns: 200 },
  )
  // Histories without conflicts would show nothing.
  expect(outcomes.aborted).toBeGreaterThan(50)
  expect(outcomes.committed).toBeGreaterThan(200)
}, 60_000)
