import { describe, expect, it } from 'vitest'
import type { CallMessage } from './instance/messages.ts'
import type { Outcome } from './instance.ts'
import type { Pool, PooledInstance, PoolOptions } from './pool.ts'
import { createPool } from './pool.ts'

/** A call that a pool has given to an instance. */
interface Served {
  readonly key: string
  readonly text: string
  readonly answer: (outcome?: Outcome) => void
  readonly kill: () => void
}

/** A pool over instances that answer when the test says so, and a clock that the test moves. */
const poolOf = (options: Partial<PoolOptions> = {}) => {
  const started: string[] = []
  const ended: string[] = []
  const served: Served[] = []
  const timers = new Set<{ readonly ms: number; readonly run: () => void }>()
  const start = async (): Promise<PooledInstance> => {
    const key = `i${started.length + 1}`
    started.push(key)
    let alive = true
    return {
      key,
      instance: {
        alive: () => alive,
        call: (call) =>
          new Promise((resolve) =>
            served.push({
              key,
              text: call.event,
              answer: (outcome = { result: '1' }) => resolve(outcome),
              kill: () => {
                alive = false
                resolve({ failure: { kind: 'instance-ended', reason: 'killed' } })
              },
            }),
          ),
        end: async () => {
          alive = false
          ended.push(key)
        },
      },
    }
  }
  const pool: Pool = createPool({
    name: 'f',
    start,
    usual: 2,
    most: 4,
    idleMs: 1_000,
    spareAfterMs: undefined,
    later: (ms, run) => {
      const timer = { ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    ...options,
  })
  const message = (text: string): CallMessage => ({
    id: 0,
    event: text,
    environment: {},
    context: {} as never,
  })
  const call = (text: string, recursive = false) =>
    pool.run({ message: () => message(text), timeoutSeconds: 1, recursive })
  /** Lets everything run that waits for nothing but its turn. */
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const pass = async (ms: number): Promise<void> => {
    for (const timer of [...timers].filter((one) => one.ms <= ms)) {
      timers.delete(timer)
      timer.run()
    }
    await turn()
  }
  return { pool, call, served, started, ended, turn, pass }
}

describe('calls', () => {
  it('wait in the order in which they came', async () => {
    const { call, served, turn, started } = poolOf()
    for (const text of ['a', 'b', 'c', 'd']) void call(text)
    await turn()
    expect(served.map(({ text }) => text)).toEqual(['a', 'b'])
    served[1]?.answer()
    await turn()
    served[0]?.answer()
    await turn()
    expect(served.map(({ text, key }) => `${text}${key}`)).toEqual(['ai1', 'bi2', 'ci2', 'di1'])
    expect(started).toHaveLength(2)
  })

  it('are cold when an instance was started for them', async () => {
    const { call, served, turn } = poolOf()
    const first = call('a')
    await turn()
    served[0]?.answer()
    expect(await first).toEqual({ outcome: { result: '1' }, cold: true })
    const second = call('b')
    await turn()
    served[1]?.answer()
    expect((await second).cold).toBe(false)
  })

  it('get a new instance when one has died', async () => {
    const { call, served, turn, started } = poolOf()
    void call('a')
    await turn()
    served[0]?.kill()
    await turn()
    void call('b')
    await turn()
    expect(started).toEqual(['i1', 'i2'])
    expect(served[1]?.key).toBe('i2')
  })
})

describe('functions that call themselves', () => {
  it('get more instances while every one waits, then a refusal, and go back to the usual number', async () => {
    const { pool, call, served, turn, ended } = poolOf()
    const calls = []
    const done = []
    for (let depth = 0; depth < 4; depth += 1) {
      calls.push(call(String(depth), depth > 0))
      await turn()
      done.push(pool.waits(`i${depth + 1}`))
    }
    expect(served).toHaveLength(4)
    expect((await call('too deep', true)).outcome).toEqual({
      failure: { kind: 'too-many-instances', name: 'f' },
    })
    for (const [depth, { answer }] of served.entries()) {
      done[depth]?.()
      answer()
    }
    await Promise.all(calls)
    await turn()
    expect(ended).toHaveLength(2)
  })

  it('let a caller who is not among them wait', async () => {
    const { pool, call, served, turn } = poolOf({ most: 2 })
    void call('a')
    void call('b')
    await turn()
    pool.waits('i1')
    pool.waits('i2')
    const third = call('c')
    await turn()
    served[0]?.answer()
    await turn()
    served[2]?.answer()
    expect((await third).outcome).toEqual({ result: '1' })
  })

  it('are seen when the last instance begins to wait after the call has queued', async () => {
    const { pool, call, served, turn } = poolOf()
    void call('a')
    void call('b')
    await turn()
    pool.waits('i1')
    void call('a in a', true)
    await turn()
    expect(served).toHaveLength(2)
    pool.waits('i2')
    await turn()
    expect(served.map(({ text }) => text)).toEqual(['a', 'b', 'a in a'])
  })
})

describe('instances', () => {
  it('end when nobody called for long', async () => {
    const { call, served, turn, pass, ended } = poolOf()
    void call('a')
    await turn()
    await pass(1_000)
    expect(ended).toEqual([])
    served[0]?.answer()
    await turn()
    await pass(1_000)
    expect(ended).toEqual(['i1'])
  })

  it('have one spare, started when it is quiet', async () => {
    const { call, served, turn, pass, started } = poolOf({ spareAfterMs: 100 })
    void call('a')
    await turn()
    await pass(100)
    expect(started).toEqual(['i1'])
    served[0]?.answer()
    await turn()
    await pass(100)
    expect(started).toEqual(['i1', 'i2'])
    const both = [call('b'), call('c')]
    await turn()
    served[1]?.answer()
    served[2]?.answer()
    expect((await Promise.all(both)).map(({ cold }) => cold)).toEqual([false, false])
    await turn()
    await pass(100)
    expect(started).toEqual(['i1', 'i2'])
  })

  it('of code that was replaced serve no new call, and end after theirs', async () => {
    const { pool, call, served, turn, ended } = poolOf()
    void call('a')
    await turn()
    pool.retire()
    void call('b')
    await turn()
    expect(served.map(({ text, key }) => `${text}${key}`)).toEqual(['ai1', 'bi2'])
    expect(ended).toEqual([])
    served[0]?.answer()
    await turn()
    expect(ended).toEqual(['i1'])
  })
})
