import { DAY_MS, MINUTE_MS } from '../../base/time.ts'
import type { Told } from '../../store/alerts.ts'
import type { Backlog } from '../../store/backlog.ts'
import type { WindowFigures } from '../../store/paymentWindows.ts'

/** A job that waits so long has been left alone by 15 runs of `jobs`. */
const LATE_MS = 15 * MINUTE_MS

/** Of fewer payments a share says nothing. */
const WINDOWS_AT_LEAST = 5
const LOST_SHARE = 0.2

/** What an operator should look at; docs/how-it-works.md says what to do. */
export type Alert =
  /** Jobs that were given up. */
  | { readonly what: 'JOBS_DEAD'; readonly count: number }
  /** Jobs are late: the longest due by so many minutes. */
  | { readonly what: 'JOBS_LATE'; readonly count: number; readonly minutes: number }
  /** Conflicts that nobody has looked at. */
  | { readonly what: 'CONFLICTS_OPEN'; readonly count: number }
  /** Payments of the last hour that brought no unionid, among so many that could have. */
  | { readonly what: 'WINDOWS_LOST'; readonly count: number; readonly opened: number }

export interface Facts {
  readonly backlog: readonly Backlog[]
  readonly openConflicts: number
  readonly windows: Pick<WindowFigures, 'opened' | 'lost'>
}

const total = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)

const ofJobs = (backlog: readonly Backlog[], now: number): readonly Alert[] => {
  const dead = total(backlog.filter(({ state }) => state === 'dead').map(({ jobs }) => jobs))
  const late = backlog.filter(({ state, oldest }) => state === 'waiting' && now - oldest > LATE_MS)
  const since = Math.min(...late.map(({ oldest }) => oldest))
  const count = total(late.map(({ jobs }) => jobs))
  return [
    ...(dead > 0 ? [{ what: 'JOBS_DEAD', count: dead } as const] : []),
    ...(count > 0
      ? [{ what: 'JOBS_LATE', count, minutes: Math.floor((now - since) / MINUTE_MS) } as const]
      : []),
  ]
}

const ofWindows = ({ opened, lost }: Facts['windows']): readonly Alert[] => {
  const count = total(Object.values(lost))
  return opened >= WINDOWS_AT_LEAST && count > opened * LOST_SHARE
    ? [{ what: 'WINDOWS_LOST', count, opened }]
    : []
}

/** Everything that is wrong now. */
export const alertsOf = ({ backlog, openConflicts, windows }: Facts, now: number): readonly Alert[] => [
  ...ofJobs(backlog, now),
  ...(openConflicts > 0 ? [{ what: 'CONFLICTS_OPEN', count: openConflicts } as const] : []),
  ...ofWindows(windows),
]

/** What of it is news: it was not told, or not for a day, or there is more of what somebody can count and mend. */
export const newsOf = (alerts: readonly Alert[], told: Told, now: number): readonly Alert[] =>
  alerts.filter(({ what, count }) => {
    const last = told[what]
    const grows = what === 'JOBS_DEAD' || what === 'CONFLICTS_OPEN'
    return last === undefined || now - last.at >= DAY_MS || (grows && count > last.count)
  })

/** What is remembered: of what is over nothing, so that it is news when it comes again. */
export const toldNow = (alerts: readonly Alert[], news: readonly Alert[], told: Told, now: number): Told =>
  Object.fromEntries(
    alerts.map(({ what, count }) => [
      what,
      news.some((one) => one.what === what) ? { at: now, count } : (told[what] ?? { at: now, count }),
    ]),
  )
