import { OneIdError } from '../../base/errors.ts'
import { MINUTE_MS } from '../../base/time.ts'
import type { OrderChange, OrderDocument, StoredOrder } from '../../store/orders.ts'
import { changeOrder, NEVER, NO_LEASE, readOrder } from '../../store/orders.ts'
import { isPassing, persevering } from '../persevering.ts'
import { factsOf } from './marking.ts'
import { nextStep } from './nextStep.ts'
import type { Stepped } from './steps.ts'
import { STEPS } from './steps.ts'
import { LEASE_MS, NEXT_RUN_MS } from './times.ts'
import type { OrderWork } from './work.ts'

/** An order that nobody else works on while its lease lasts. */
export interface HeldOrder {
  readonly stored: StoredOrder
  /** As it was last read or written; `stored` may know more. */
  readonly base: OrderDocument
  /** Chosen by chance: says whose the lease is, even if the answer to taking it was lost. */
  readonly by: string
}

/** Nothing new is begun when so little of the lease is left: WeChat may take that long to answer. */
const LEAST_LEFT_MS = 8_000

/** Somebody has to mend something first: an order that cannot be read, say. */
const FAULT_REST_MS = 10 * MINUTE_MS

const again = <Result>({ ports, attempts }: OrderWork, attempt: () => Promise<Result>): Promise<Result> =>
  persevering(ports, attempts, attempt)

/** What it takes to hold an order, for whoever writes something else as well. */
export const newLease = ({ ports }: Pick<OrderWork, 'ports'>) => {
  const until = ports.clock() + LEASE_MS
  const by = Buffer.from(ports.random(8)).toString('hex')
  return { by, change: { lease: { by, until }, due: until } as const }
}

export const heldOrder = (stored: StoredOrder, by: string): HeldOrder => ({ stored, base: stored.order, by })

/** Reads again after somebody, perhaps we ourselves, has changed it; undefined if the lease is not ours. */
const stillHeld = async (work: OrderWork, { stored, by }: HeldOrder): Promise<HeldOrder | undefined> => {
  const fresh = await again(work, () => readOrder(work.ports.db, stored.order._id))
  return fresh?.order.lease.by === by ? heldOrder(fresh, by) : undefined
}

/** Takes an order, if nobody works on it. 1 request. */
const take = async (work: OrderWork, stored: StoredOrder): Promise<HeldOrder | undefined> => {
  if (stored.order.lease.until > work.ports.clock()) return undefined
  const { by, change } = newLease(work)
  const order = await again(work, () => changeOrder(work.ports.db, stored.order, change))
  return order === 'changed' ? stillHeld(work, heldOrder(stored, by)) : heldOrder({ ...stored, order }, by)
}

/** A payment or a dispute that came in since the order was read is not told yet, whatever we have told. */
const beside = (change: OrderChange, { base }: HeldOrder, fresh: OrderDocument, now: number): OrderChange =>
  fresh.state === base.state && fresh.disputes.length === base.disputes.length
    ? change
    : { ...change, announce: true, due: now }

/**
 * Writes what was learned. Who changed the order meanwhile, a refund say, did not take it from us: then it is written
 * beside that. Without its buyer an order has nothing to learn any more.
 */
const keep = async (
  work: OrderWork,
  held: HeldOrder,
  change: OrderChange,
): Promise<HeldOrder | undefined> => {
  let current: HeldOrder | undefined = held
  while (current !== undefined) {
    const { stored, by }: HeldOrder = current
    if (held.base.buyer !== undefined && current.base.buyer === undefined) return undefined
    const wanted = current === held ? change : beside(change, held, current.base, work.ports.clock())
    const order = await again(work, () => changeOrder(work.ports.db, stored.order, wanted))
    if (order !== 'changed') return heldOrder({ ...stored, order }, by)
    current = await stillHeld(work, current)
  }
  return undefined
}

/** Puts it down, with what was learned last; `jobs` looks at it at `due`. */
const putDown = async (
  work: OrderWork,
  held: HeldOrder,
  change: OrderChange,
  due: number,
): Promise<StoredOrder> => {
  const left = await keep(work, held, { ...change, lease: NO_LEASE, due })
  return (left ?? held).stored
}

const isEmpty = (change: OrderChange): boolean => Object.keys(change).length === 0

/** Step after step, until nothing is left that this caller may do. */
const proceed = async (work: OrderWork, first: HeldOrder): Promise<StoredOrder> => {
  const { ports, config, may, marginMs } = work
  let held = first
  let learned: OrderChange = {}
  const resting = [...(work.resting ?? [])]
  let due = NEVER
  for (;;) {
    const { stored } = held
    const now = ports.clock()
    const facts = { ...factsOf(config, stored, now), marginMs }
    const step = nextStep(stored.order, { ...facts, resting })
    if (step === undefined) {
      const isOver = nextStep(stored.order, facts) === undefined
      return putDown(work, held, learned, isOver ? NEVER : due === NEVER ? now + NEXT_RUN_MS : due)
    }
    if (!may.includes(step) || now > stored.order.lease.until - LEAST_LEFT_MS)
      return putDown(work, held, learned, now)
    // What WeChat has told is safe before anything else is tried; that an order is paid it tells again.
    if (!isEmpty(learned) && step !== 'look-up') {
      const kept = await keep(work, held, learned)
      if (kept === undefined) return stored
      held = kept
      learned = {}
    }
    const { change, rest }: Stepped = await again(work, () => STEPS[step](work, held.stored))
    held = { ...held, stored: { ...held.stored, order: { ...held.stored.order, ...change } } }
    learned = { ...learned, ...change }
    if (rest !== undefined) {
      resting.push(step)
      due = Math.min(due, rest)
    }
  }
}

/**
 * Works on an order that we hold, and puts it down.
 * @throws what a step throws, noted in the order if that can be written; else the lease ends by itself
 */
export const advanceHeld = async (work: OrderWork, held: HeldOrder): Promise<StoredOrder> => {
  try {
    return await proceed(work, held)
  } catch (error) {
    const lastError = error instanceof OneIdError ? error.code : 'INTERNAL'
    const rest = isPassing(error) ? work.restMs : FAULT_REST_MS
    const change = { lastError, lease: NO_LEASE, due: work.ports.clock() + rest }
    await keep(work, held, change).catch(() => {})
    throw error
  }
}

/**
 * Does what can be done about an order now, unless somebody else is at it. One lease for the callback, the person and
 * the timer: WeChat is asked by one of them, and when that one is gone, by the next.
 * @returns the order as it is then
 * @throws as advanceHeld
 */
export const advance = async (work: OrderWork, stored: StoredOrder): Promise<StoredOrder> => {
  const { ports, config, may, marginMs } = work
  const now = ports.clock()
  const step = nextStep(stored.order, { ...factsOf(config, stored, now), marginMs })
  // One that is over and still due is put down for good.
  if (step === undefined ? stored.order.due > now : !may.includes(step)) return stored
  const held = await take(work, stored)
  return held === undefined ? stored : advanceHeld(work, held)
}
