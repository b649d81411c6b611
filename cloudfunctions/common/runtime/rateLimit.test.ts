import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import type { RateLimiter } from './rateLimit.ts'
import { createRateLimiter, PAID_CALL } from './rateLimit.ts'

const LIMITS = { person: 120, address: 60, key: 6_000 }
const PATH = 'POST /account'

/** How long the caller has to wait, in ms; 0 if the call was let through. */
const waitOf = (call: () => void): number => {
  try {
    call()
    return 0
  } catch (error) {
    if (error instanceof OneIdError && error.code === 'RATE_LIMITED') return error.afterMs ?? Number.NaN
    throw error
  }
}

/** How many calls get through at one instant. */
const burst = (call: () => void): number => {
  let passed = 0
  while (waitOf(call) === 0) passed += 1
  return passed
}

const limiter = (callersAtMost?: number): RateLimiter => createRateLimiter(LIMITS, callersAtMost)

describe('what is let through', () => {
  it.each([
    ['person', 120, 500],
    ['address', 60, 1_000],
    ['key', 6_000, 10],
  ] as const)('%s: %i at once, then one every %i ms', (kind, atOnce, everyMs) => {
    const limits = limiter()
    const call = (now: number) => () => limits[kind]('one', PATH, now)
    expect(burst(call(0))).toBe(atOnce)
    expect(waitOf(call(0))).toBe(everyMs)
    expect(waitOf(call(everyMs - 1))).toBe(1)
    expect(waitOf(call(everyMs))).toBe(0)
    expect(waitOf(call(everyMs))).toBe(everyMs)
  })

  it('whom WeChat vouches for is counted as a person of the app', () => {
    const limits = limiter()
    expect(burst(() => limits.caller({ appid: 'wx1', openid: 'o1' }, PATH, 0))).toBe(120)
    expect(waitOf(() => limits.person('wx1 o1', PATH, 0))).toBe(500)
    expect(waitOf(() => limits.caller({ appid: 'wx2', openid: 'o1' }, PATH, 0))).toBe(0)
  })

  it('never more than a minute of it, however long nobody called', () => {
    const limits = limiter()
    limits.person('alice', PATH, 0)
    expect(burst(() => limits.person('alice', PATH, 86_400_000))).toBe(120)
  })

  it('a refused call costs nothing, and is told when it may come again', () => {
    const limits = limiter()
    burst(() => limits.address('192.0.2.1', PATH, 0))
    for (let n = 0; n < 100; n++) expect(waitOf(() => limits.address('192.0.2.1', PATH, 400))).toBe(600)
    expect(waitOf(() => limits.address('192.0.2.1', PATH, 1_000))).toBe(0)
  })

  it('who asks at every millisecond until then is let through when it was said', () => {
    for (const address of [7, 60, 97, 600]) {
      const limits = createRateLimiter({ ...LIMITS, address })
      burst(() => limits.address('192.0.2.1', PATH, 0))
      const due = waitOf(() => limits.address('192.0.2.1', PATH, 0))
      for (let now = 1; now < due; now++)
        expect(waitOf(() => limits.address('192.0.2.1', PATH, now))).toBe(due - now)
      expect(waitOf(() => limits.address('192.0.2.1', PATH, due))).toBe(0)
    }
  })

  it('a paid call counts as many: five in a minute, and the next after 12 s', () => {
    const limits = limiter()
    const pay = (now: number) => () => limits.person('alice', 'phone', now, PAID_CALL)
    expect(burst(pay(0))).toBe(5)
    expect(waitOf(pay(0))).toBe(12_000)
    expect(waitOf(pay(12_000))).toBe(0)
  })

  it('a call that costs more than all there is can still be made', () => {
    const limits = createRateLimiter({ person: 3, address: 3, key: 3 })
    expect(waitOf(() => limits.person('alice', 'phone', 0, PAID_CALL))).toBe(0)
    expect(waitOf(() => limits.person('alice', 'phone', 0, PAID_CALL))).toBe(60_000)
    expect(waitOf(() => limits.person('alice', 'phone', 60_000, PAID_CALL))).toBe(0)
  })

  it('each path, each caller and each kind of caller is counted alone', () => {
    const limits = limiter()
    burst(() => limits.person('alice', PATH, 0))
    expect(waitOf(() => limits.person('alice', 'POST /sessions/end-all', 0))).toBe(0)
    expect(waitOf(() => limits.person('bob', PATH, 0))).toBe(0)
    expect(waitOf(() => limits.address('alice', PATH, 0))).toBe(0)
    expect(waitOf(() => limits.key('alice', PATH, 0))).toBe(0)
    expect(waitOf(() => limits.person('alice', PATH, 0))).toBe(500)
  })
})

describe('the clock', () => {
  it('that stands still gives nothing back', () => {
    const limits = limiter()
    burst(() => limits.person('alice', PATH, 1_000))
    for (let n = 0; n < 1_000; n++) expect(waitOf(() => limits.person('alice', PATH, 1_000))).toBe(500)
  })

  it('that is set back gives nothing either, and locks nobody out', () => {
    const limits = limiter()
    burst(() => limits.person('alice', PATH, 3_600_000))
    expect(waitOf(() => limits.person('alice', PATH, 0))).toBe(500)
    expect(waitOf(() => limits.person('alice', PATH, 500))).toBe(0)
  })

  it('in any order of instants: no more than the burst and what the time between the ends gives back', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(instants, (unsorted) => {
        const limits = limiter()
        const times = unsorted.toSorted((one, other) => one - other)
        const passed = times.filter((now) => waitOf(() => limits.person('alice', PATH, now)) === 0).length
        const [first = 0] = times
        expect(passed).toBeLessThanOrEqual(120 + ((times.at(-1) ?? 0) - first) / 500)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a flood of callers', () => {
  it('does not let who keeps calling start afresh: those who were silent longest are forgotten', () => {
    const limits = limiter(3)
    burst(() => limits.address('192.0.2.1', PATH, 0))
    for (let n = 0; n < 10_000; n++) {
      limits.address(`203.0.113.${n}`, PATH, 0)
      expect(waitOf(() => limits.address('192.0.2.1', PATH, 0))).toBe(1_000)
    }
  })

  it('forgets the callers of the flood itself, one for each new one', () => {
    const limits = limiter(3)
    const spend = (address: string) => burst(() => limits.address(address, PATH, 0))
    for (const address of ['a', 'b', 'c']) expect(spend(address)).toBe(60)
    expect(['a', 'b', 'c'].map((address) => waitOf(() => limits.address(address, PATH, 0)))).toEqual([
      1_000, 1_000, 1_000,
    ])
    expect(spend('d')).toBe(60)
    expect(['b', 'c', 'd'].map((address) => waitOf(() => limits.address(address, PATH, 0)))).toEqual([
      1_000, 1_000, 1_000,
    ])
    expect(spend('a')).toBe(60)
  })

  it('remembers twenty thousand', () => {
    const limits = limiter()
    burst(() => limits.address('first', PATH, 0))
    for (let n = 1; n < 20_000; n++) limits.address(`other ${n}`, PATH, 0)
    expect(waitOf(() => limits.address('first', PATH, 0))).toBe(1_000)
    for (let n = 0; n < 20_000; n++) limits.address(`another ${n}`, PATH, 0)
    expect(waitOf(() => limits.address('first', PATH, 0))).toBe(0)
  })
})
