import { describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import { persevering } from './persevering.ts'

const failing = (...errors: readonly unknown[]) => {
  const left = [...errors]
  return vi.fn(async () => {
    if (left.length > 0) throw left.shift()
    return 'done'
  })
}
const busy = (code: ErrorCode = 'DATABASE_UNAVAILABLE') => new OneIdError(code, 'orders')

/** Does it with pauses that are noted and take no time. */
const persevere = (attempts: number, attempt: () => Promise<string>) => {
  const pauses: number[] = []
  const pause = async (ms: number) => {
    pauses.push(ms)
  }
  return { result: persevering({ pause }, attempts, attempt), pauses }
}

describe('work that has a deadline', () => {
  it('is done once if that is enough', async () => {
    const attempt = failing()
    const { result, pauses } = persevere(5, attempt)
    expect(await result).toBe('done')
    expect(attempt).toHaveBeenCalledTimes(1)
    expect(pauses).toEqual([])
  })

  it.each(['DATABASE_UNAVAILABLE', 'PAYMENT_BUSY', 'LOGIN_CONTENDED'] as const)(
    'is done again after %s, which passes by itself',
    async (code) => {
      const attempt = failing(busy(code), busy(code))
      const { result, pauses } = persevere(3, attempt)
      expect(await result).toBe('done')
      expect(attempt).toHaveBeenCalledTimes(3)
      expect(pauses).toHaveLength(2)
    },
  )

  it.each([
    ['a refusal', new OneIdError('PAYMENT_REFUSED', 'unifiedOrder')],
    ['an order that is not there', new OneIdError('ORDER_NOT_FOUND', 'await')],
    ['a document that cannot be read', new OneIdError('DATA_UNREADABLE', 'orders')],
    ['an error of others', new Error('PAYMENT_BUSY')],
    ['what only looks like ours', { name: 'OneIdError', code: 'PAYMENT_BUSY' }],
    ['nothing', undefined],
  ])('is over at once after %s', async (_, error) => {
    const attempt = failing(error)
    const { result, pauses } = persevere(5, attempt)
    await expect(result).rejects.toBe(error)
    expect(attempt).toHaveBeenCalledTimes(1)
    expect(pauses).toEqual([])
  })

  it('is over at once after such an error, although it was done again before', async () => {
    const refused = new OneIdError('PAYMENT_REFUSED', 'unifiedOrder')
    const attempt = failing(busy(), refused)
    await expect(persevere(5, attempt).result).rejects.toBe(refused)
    expect(attempt).toHaveBeenCalledTimes(2)
  })

  it('is given up after so many attempts, with the last error', async () => {
    const errors = [busy('PAYMENT_BUSY'), busy(), busy('PAYMENT_BUSY'), busy()]
    const attempt = failing(...errors)
    const { result, pauses } = persevere(3, attempt)
    await expect(result).rejects.toBe(errors[2])
    expect(attempt).toHaveBeenCalledTimes(3)
    expect(pauses).toHaveLength(2)
  })

  it('is tried once where that is all', async () => {
    const only = busy()
    const attempt = failing(only)
    const { result, pauses } = persevere(1, attempt)
    await expect(result).rejects.toBe(only)
    expect(attempt).toHaveBeenCalledTimes(1)
    expect(pauses).toEqual([])
  })

  it('waits twice as long each time, and not a second in all for five attempts', async () => {
    const { result, pauses } = persevere(5, failing(busy(), busy(), busy(), busy()))
    expect(await result).toBe('done')
    const [first = 0] = pauses
    expect(first).toBeGreaterThan(0)
    expect(pauses).toEqual([first, first * 2, first * 4, first * 8])
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1_000)
  })
})
