import { dayName } from '../../base/beijing.ts'
import type { Config } from '../../base/config.ts'
import type { AppCounts, DayDocument } from '../../store/statistics.ts'
import { daysBetween } from '../../store/statistics.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

const byNumber = (one: { readonly identities: number }, other: { readonly identities: number }): number =>
  other.identities - one.identities

const appView = (config: Config, appid: string, { routes, ...counts }: AppCounts) => ({
  app: config.apps.find((app) => app.appid === appid)?.alias ?? 'unknown',
  ...counts,
  routes: Object.entries(routes)
    .map(([route, ofRoute]) => ({ route, ...ofRoute }))
    .sort(byNumber),
})

const dayView = (config: Config, { _id, apps, ...figures }: DayDocument) => ({
  ...figures,
  apps: Object.entries(apps)
    .map(([appid, counts]) => appView(config, appid, counts))
    .sort(byNumber),
})

/**
 * The figures of the days in Beijing from `since` to `until`, as `jobs` has counted them: who is known, by app and route,
 * and what happened. Days that were never counted are left out. 2 requests.
 */
export const coverage = async (call: AdminCall, { since, until }: Asked<'coverage'>) => {
  const days = await daysBetween(call.ports.db, dayName(since), dayName(until))
  await record(call, 'coverage', [])
  return { ok: true as const, days: days.map((day) => dayView(call.config, day)) }
}
