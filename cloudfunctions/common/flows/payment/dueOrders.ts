import type { Urgency } from '../../store/orders.ts'
import { dueOrders, takeOrders } from '../../store/orders.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import type { Work } from '../jobs/work.ts'
import { persevering } from '../persevering.ts'
import type { HeldOrder } from './advance.ts'
import { advanceHeld, heldOrder, newLease } from './advance.ts'
import { announceOrder } from './announcing.ts'
import type { Step } from './nextStep.ts'
import { NEXT_RUN_MS, TIMER_MARGIN_MS } from './times.ts'
import type { OrderWork } from './work.ts'

/** WeChat is waited for most of the time: several at once, and not so many that it is called too often. */
const AT_ONCE = 8

/** No more than are worked on within their lease, were WeChat as slow as it is waited for. */
const PER_BATCH = 24

/** A minute that the database or WeChat has is a fifth of a window: `jobs` tries harder than a person's call. */
const ATTEMPTS = 5

/** What stands before all orders of a run is tried harder still: without it none of them has its turn. */
const READING_ATTEMPTS = 8

/** There are four runs or five within a window. */
const LOOK_UPS = 3

const IN_TIME: readonly Step[] = ['look-up', 'spare', 'drop', 'wait-out', 'give-up', 'ask-payment', 'close']
const ANY_TIME: readonly Step[] = [...IN_TIME, 'settle', 'tell']

/** What the first half of a run has tried for all orders. */
const TRIED: readonly Step[] = ['look-up', 'wait-out', 'ask-payment', 'close']

const workOf = (work: Work, doors: PaymentDoors, may: readonly Step[]): OrderWork => ({
  ports: work.ports,
  config: work.config,
  doors,
  may,
  byBuyer: false,
  marginMs: TIMER_MARGIN_MS,
  lookUps: LOOK_UPS,
  attempts: ATTEMPTS,
  restMs: NEXT_RUN_MS,
  tell: (order) => announceOrder(work, order),
})

/** How many orders were worked on, and how many of them failed: that is noted in the order, and tried again. */
export type OrdersReport = Readonly<Record<'orders' | 'ordersFailed', number>>

/** Works on these orders, several at once, each as far as it can be brought; answers how many failed. */
const workOnAll = async (work: OrderWork, orders: readonly HeldOrder[]): Promise<number> => {
  const left = [...orders]
  let failed = 0
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      await advanceHeld(work, next).catch(() => {
        failed += 1
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return failed
}

const again = <Result>({ ports }: Pick<Work, 'ports'>, attempt: () => Promise<Result>): Promise<Result> =>
  persevering(ports, READING_ATTEMPTS, attempt)

/** Takes and works on what is due, batch by batch, each order once. */
const workThrough = async (
  work: OrderWork,
  urgency: Urgency,
  goesOn: () => boolean,
): Promise<OrdersReport> => {
  const { db, clock } = work.ports
  const seen = new Set<string>()
  let ordersFailed = 0
  while (goesOn()) {
    const due = await again(work, () => dueOrders(db, urgency, clock(), PER_BATCH))
    const fresh = due.filter((id) => !seen.has(id))
    if (fresh.length === 0) break
    for (const id of fresh) seen.add(id)
    const now = clock()
    const { by, change } = newLease(work)
    const taken = await again(work, () => takeOrders(db, fresh, now, change.lease))
    ordersFailed += await workOnAll(
      work,
      taken.map((stored) => heldOrder(stored, by)),
    )
  }
  return { orders: seen.size, ordersFailed }
}

/**
 * Works on all orders that are due: of all of them first what perishes, so that a run that is cut off has lost as little
 * as can be, and then what can wait. 1 request if there are none.
 * @throws OneIdError COLLECTION_MISSING, DATABASE_UNAVAILABLE when they cannot be read
 */
export const workOnDueOrders = async (work: Work, doors: PaymentDoors): Promise<OrdersReport> => {
  const goesOn = () => work.clock() < work.until
  const any = await again(work, () => dueOrders(work.ports.db, 'all', work.clock(), 1))
  if (any.length === 0) return { orders: 0, ordersFailed: 0 }
  const inTime = await workThrough(workOf(work, doors, IN_TIME), 'perishing', goesOn)
  const anyTime = await workThrough({ ...workOf(work, doors, ANY_TIME), resting: TRIED }, 'all', goesOn)
  return {
    orders: inTime.orders + anyTime.orders,
    ordersFailed: inTime.ordersFailed + anyTime.ordersFailed,
  }
}
