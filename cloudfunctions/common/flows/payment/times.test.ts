import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closingOf,
  EXPIRY_MARGIN_MS,
  LEASE_MS,
  NEXT_RUN_MS,
  nextLookAt,
  PATIENCE_AFTER_EXPIRY_MS,
  TIMER_MARGIN_MS,
} from './times.ts'

/** 2026-11-20T08:00:00Z */
const CREATED = 1_795_161_600_000

describe('the window of a payment', () => {
  it('closes five minutes after it ("within 5 minutes": getPaidUnionId reference, 2026-11)', () => {
    expect(closingOf(CREATED)).toBe(1_795_161_900_000)
  })

  it('is still open for the timer when somebody who held the order at once has vanished', () => {
    expect(LEASE_MS + NEXT_RUN_MS + 60_000).toBeLessThan(300_000 - TIMER_MARGIN_MS)
  })
})

describe('an order that is not paid', () => {
  it.each([
    ['at once', 0, 30_000],
    ['after a minute', 60_000, 90_000],
    ['just before five minutes', 299_999, 329_999],
    ['after five minutes', 300_000, 450_000],
    ['after a quarter of an hour', 900_000, 1_050_000],
  ])('is asked for again, when it was asked for %s', (_, after, again) => {
    expect(nextLookAt(CREATED, CREATED + after)).toBe(CREATED + again)
  })

  it('is asked for in the next run of the minute while it is new, and never later than in the third', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_200_000 }), (after) => {
        const asked = CREATED + after
        const runs = [1, 2, 3].map((minutes) => asked + minutes * 60_000)
        const run = runs.findIndex((at) => at >= nextLookAt(CREATED, asked)) + 1
        expect(run).toBe(after < 300_000 ? 1 : 3)
      }),
    )
  })

  it('is asked for after it has expired longer than a window lasts, and not for a day', () => {
    expect(PATIENCE_AFTER_EXPIRY_MS).toBeGreaterThan(EXPIRY_MARGIN_MS + 300_000)
    expect(PATIENCE_AFTER_EXPIRY_MS).toBeLessThan(86_400_000)
  })
})
