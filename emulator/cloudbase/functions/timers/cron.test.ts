import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTime, parseCron } from './cron.ts'

/** A moment in China, as people there write it. */
const china = (text: string): number => Date.parse(`${text}+08:00`)

const next = (expression: string, after: string): string | undefined => {
  const at = nextTime(parseCron(expression), china(after))
  return at === undefined
    ? undefined
    : new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

// The expressions and their meaning are the examples of developers.weixin.qq.com, 定时触发器, 2026-11.
describe('the examples of the documentation', () => {
  it.each([
    ['*/5 * * * * * *', '2026-11-03T10:00:02', '2026-11-03 10:00:05', 'every 5 seconds'],
    ['0 0 2 1 * * *', '2026-11-03T10:00:00', '2026-12-01 02:00:00', 'at 2 on the first of every month'],
    ['0 15 10 * * MON-FRI *', '2026-11-06T10:15:00', '2026-11-09 10:15:00', '10:15 from Monday to Friday'],
    ['0 0 10,14,16 * * * *', '2026-11-03T14:00:00', '2026-11-03 16:00:00', 'at 10, 14 and 16'],
    ['0 */30 9-17 * * * *', '2026-11-03T17:30:00', '2026-11-04 09:00:00', 'every half hour from 9 to 17'],
    ['0 0 12 * * WED *', '2026-11-04T12:00:00', '2026-11-11 12:00:00', 'at noon on Wednesdays'],
  ])('%s after %s: %s (%s)', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })
})

describe('a day and a weekday', () => {
  it('either of them is enough', () => {
    // 2026-11-15 is a Sunday.
    expect(next('0 0 0 13 * SUN *', '2026-11-10T00:00:00')).toBe('2026-11-13 00:00:00')
    expect(next('0 0 0 13 * SUN *', '2026-11-13T00:00:00')).toBe('2026-11-15 00:00:00')
  })

  it('? says nothing, like *', () => {
    expect(next('0 0 0 ? * 0 *', '2026-11-10T00:00:00')).toBe('2026-11-15 00:00:00')
    expect(next('0 0 0 13 * ? *', '2026-11-10T00:00:00')).toBe('2026-11-13 00:00:00')
  })
})

describe('the edges of the calendar', () => {
  it.each([
    ['0 0 0 29 2 * *', '2026-11-03T00:00:00', '2028-02-29 00:00:00'],
    ['0 0 0 31 * * *', '2026-11-01T00:00:00', '2026-12-31 00:00:00'],
    ['59 59 23 31 12 * 2099', '2026-01-01T00:00:00', '2099-12-31 23:59:59'],
    ['0 0 0 1 1 * 2020', '2026-01-01T00:00:00', undefined],
    ['0 0 0 30 FEB * *', '2026-01-01T00:00:00', undefined],
  ])('%s after %s: %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })
})

describe('mistakes name their field', () => {
  it.each([
    ['0 0 2 1 * *', 'has 6 fields, not 7'],
    ['60 * * * * * *', 'second "60"'],
    ['0 * 24 * * * *', 'hour "24"'],
    ['0 0 0 0 * * *', 'day "0"'],
    ['0 0 0 1 13 * *', 'month "13"'],
    ['0 0 0 * * 7 *', 'weekday "7"'],
    ['0 0 0 * * MUN *', 'weekday "MUN"'],
    ['0 0 0 * * FRI-MON *', '"FRI-MON" is no range'],
    ['*/0 * * * * * *', '"*/0" has no step'],
    ['0 0 0 * * * 1969', 'year "1969"'],
    ['a * * * * * *', 'second "a"'],
  ])('%s: %s', (expression, words) => {
    expect(() => parseCron(expression)).toThrow(words)
  })
})

describe('any expression', () => {
  const field = (from: number, to: number) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('*') },
      fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 3 }).map(String),
      fc.integer({ min: 1, max: to }).map((step) => `*/${step}`),
      fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    )

  /** An oracle of its own: takes one field and one value, and knows no lists. */
  const fits = (text: string, value: number, from: number): boolean =>
    text.split(',').some((part) => {
      const [range = '', step = '1'] = part.split('/')
      if (range === '*') return (value - from) % Number(step) === 0
      const [low = '', high = low] = range.split('-')
      return value >= Number(low) && value <= Number(high)
    })

  const isTrueAt = (expression: string, at: number): boolean => {
    const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] = expression.split(' ')
    const date = new Date(at + 8 * 3_600_000)
    const dayFits = fits(day, date.getUTCDate(), 1)
    const weekdayFits = fits(weekday, date.getUTCDay(), 0)
    return (
      fits(second, date.getUTCSeconds(), 0) &&
      fits(minute, date.getUTCMinutes(), 0) &&
      fits(hour, date.getUTCHours(), 0) &&
      fits(month, date.getUTCMonth() + 1, 1) &&
      (day === '*' ? weekdayFits : weekday === '*' ? dayFits : dayFits || weekdayFits)
    )
  }

  it('is next true when counting the seconds says so', () => {
    const expressions = fc
      .tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
      .map((fields) => [...fields, '*'].join(' '))
    const moments = fc.integer({ min: china('2026-01-01T00:00:00'), max: china('2028-12-31T00:00:00') })
    fc.assert(
      fc.property(expressions, moments, (expression, after) => {
        const found = nextTime(parseCron(expression), after)
        if (found === undefined) return
        expect(found).toBeGreaterThan(after)
        expect(isTrueAt(expression, found)).toBe(true)
        const first = Math.floor(after / 1_000) * 1_000 + 1_000
        for (let at = first; at < Math.min(found, first + 1_800_000); at += 1_000) {
          if (isTrueAt(expression, at)) throw new Error(`${expression} is true at ${at} already`)
        }
        for (let at = found - 1_000; at > Math.max(after, found - 1_800_000); at -= 1_000) {
          if (isTrueAt(expression, at)) throw new Error(`${expression} is true at ${at} already`)
        }
      }),
      { numRuns: 60 },
    )
  })
})
