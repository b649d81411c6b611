import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { OneIdError } from '../cloudfunctions/common/base/errors.ts'
import { countRequest } from '../cloudfunctions/common/base/requestCount.ts'
import type { Invocation } from '../cloudfunctions/common/runtime/handler.ts'
import { defineMain } from '../cloudfunctions/common/runtime/handler.ts'

/** The line that every call of a function writes into the log. */

let out: MockInstance
let err: MockInstance
beforeEach(() => {
  out = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  err = vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => vi.restoreAllMocks())

let at = 1_000
const main = (answer: (invocation: Invocation) => Promise<unknown>) =>
  defineMain('shop', answer, () => (at += 7))
const written = (spy: MockInstance): readonly unknown[] =>
  spy.mock.calls.map(([line]): unknown => JSON.parse(String(line)))

describe('the line of a call', () => {
  it('says which function, what it noted, how many requests and how long', async () => {
    await main(async ({ note, ports }) => {
      note({ route: 'wx-context' })
      countRequest(ports.db)
      countRequest(ports.db)
    })({}, { request_id: 'r-1' })
    expect(written(out)).toEqual([
      { function: 'shop', requestId: 'r-1', route: 'wx-context', requests: 2, ms: 7 },
    ])
  })

  it('counts the requests of its own call only', async () => {
    const one = main(async ({ ports }) => countRequest(ports.db))
    await one({}, { request_id: 'r-1' })
    await one({}, { request_id: 'r-2' })
    expect(written(out)).toMatchObject([{ requests: 1 }, { requests: 1 }])
  })

  it('of everyday calls is written once in so many', async () => {
    const everyday = (oneIn: number) => main(async (call) => call.everyday(oneIn))({})
    // One in four billion: none of these.
    for (let call = 0; call < 50; call++) await everyday(2 ** 32)
    expect(written(out)).toEqual([])
    await everyday(1)
    expect(written(out)).toEqual([expect.not.objectContaining({ oneIn: 1 })])
  })

  it('of a call that fails is always written', async () => {
    const fails = main(async ({ everyday }) => {
      everyday(2 ** 32)
      throw new OneIdError('DATABASE_UNAVAILABLE', 'users')
    })
    expect(await fails({}, { request_id: 'r-1' })).toMatchObject({ ok: false, code: 'DATABASE_UNAVAILABLE' })
    expect(written(err)).toMatchObject([{ code: 'DATABASE_UNAVAILABLE', requests: 0, oneIn: 2 ** 32 }])
  })
})
