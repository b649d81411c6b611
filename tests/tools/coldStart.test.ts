import { beforeAll, describe, expect, it } from 'vitest'
import { measureColdStart, missedBudgets } from '../../scripts/bench/coldStart.ts'
import { tooLargeZips } from '../../scripts/checks/budgets.ts'
import { PATHS } from '../../scripts/project/paths.ts'
import { setup } from '../built.ts'

/** How the load time of bundles is measured. What comes out is said by the bench: here nothing depends on time. */

beforeAll(setup)

it('every zip is within its budget', () => {
  expect(tooLargeZips(PATHS.builtFunctions)).toEqual([])
})

describe('measuring how bundles load', () => {
  it('loads each in a process of its own, beside the SDK', async () => {
    const { sdkMs, functions } = await measureColdStart(['login', 'pay'], 1)
    expect(sdkMs).toBeGreaterThan(0)
    expect(Object.keys(functions)).toEqual(['login', 'pay'])
    for (const { loadMs, timesSdk, zipKb } of Object.values(functions)) {
      expect(loadMs).toBeGreaterThan(0)
      expect(timesSdk).toBeCloseTo(loadMs / sdkMs, 10)
      expect(zipKb).toBeGreaterThan(100)
    }
  })

  it('a bundle that does not load is an error, not a fast one', async () => {
    await expect(measureColdStart(['nobody'], 1)).rejects.toThrow('nobody')
  })
})

describe('a budget that is exceeded', () => {
  it.each([
    ['login', 0.31, 100, ['login loads in 0.31 of the SDK’s time, at most 0.30']],
    ['login', 0.3, 220, []],
    [
      'login',
      0.34,
      221,
      ['login loads in 0.34 of the SDK’s time, at most 0.30', 'login has 221 KB zipped, at most 220'],
    ],
    ['pay', 0.45, 450, []],
    ['pay', 0.5, 400, ['pay loads in 0.50 of the SDK’s time, at most 0.45']],
  ] as const)('%s: %d times the SDK, %d KB', (name, timesSdk, zipKb, words) => {
    expect(missedBudgets({ [name]: { loadMs: 1, timesSdk, zipKb } })).toEqual(words)
  })
})
