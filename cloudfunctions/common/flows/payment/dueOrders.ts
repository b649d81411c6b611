import type { StoredOrder } from '../../store/orders.ts'
import { dueOrders } from '../../store/orders.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import type { Work } from '../jobs/work.ts'
import { persevering } from '../persevering.ts'
import { advance } from './advance.ts'
import { announceOrder } from './announcing.ts'
import { NEXT_RUN_MS, TIMER_MARGIN_MS } from './times.ts'
import type { OrderWork } from './work.ts'

const PER_READ = 100

/** WeChat is waited for most of the time: several at once, and not so many that it calls it too often. */
const AT_ONCE = 8

/** A minute that the database or WeChat has is a fifth of a window: `jobs` tries harder than a person's call. */
const ATTEMPTS = 5

const workOf = (work: Work, doors: PaymentDoors): OrderWork => ({
  ports: work.ports,
  config: work.config,
  doors,
  may: ['look-up', 'settle', 'spare', 'drop', 'wait-out', 'give-up', 'tell', 'ask-payment', 'close'],
  byBuyer: false,
  marginMs: TIMER_MARGIN_MS,
  attempts: ATTEMPTS,
  restMs: NEXT_RUN_MS,
  tell: (order) => announceOrder(work, order),
})

/** How many orders were due, and how many of them failed: that is noted in the order, and tried again. */
export type OrdersReport = Readonly<Record<'orders' | 'ordersFailed', number>>

/** Works on some orders at once, each to its end; answers how many failed. */
const workOnAll = async (
  work: OrderWork,
  orders: readonly StoredOrder[],
  goesOn: () => boolean,
): Promise<number> => {
  const left = [...orders]
  let failed = 0
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && goesOn(); next = left.shift()) {
      await advance(work, next).catch(() => {
        failed += 1
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return failed
}

/**
 * Works on all orders that are due, each once; those that wait longest first. 1 request if there are none.
 * @throws OneIdError COLLECTION_MISSING, DATABASE_UNAVAILABLE when they cannot be read
 */
export const workOnDueOrders = async (work: Work, doors: PaymentDoors): Promise<OrdersReport> => {
  const { db } = work.ports
  const goesOn = () => work.clock() < work.until
  const seen = new Set<string>()
  let failed = 0
  while (goesOn()) {
    const due = await persevering(work.ports, ATTEMPTS, () => dueOrders(db, work.clock(), PER_READ))
    const fresh = due.filter(({ order }) => !seen.has(order._id))
    for (const { order } of fresh) seen.add(order._id)
    failed += await workOnAll(workOf(work, doors), fresh, goesOn)
    if (fresh.length < PER_READ) break
  }
  return { orders: seen.size, ordersFailed: failed }
}
