import type { Config } from '../../base/config.ts'
import { orderIdOfNumber } from '../../store/documentIds.ts'
import type { OrderChange, StoredOrder } from '../../store/orders.ts'
import { changeOrder, markOrder, readOrder } from '../../store/orders.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import { askOrder } from '../../wechat/payment/orderState.ts'
import type { PaymentReport } from '../../wechat/payment/report.ts'
import { raiseAlert } from '../jobs/announcements/alert.ts'
import type { Ports } from '../ports.ts'
import { advanceHeld, heldOrder, newLease } from './advance.ts'
import { changeBy } from './marking.ts'
import { atWeChat } from './steps.ts'
import type { OrderWork } from './work.ts'

/** What a payment callback works with. */
export interface CallbackPorts {
  readonly ports: Ports
  readonly config: Config
  readonly doors: PaymentDoors
}

/**
 * What became of a report. `known`: it came before. `unknown`: there is no such order. `disputed`: it does not agree
 * with the order.
 */
export type Taken = 'paid' | 'known' | 'unknown' | 'disputed'

/**
 * A callback may look the payer up, where the platform lets it, and hands everything else to the person and to `jobs`:
 * WeChat waits for its answer.
 */
const workOf = (given: CallbackPorts): OrderWork => ({
  ...given,
  may: ['look-up', 'spare'],
  byBuyer: false,
  marginMs: 0,
  lookUps: 1,
  // WeChat tells of the payment again.
  attempts: 1,
  restMs: 0,
  tell: async () => {},
})

/** Money for which there is no order: nobody can be granted anything, and somebody has to find out why. */
const alertOfUnknown = async ({ ports, config }: CallbackPorts, report: PaymentReport): Promise<void> => {
  const { appid, orderNumber, transactionId } = report
  const app = appid === undefined ? 'unknown' : (config.find(appid)?.alias ?? appid)
  const at = ports.clock()
  const about = `order ${orderNumber}`
  await raiseAlert(ports.db, config, { code: 'PAYMENT_UNKNOWN', once: [transactionId], app, at, about })
}

/** The order is paid from here on; what WeChat may tell of its payer is a gain and no reason to be told again. */
const lookUp = async (work: OrderWork, stored: StoredOrder, by: string): Promise<void> => {
  try {
    await advanceHeld(work, heldOrder(stored, by))
  } catch {
    // Noted in the order, or its lease ends: `jobs` goes on.
  }
}

/** Marks and takes the order in one request; if somebody has just changed it, marks it at least. */
const mark = async (
  given: CallbackPorts,
  stored: StoredOrder,
  change: OrderChange,
): Promise<'marked' | 'again'> => {
  const work = workOf(given)
  const { db, clock } = given.ports
  const { order } = stored
  const isFree = order.lease.until <= clock()
  const lease = isFree && change.window?.state === 'open' ? newLease(work) : undefined
  const marked = await changeOrder(db, order, { ...change, ...lease?.change })
  if (marked === 'changed') {
    // A dispute is added to those that there are by then.
    return change.state === 'paid' && (await markOrder(db, order._id, change)) ? 'marked' : 'again'
  }
  if (lease !== undefined) await lookUp(work, { ...stored, order: marked }, lease.by)
  return 'marked'
}

/**
 * WeChat Pay reports a payment. When this resolves, the order is durably marked: 1 request for a report that came
 * before, 2 for a new one, 3 if the unionid of the payer was looked up.
 * @throws OneIdError DATABASE_UNAVAILABLE, DATA_UNREADABLE; then WeChat has to report again
 */
export const takeReport = async (given: CallbackPorts, report: PaymentReport): Promise<Taken> => {
  const { ports, config } = given
  const id = orderIdOfNumber(report.orderNumber)
  const stored = id && (await readOrder(ports.db, id))
  if (stored === undefined) {
    await alertOfUnknown(given, report)
    return 'unknown'
  }
  const change = changeBy(config, stored, report, ports.clock())
  if (change === undefined) return 'known'
  // Paid meanwhile: whether this is the same payment is seen when it is read once more.
  if ((await mark(given, stored, change)) === 'again') return takeReport(given, report)
  return change.state === 'paid' ? 'paid' : 'disputed'
}

/**
 * Somebody says by HTTP that an order is paid. Anybody can say so: WeChat Pay is asked, and what it answers is taken as
 * its report.
 * @returns `unpaid` if WeChat Pay does not know of a payment
 * @throws OneIdError PAYMENT_BUSY and those of takeReport
 */
export const takeHint = async (given: CallbackPorts, orderNumber: string): Promise<Taken | 'unpaid'> => {
  const id = orderIdOfNumber(orderNumber)
  const stored = id && (await readOrder(given.ports.db, id))
  if (stored === undefined) return 'unpaid'
  if (stored.order.state === 'paid') return 'known'
  const answer = await askOrder(given.doors, atWeChat(given, stored.order))
  return typeof answer === 'string' ? 'unpaid' : takeReport(given, answer)
}
