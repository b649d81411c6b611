import type { AppFigures, DayFigures } from '../../../services/oneid/contract'
import { momentOf } from '../../../view/moment'
import { routeName } from '../routeName'

/** How much of something has a unionid. */
export interface Share {
  name: string
  /** Whole percents, 0 to 100. */
  percent: number
  /** `120 / 150`. */
  count: string
}

export interface AppShare extends Share {
  /** What came that day, and what has changed since the first day shown. */
  note: string
  routes: Share[]
}

/** Who is known, as the page shows it. */
export interface CoverageView {
  counted: string
  apps: AppShare[]
}

/** @param days oldest first; null when nothing was counted yet */
export function coverageOf(days: readonly DayFigures[]): CoverageView | null {
  const latest = days[days.length - 1]
  if (!latest) return null
  const [first = latest] = days
  const people = latest.users['active'] ?? 0
  return {
    counted: `${momentOf(latest.at)} 统计，共 ${people} 个用户`,
    apps: latest.apps.map((app) => appShare(app, first)),
  }
}

function appShare(app: AppFigures, first: DayFigures): AppShare {
  const before = first.apps.find((each) => each.app === app.app)
  return {
    ...shareOf(app.app, app),
    note: [`今日 ${app.seen} 人来过`, `新增 ${app.added}`, changeSince(before, app)]
      .filter(Boolean)
      .join(' · '),
    routes: app.routes.map((each) => shareOf(routeName(each.route), each)),
  }
}

function shareOf(name: string, { known, identities }: { known: number; identities: number }): Share {
  return { name, percent: percentOf(known, identities), count: `${known} / ${identities}` }
}

function changeSince(before: AppFigures | undefined, now: AppFigures): string {
  if (!before || before === now) return ''
  const points = percentOf(now.known, now.identities) - percentOf(before.known, before.identities)
  return points === 0 ? '' : `覆盖率 ${points > 0 ? '+' : ''}${points}%`
}

/** Rounded down: 100 means that nobody is missing. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((100 * part) / whole)
}
