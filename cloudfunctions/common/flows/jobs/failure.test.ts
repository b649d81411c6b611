import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OneIdError } from '../../base/errors.ts'
import { backoff, reasonOf } from './failure.ts'

const SIX_HOURS_MS = 21_600_000

describe('the wait after a failure', () => {
  const without = () => Uint8Array.of(0)

  it('is 30 s, and twice as long each time', () => {
    expect([1, 2, 3, 4].map((attempts) => backoff(attempts, without))).toEqual([
      30_000, 60_000, 120_000, 240_000,
    ])
  })

  it('is longer by up to a quarter by chance, and six hours at most', () => {
    expect(backoff(1, () => Uint8Array.of(255))).toBe(37_471)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 255 }), (attempts, chance) => {
        const wait = backoff(attempts, () => Uint8Array.of(chance))
        expect(wait).toBeGreaterThanOrEqual(Math.min(SIX_HOURS_MS, 30_000 * 2 ** (attempts - 1)))
        expect(wait).toBeLessThanOrEqual(SIX_HOURS_MS)
      }),
    )
  })
})

describe('why a job failed', () => {
  it('is the code of our own errors', () => {
    expect(reasonOf(new OneIdError('DATABASE_UNAVAILABLE', 'users'))).toBe('DATABASE_UNAVAILABLE')
  })

  it('A36: is the words of others, without ids, keys and telephone numbers', () => {
    const words = [
      'openid oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      'user uAAAAAAAAAAAAAAAAAAAAAA',
      'key tiihtNczf5v6AKRyjwEUhQ==',
      'guest 0b7f4bd4-6a6c-4c3e-9b3a-1f1f4cf3a1de',
      'phone 13800000001',
    ]
    expect(reasonOf(new Error(words.join(', ')))).toBe(
      'openid [id], user [id], key [id], guest [id], phone [number]',
    )
  })

  it('is the words of the SDK, which are in errMsg, and not endless', () => {
    expect(reasonOf({ errCode: -504002, errMsg: 'cloud.callFunction:fail functions execute fail' })).toBe(
      'cloud.callFunction:fail functions execute fail',
    )
    expect(reasonOf(new Error('no '.repeat(1_000)))).toHaveLength(200)
  })
})
