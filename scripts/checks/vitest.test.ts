import { describe, expect, it } from 'vitest'
import { countFailures } from './vitest.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})
const report = (...testResults: ReturnType<typeof file>[]) => ({ numPassedTests: 0, testResults })

describe('failures of a vitest run', () => {
  it('are its failed tests', () => {
    expect(
      countFailures(report(file('failed', 'failed', 'passed', 'failed'), file('passed', 'passed')), 1),
    ).toBe(2)
  })

  it('include a file that could not be loaded, and one whose hook threw', () => {
    expect(countFailures(report(file('failed'), file('failed', 'passed')), 1)).toBe(2)
  })

  it('include an unhandled error, which fails no test', () => {
    expect(countFailures(report(file('passed', 'passed')), 1)).toBe(1)
  })

  it('include a crash before the report', () => {
    expect(countFailures(undefined, 0)).toBe(1)
    expect(countFailures(undefined, 139)).toBe(1)
  })

  it('are none after a good run', () => {
    expect(countFailures(report(file('passed', 'passed', 'skipped')), 0)).toBe(0)
  })
})
