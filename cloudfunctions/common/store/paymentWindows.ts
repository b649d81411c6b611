import * as v from 'valibot'
import { ORDERS } from './orders.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { aggregated } from './requests.ts'

/** Up to so many seconds from the payment to the unionid; what took longer is in the last one. */
const SECONDS = [5, 30, 60, 180, 300] as const

const GroupSchema = v.object({
  _id: v.object({ state: v.string(), reason: v.optional(v.nullable(v.string())) }),
  count: v.number(),
  within: v.array(v.number()),
})

/** The five minutes after payments, counted. */
export interface WindowFigures {
  /** Payments of somebody whose unionid was missing. */
  readonly opened: number
  /** The unionid came by the payment. */
  readonly used: number
  /** The unionid came by another route first. */
  readonly unneeded: number
  /** The account was gone by then. */
  readonly dropped: number
  /** Not over yet. */
  readonly open: number
  /** By reason: WeChat's number of the last refusal, LATE, NO_ANSWER. */
  readonly lost: Readonly<Record<string, number>>
  /** How many of the used ones took at most so many seconds. */
  readonly within: readonly { readonly seconds: number; readonly count: number }[]
}

type Group = v.InferOutput<typeof GroupSchema>

const sum = (groups: readonly Group[], states: readonly string[]): number =>
  groups.filter(({ _id }) => states.includes(_id.state)).reduce((total, { count }) => total + count, 0)

const figuresOf = (groups: readonly Group[]): WindowFigures => {
  const lost: Record<string, number> = {}
  for (const { _id, count } of groups.filter(({ _id: { state } }) => state === 'lost')) {
    const reason = _id.reason ?? 'NO_ANSWER'
    lost[reason] = (lost[reason] ?? 0) + count
  }
  return {
    opened: groups.reduce((total, { count }) => total + count, 0),
    used: sum(groups, ['used']),
    unneeded: sum(groups, ['unneeded']),
    dropped: sum(groups, ['dropped']),
    open: sum(groups, ['open', 'answered']),
    lost,
    within: SECONDS.map((seconds, at) => ({
      seconds,
      count: groups.reduce((total, { within }) => total + (within[at] ?? 0), 0),
    })),
  }
}

/**
 * One request: the windows of payments made from `since` to before `until` (ms since 1970), by the index of their time.
 */
export const windowFigures = async (
  db: CloudDatabase,
  since: number,
  until: number,
): Promise<WindowFigures> => {
  const { command } = db
  const { aggregate: $ } = command
  const paid = {
    paidAt: command.and(command.gte(since), command.lt(until)),
    'window.state': command.exists(true),
  }
  const isWithin = (seconds: number) =>
    $.cond([$.and([$.eq(['$window.state', 'used']), $.lte(['$window.seconds', seconds])]), 1, 0])
  const fields = Object.fromEntries(SECONDS.map((seconds) => [`s${seconds}`, $.sum(isWithin(seconds))]))
  const rows = await aggregated(db, ORDERS, (orders) =>
    orders
      .match(paid)
      .group({ _id: { state: '$window.state', reason: '$window.reason' }, count: $.sum(1), ...fields })
      .end(),
  )
  return figuresOf(
    rows.map((row) => {
      const counted = v.parse(v.record(v.string(), v.unknown()), row)
      const within = SECONDS.map((seconds) => counted[`s${seconds}`])
      return readDocument(ORDERS, GroupSchema, { ...counted, within })
    }),
  )
}
