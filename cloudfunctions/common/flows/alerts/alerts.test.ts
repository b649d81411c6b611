import { describe, expect, it } from 'vitest'
import type { Facts } from './alerts.ts'
import { alertsOf, newsOf, toldNow } from './alerts.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const NOW = 1_795_000_000_000

const QUIET: Facts = { backlog: [], openConflicts: 0, windows: { opened: 0, lost: {} } }
const waiting = (minutes: number, jobs = 1) =>
  ({ state: 'waiting', kind: 'notify', jobs, oldest: NOW - minutes * MINUTE }) as const
const dead = (jobs: number) => ({ state: 'dead', kind: 'notify', jobs, oldest: 0 }) as const
const alerts = (facts: Partial<Facts>) => alertsOf({ ...QUIET, ...facts }, NOW)

describe('what an operator should look at', () => {
  it('is nothing while all is well', () => {
    expect(alerts({})).toEqual([])
    expect(alerts({ backlog: [waiting(15, 900)], windows: { opened: 100, lost: { LATE: 20 } } })).toEqual([])
    expect(alerts({ windows: { opened: 4, lost: { LATE: 4 } } })).toEqual([])
  })

  it('is what was given up, what is late, what contradicts itself, and payments that brought nothing', () => {
    expect(alerts({ backlog: [dead(2), { ...dead(1), kind: 'erase' }] })).toEqual([
      { what: 'JOBS_DEAD', count: 3 },
    ])
    expect(alerts({ backlog: [waiting(16, 3), { ...waiting(40), kind: 'merge' }, waiting(1, 9)] })).toEqual([
      { what: 'JOBS_LATE', count: 4, minutes: 40 },
    ])
    expect(alerts({ openConflicts: 7 })).toEqual([{ what: 'CONFLICTS_OPEN', count: 7 }])
    expect(alerts({ windows: { opened: 10, lost: { LATE: 2, '45011': 1 } } })).toEqual([
      { what: 'WINDOWS_LOST', count: 3, opened: 10 },
    ])
  })
})

describe('news', () => {
  const now = (count: number) => [{ what: 'CONFLICTS_OPEN', count }] as const
  const told = { CONFLICTS_OPEN: { at: NOW, count: 2 } }

  it('is what was not told, what has grown, and what is a day old', () => {
    expect(newsOf(now(2), {}, NOW)).toEqual(now(2))
    expect(newsOf(now(2), told, NOW + DAY - 1)).toEqual([])
    expect(newsOf(now(3), told, NOW + 1)).toEqual(now(3))
    expect(newsOf(now(2), told, NOW + DAY)).toEqual(now(2))
    // Its count goes up and down by itself.
    const late = [{ what: 'JOBS_LATE', count: 9, minutes: 20 }] as const
    expect(newsOf(late, { JOBS_LATE: { at: NOW, count: 1 } }, NOW + 1)).toEqual([])
  })

  it('is remembered until it is over', () => {
    expect(toldNow(now(2), now(2), {}, NOW)).toEqual(told)
    expect(toldNow(now(1), [], told, NOW + 5)).toEqual(told)
    expect(toldNow(now(3), now(3), told, NOW + 5)).toEqual({ CONFLICTS_OPEN: { at: NOW + 5, count: 3 } })
    expect(toldNow([], [], told, NOW + 5)).toEqual({})
  })
})
