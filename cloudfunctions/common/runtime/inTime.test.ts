import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTime } from './inTime.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const comingAfter = <Value>(ms: number, value: Value): Promise<Value> =>
  new Promise((resolve) => setTimeout(() => resolve(value), ms))

describe('a reply', () => {
  it('that comes in time is what it is, and leaves no timer behind', async () => {
    const reply = inTime(4_000, comingAfter(3_999, 'here'))
    await vi.advanceTimersByTimeAsync(3_999)
    expect(await reply).toBe('here')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that does not is an error that says how long was waited', async () => {
    const reply = inTime(4_000, comingAfter(4_001, 'late'))
    const outcome = expect(reply).rejects.toThrow('no answer within 4000 ms')
    await vi.advanceTimersByTimeAsync(4_000)
    await outcome
  })

  it('that is an error stays that error', async () => {
    await expect(inTime(4_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    expect(vi.getTimerCount()).toBe(0)
  })
})
