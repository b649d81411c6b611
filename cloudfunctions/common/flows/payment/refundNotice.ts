import { orderIdOfNumber } from '../../store/documentIds.ts'
import type { OrderDocument } from '../../store/orders.ts'
import { changeOrder, readOrder } from '../../store/orders.ts'
import type { RefundReport } from '../../wechat/payment/refundReport.ts'
import { raiseAlert } from '../jobs/announcements/alert.ts'
import type { CallbackPorts } from './callback.ts'

/** Somebody has to give the money back in another way, or ask again with the same key. */
const alertOfFailure = async (
  { ports, config }: CallbackPorts,
  order: OrderDocument,
  { refundNumber, status }: RefundReport,
): Promise<void> => {
  const app = config.find(order.appid)?.alias ?? order.appid
  const about = `${order._id}, refund ${refundNumber}: ${status}`
  const at = ports.clock()
  await raiseAlert(ports.db, config, { code: 'REFUND_FAILED', once: [refundNumber, status], app, at, about })
}

/**
 * WeChat Pay reports what became of a refund that it had taken: 1 request if that is known, 2 for good news, 4 for bad.
 * A refund that we do not know was made in the merchant's console, and is nothing of ours.
 * @throws OneIdError DATABASE_UNAVAILABLE, DATA_UNREADABLE; then WeChat has to report again
 */
export const takeRefund = async (
  given: CallbackPorts,
  report: RefundReport,
): Promise<'known' | 'unknown' | 'refunded' | 'failed'> => {
  const { db } = given.ports
  const { orderNumber, refundNumber, status } = report
  const id = orderIdOfNumber(orderNumber)
  const stored = id && (await readOrder(db, id))
  const refund = stored?.order.refunds.find(({ number }) => number === refundNumber)
  if (stored === undefined || refund === undefined) return 'unknown'
  if (refund.status === status) return 'known'
  const { order } = stored
  const done = status === 'SUCCESS'
  if (!done) await alertOfFailure(given, order, report)
  const refunds = order.refunds.map((one) => (one === refund ? { ...one, status, done } : one))
  if ((await changeOrder(db, order, { refunds })) === 'changed') return takeRefund(given, report)
  return done ? 'refunded' : 'failed'
}
