import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { FaultPlan } from '../../emulator/faults.ts'
import { login } from '../oneIdWorld.ts'
import type { Fault, PayWorld } from './payWorld.ts'
import { openPayWorld } from './payWorld.ts'

/**
 * Many people pay on a day on which three of ten things go wrong. What the world would have told, had it been asked in
 * the five minutes, is compared with what is stored: the world's own list of payments decides, never our database.
 */

/**
 * Of the requests to the database, the pay calls, the cloud calls and the callbacks 30 % go wrong each; a cloud call by
 * what WeChat answers, or by its answer getting lost. The first that strikes counts, so the later ones are likelier.
 * Few of them end the instance: a run of `jobs` has hundreds of requests, and one that never gets through is another day.
 */
const BAD_DAY: readonly Fault[] = [
  { at: 'database.*', effect: 'kill', probability: 0.002 },
  { at: 'database.*', effect: 'lost-reply', probability: 0.15 },
  { at: 'database.*', effect: 'busy', probability: 0.175 },
  { at: 'wx.*', effect: 'kill', probability: 0.002 },
  { at: 'wx.*', effect: 'lost-reply', probability: 0.15 },
  { at: 'wx.wxPayApi', effect: 'busy', probability: 0.175 },
  { at: 'openapi.*', effect: 'busy', probability: 0.09 },
  { at: 'openapi.*', effect: 'rate-limited', probability: 0.095 },
  { at: 'pay.callback', effect: 'lose', probability: 0.15 },
  { at: 'pay.callback', effect: 'duplicate', copies: 2, probability: 0.1 },
  { at: 'pay.callback', effect: 'delay', ms: 40_000, probability: 0.085 },
]

export interface BadDay {
  readonly payments: number
  /** Payments whose unionid the world would have told, and that is not stored: who, and what became of the window. */
  readonly lost: readonly string[]
  /** How many orders were announced as paid. */
  readonly granted: number
  /** Payments whose callback was never taken. */
  readonly unanswered: readonly string[]
  /** How often WeChat told of a payment, and how often it was asked for a payer. */
  readonly callbacks: number
  readonly asked: number
  readonly windows: Readonly<Record<string, number>>
}

const ReplySchema = v.looseObject({ ok: v.boolean() })

/** How many at once: as many as there are instances, so that nobody waits in a queue of the test. */
const AT_ONCE = 8

const allOf = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Who taps until it works. */
const orderPatiently = async (
  shop: PayWorld,
  person: string,
): Promise<Awaited<ReturnType<PayWorld['order']>>> => {
  const key = randomUUID()
  for (let tap = 0; tap < 100; tap++) {
    const ordered = await shop.order(person, 'shop', key).catch(() => undefined)
    if (ordered !== undefined) return ordered
  }
  throw new Error('nobody taps so often')
}

/** Of ten people, seven come back to the page after the payment: at once, 5 s and 20 s later. */
const comesBack = (at: number): boolean => at % 10 < 7

const lookAfterPaying = async (shop: PayWorld, orders: ReadonlyMap<string, string>): Promise<void> => {
  const returning = [...orders].filter((_, at) => comesBack(at))
  for (const wait of ['0s', '5s', '15s']) {
    shop.world.clock.advance(wait)
    await shop.world.settled()
    await allOf(returning, async ([person, order]) => {
      v.is(ReplySchema, await shop.pay(person, 'shop', { action: 'await', order }).catch(() => undefined))
    })
  }
}

const WindowSchema = v.object({ state: v.string(), tries: v.number() })

const windowsOf = (shop: PayWorld) =>
  shop.documents('orders').flatMap(({ window }) => (v.is(WindowSchema, window) ? [window] : []))

const countsOf = (states: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** As it stands in the order, to tell bad luck from a window that was used and not stored. */
const windowOf = (shop: PayWorld, person: string): string => {
  const { openid } = shop.world.person(person).in('shop')
  const order = shop.documents('orders').find(({ buyer }) => Object(buyer).openid === openid)
  return JSON.stringify(order?.['window'])
}

const judge = async (shop: PayWorld): Promise<BadDay> => {
  const paid = (await shop.payments()).filter(({ state }) => state === 'SUCCESS')
  const lost: string[] = []
  for (const { personId } of paid) {
    const wanted = await shop.unionidOf(personId, 'shop')
    if (shop.storedUnionid(personId, 'shop') !== wanted) lost.push(`${personId}: ${windowOf(shop, personId)}`)
  }
  return {
    payments: paid.length,
    lost,
    granted: shop.events('order.paid').length,
    unanswered: paid.filter(({ accepted }) => !accepted).map(({ outTradeNo }) => outTradeNo),
    callbacks: paid.reduce((sum, { notified }) => sum + notified, 0),
    asked: windowsOf(shop).reduce((sum, { tries }) => sum + tries, 0),
    windows: countsOf(windowsOf(shop).map(({ state }) => state)),
  }
}

/** Plays the day: everybody pays once, in waves. */
export const playBadDay = async (people: number, seed: FaultPlan['seed']): Promise<BadDay> => {
  const names = Array.from({ length: people }, (_, at) => `p${at}`)
  const shop = await openPayWorld({ people: names, instances: AT_ONCE })
  try {
    await allOf(names, async (name) => {
      await login(shop.world, name, 'shop')
    })
    await shop.runJobs()
    // Five minutes of this day are five minutes, however long the machine takes for them.
    shop.world.clock.freeze()
    await shop.post('/__world/faults', { seed, faults: BAD_DAY })
    const orders = new Map<string, string>()
    await allOf(names, async (name) => {
      const ordered = await orderPatiently(shop, name)
      await shop.confirm(ordered, name)
      orders.set(name, ordered.order)
    })
    await lookAfterPaying(shop, orders)
    for (let minute = 0; minute < 6; minute++) {
      shop.world.clock.advance('1m')
      await shop.runJobs().catch(() => {})
    }
    await shop.faults()
    // The day is over: what WeChat has told is given to the accounts, and callbacks come until they are taken.
    await shop.minutes(10)
    shop.world.clock.advance('1d')
    await shop.world.settled()
    return await judge(shop)
  } finally {
    await shop.world.close()
  }
}
