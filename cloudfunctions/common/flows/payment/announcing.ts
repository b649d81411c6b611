import type { UserId } from '../../base/ids.ts'
import { followAliases } from '../../store/aliases.ts'
import { auditId } from '../../store/audit.ts'
import type { OrderDocument } from '../../store/orders.ts'
import { alertOf } from '../jobs/announcements/alert.ts'
import { appName } from '../jobs/announcements/ofKeys.ts'
import type { Announcement } from '../jobs/announcements/publish.ts'
import { publish } from '../jobs/announcements/publish.ts'
import { eventId } from '../jobs/notifications.ts'
import type { Work } from '../jobs/work.ts'

const toldAlert = (alert: Parameters<typeof alertOf>[0]): Announcement => {
  const { line, event } = alertOf(alert)
  return { line, told: { event, users: [] } }
}

/** Told once per order: by its id, whichever way and however often the payment was reported. */
const ofPayment = (
  work: Pick<Work, 'config' | 'sealing' | 'clock'>,
  order: OrderDocument,
  userId: UserId | undefined,
): Announcement => {
  const { _id, product, fen, paidAt: at = work.clock(), transactionId = '' } = order
  const app = appName(work, order.appid)
  if (userId === undefined)
    return toldAlert({ code: 'PAYMENT_WITHOUT_ACCOUNT', once: [_id], app, at, about: _id })
  const told = { at, userId, order: _id, app, product, fen, transactionId }
  const subject = work.sealing.pseudonym(userId)
  return {
    line: {
      _id: auditId('event', 'order.paid', _id),
      kind: 'event',
      what: 'order.paid',
      at,
      actor: subject,
      subjects: [subject, work.sealing.pseudonym(_id)],
      app,
    },
    told: {
      event: { type: 'order.paid', id: eventId('order.paid', _id), ...told },
      users: [userId],
    },
  }
}

const ofDisputes = (work: Pick<Work, 'config'>, order: OrderDocument): readonly Announcement[] =>
  order.disputes.map(({ transactionId, fields, at }) =>
    toldAlert({
      code: 'PAYMENT_MISMATCH',
      once: [order._id, transactionId],
      app: appName(work, order.appid),
      at,
      about: `${order._id}: ${fields.join(', ')}`,
    }),
  )

/**
 * Tells that an order is paid, to whom the buyer is now, and what does not agree. 4 requests at most, one more for each
 * merge of the buyer.
 */
export const announceOrder = async (work: Work, order: OrderDocument): Promise<void> => {
  const { buyer } = order
  const heirs = buyer && (await followAliases(work.ports.db, [buyer.userId]))
  const payment = order.state === 'paid' ? [ofPayment(work, order, buyer && heirs?.get(buyer.userId))] : []
  await publish(work, [...payment, ...ofDisputes(work, order)])
}
