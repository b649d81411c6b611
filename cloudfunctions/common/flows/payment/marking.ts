import { bindingAt } from '../../base/apps.ts'
import type { Config } from '../../base/config.ts'
import { provedIn } from '../../identity/facts.ts'
import type { OrderChange, OrderDocument, PaymentWindow, StoredOrder } from '../../store/orders.ts'
import type { PaymentReport } from '../../wechat/payment/report.ts'
import { disagreements } from './agreement.ts'
import type { OrderFacts } from './nextStep.ts'
import { closingOf } from './times.ts'

/** Whether the identity is there, and has proved a unionid under the binding in force at `now` (ms since 1970). */
export const factsOf = (
  { find }: Pick<Config, 'find'>,
  { order, identity }: StoredOrder,
  now: number,
): Omit<OrderFacts, 'marginMs'> & { readonly isBound: boolean } => {
  const app = find(order.appid)
  const binding = app && bindingAt(app, now)
  const isKnown = binding !== undefined && provedIn(identity?.unions ?? [], binding) !== undefined
  return { now, exists: identity !== undefined, isKnown, isBound: binding !== undefined }
}

/** When it was paid. WeChat's time counts for the window; it is not believed if it cannot be. */
const momentOf = ({ createdAt }: OrderDocument, { paidAt }: PaymentReport, now: number): number =>
  paidAt === undefined || paidAt < createdAt - 60_000 ? now : Math.min(paidAt, now)

const windowOf = (
  config: Pick<Config, 'find'>,
  stored: StoredOrder,
  paidAt: number,
  now: number,
): PaymentWindow | undefined => {
  const { exists, isKnown, isBound } = factsOf(config, stored, now)
  if (!exists || isKnown || !isBound) return undefined
  return { state: 'open', until: closingOf(paidAt), tries: 0 }
}

/**
 * What a payment that WeChat Pay reported changes about its order: paid, with an open window if the unionid is missing.
 * A payment that does not agree with the order is recorded, and grants nothing; what was granted before stays.
 * @param now milliseconds since 1970
 * @returns undefined if all of this is known
 */
export const changeBy = (
  config: Pick<Config, 'find'>,
  stored: StoredOrder,
  report: PaymentReport,
  now: number,
): OrderChange | undefined => {
  const { order } = stored
  const { transactionId, fen } = report
  const fields = [...disagreements(order, report)]
  if (fields.length === 0) {
    if (order.state === 'paid') return undefined
    const paidAt = momentOf(order, report, now)
    const window = windowOf(config, stored, paidAt, now)
    const paid = { state: 'paid', transactionId, paidAt, announce: true, due: now } as const
    return window === undefined ? paid : { ...paid, window }
  }
  if (order.disputes.some((dispute) => dispute.transactionId === transactionId)) return undefined
  const disputes = [...order.disputes, { transactionId, fields, fen, at: now }]
  return { disputes, announce: true, due: now, ...(order.state !== 'paid' && { state: 'held' as const }) }
}
