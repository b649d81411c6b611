import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Effect } from './faults.ts'
import { createFaults, FaultPlanSchema } from './faults.ts'

const ALL: readonly Effect[] = ['busy', 'conflict', 'slow', 'duplicate']
const faultsOf = (plan: unknown) => {
  const faults = createFaults()
  faults.set(v.parse(FaultPlanSchema, plan))
  return faults
}

describe('faults', () => {
  it('strike where they are set, as often as they are told', () => {
    const faults = faultsOf({ faults: [{ at: 'sns/jscode2session', effect: 'busy', times: 2 }] })
    const struck = () => faults.strike('sns/jscode2session', ALL)?.effect
    expect([struck(), struck(), struck()]).toEqual(['busy', 'busy', undefined])
    expect(faults.strike('sns/userinfo', ALL)).toBeUndefined()
  })

  it('can speak of many points', () => {
    const faults = faultsOf({ faults: [{ at: 'database.*', effect: 'slow', ms: 5 }] })
    expect(faults.strike('database.getDocument', ALL)).toMatchObject({ effect: 'slow', ms: 5 })
    expect(faults.strike('storage.upload', ALL)).toBeUndefined()
  })

  it('leave alone a point that cannot have the effect, and are not used up by it', () => {
    const faults = faultsOf({ faults: [{ at: '*', effect: 'conflict', times: 1 }] })
    expect(faults.strike('push', ['duplicate'])).toBeUndefined()
    expect(faults.strike('database.commitTransaction', ['conflict'])).toMatchObject({ effect: 'conflict' })
  })

  it('come by chance as the seed says, the same every time', () => {
    const day = (seed: number) => {
      const faults = faultsOf({ seed, faults: [{ at: '*', effect: 'busy', probability: 0.3 }] })
      return Array.from({ length: 1_000 }, () => faults.strike('x', ALL) !== undefined)
    }
    expect(day(7)).toEqual(day(7))
    expect(day(7)).not.toEqual(day(8))
    const struck = day(7).filter(Boolean).length
    expect(struck).toBeGreaterThan(240)
    expect(struck).toBeLessThan(360)
  })

  it.each([
    ['an effect that is none', { faults: [{ at: 'x', effect: 'explode' }] }],
    ['a field that is none', { faults: [{ at: 'x', effect: 'busy', often: true }] }],
    ['no times', { faults: [{ at: 'x', effect: 'busy', times: 0 }] }],
    ['a probability above 1', { faults: [{ at: 'x', effect: 'busy', probability: 2 }] }],
  ])('are not switched on with %s', (_, plan) => {
    expect(() => faultsOf(plan)).toThrow()
  })
})
