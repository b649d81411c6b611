import { MINUTE_MS } from '../../../base/time.ts'
import { alertId, toldChange } from '../../../store/alerts.ts'
import { backlog } from '../../../store/backlog.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { windowFigures } from '../../../store/paymentWindows.ts'
import { countOpenConflicts } from '../../../store/statistics.ts'
import { alertsOf, newsOf, toldNow } from '../../alerts/alerts.ts'
import type { Verdict, Work } from '../work.ts'

const WATCH_EVERY_MS = 5 * MINUTE_MS
/** Somebody may name a function with the next deployment. */
const LOOK_AGAIN_MS = 60 * MINUTE_MS

/** A window is decided ten minutes after its payment at the latest: five minutes, and the runs that close it. */
const DECIDED_MS = 10 * MINUTE_MS
const WINDOWS_OF_MS = 60 * MINUTE_MS

/**
 * Tells the configured function what an operator should look at, once and then once a day: at least once, always with the
 * same id. 3 requests. Never done.
 */
export const watchJob = async (work: Work, { told }: JobOf<'watch'>): Promise<Verdict> => {
  const { ports, config, clock, callFunction } = work
  const { db } = ports
  if (config.alert === undefined) return { due: clock() + LOOK_AGAIN_MS }
  const now = clock()
  const until = now - DECIDED_MS
  const facts = {
    backlog: await backlog(db, now),
    openConflicts: await countOpenConflicts(db),
    windows: await windowFigures(db, until - WINDOWS_OF_MS, until),
  }
  const alerts = alertsOf(facts, now)
  const news = newsOf(alerts, told, now)
  if (news.length > 0) {
    const oneid = { type: 'alert', id: alertId(news, told), at: now, alerts: news }
    await callFunction(config.alert, { oneid })
  }
  return { due: clock() + WATCH_EVERY_MS, change: toldChange(db, toldNow(alerts, news, told, now)) }
}
