import { describe, expect, it } from 'vitest'
import { takeReport } from '../../cloudfunctions/common/flows/payment/callback.ts'
import { TRANSACTION } from '../../cloudfunctions/common/flows/payment/testing.ts'
import type { OrderDocument } from '../../cloudfunctions/common/store/orders.ts'
import type { Gate } from '../interleaving.ts'
import { cutAt, isCut, justBefore } from '../interleaving.ts'
import { noPayments } from '../storeWorld.ts'
import { reportOf, shopWith, useStoredOrders } from './storedOrders.ts'

/** What business functions are told of orders: at least once, and the same thing always under the same id. */

const PAID = Date.parse('2026-11-20T08:00:00Z')
const MINUTE = 60_000
const config = shopWith([{ openPlatform: 'main', since: '2021-03-01' }], ['orders'])

const { at, paidOrder, run, documents, clear, ports } = useStoredOrders()

const isPayment = (event: unknown): boolean => Object(event).type === 'order.paid'

const DISPUTE = { transactionId: '4200001234202611200000000009', fields: ['fen'], fen: 1, at: PAID }

const HELD: Partial<OrderDocument> = {
  state: 'held',
  announce: true,
  disputes: [DISPUTE],
  transactionId: undefined,
}

/** Runs until nothing is left, as the timer would; what was leased by who is gone is free by then. */
const runs = async (told: unknown[]): Promise<void> => {
  for (let minute = 1; minute <= 5; minute++) {
    at(PAID + minute * MINUTE)
    await run({ config, told })
  }
}

describe('a paid order', () => {
  it('is told with what was bought, for how much, by whom and when', async () => {
    at(PAID)
    const { _id, buyer } = await paidOrder(config, { announce: true })
    const told: unknown[] = []
    await runs(told)
    const ofTheOrder = told.filter(isPayment)
    expect(ofTheOrder).toEqual([
      {
        type: 'order.paid',
        id: expect.stringMatching(/^ev-/),
        at: PAID,
        userId: buyer?.userId,
        order: _id,
        app: 'shop',
        product: 'coffee',
        fen: 1_900,
        transactionId: TRANSACTION,
      },
    ])
    expect(documents('orders')).toMatchObject([{ announce: false }])
  })

  it('is told under one id, and written down once, cut off after any request of the run', async () => {
    const cutAfter = async (nth: number): Promise<boolean> => {
      await clear()
      at(PAID)
      await paidOrder(config, { announce: true })
      const told: unknown[] = []
      at(PAID + 1)
      const wasCut = await run({ config, told, gate: cutAt(nth, 'reply lost') }).then(
        () => false,
        (error: unknown) => isCut(error),
      )
      await runs(told)
      const ids = told.filter(isPayment).map((event) => Object(event).id)
      expect({ nth, ids: new Set(ids).size }).toEqual({ nth, ids: 1 })
      expect(documents('audit').filter(({ what }) => what === 'order.paid')).toHaveLength(1)
      expect(documents('orders')).toMatchObject([{ announce: false, lease: { by: '' } }])
      return wasCut
    }
    let nth = 0
    while (await cutAfter(nth)) nth += 1
    expect(nth).toBeGreaterThan(15)
  })
})

/** Before the first write that says that all is told. */
const beforeItIsToldOff = (happens: () => Promise<unknown>): Gate =>
  justBefore((asked) => JSON.stringify(asked.at(-1)?.args ?? []).includes('"announce":false'), happens)

describe('a payment that comes in while a dispute is being told', () => {
  it('is told, too', async () => {
    at(PAID)
    const right = reportOf(await paidOrder(config, HELD))
    const told: unknown[] = []
    const gate = beforeItIsToldOff(() => takeReport({ ports: ports(), config, doors: noPayments }, right))
    await run({ config, told, gate })
    await runs(told)
    expect(told.map((event) => Object(event).type).filter((type) => type !== 'identity.attached')).toEqual([
      'alert',
      'order.paid',
    ])
    expect(documents('orders')).toMatchObject([{ state: 'paid', announce: false, disputes: [DISPUTE] }])
  })

  it('is told, too, when it is a second dispute', async () => {
    at(PAID)
    const another = { transactionId: `${TRANSACTION.slice(0, -1)}7`, fen: 2 }
    const wrong = { ...reportOf(await paidOrder(config, HELD)), ...another }
    const told: unknown[] = []
    const gate = beforeItIsToldOff(() => takeReport({ ports: ports(), config, doors: noPayments }, wrong))
    await run({ config, told, gate })
    await runs(told)
    expect(told.filter((event) => Object(event).type === 'alert')).toHaveLength(2)
    expect(documents('orders')).toMatchObject([{ state: 'held', announce: false }])
  })
})

describe('a payment that does not agree', () => {
  it('is told as an alert, once, and as no payment', async () => {
    at(PAID)
    await paidOrder(config, HELD)
    const told: unknown[] = []
    await runs(told)
    expect(told.filter((event) => Object(event).type !== 'identity.attached')).toEqual([
      {
        type: 'alert',
        id: expect.stringMatching(/^ev-/),
        at: PAID,
        code: 'PAYMENT_MISMATCH',
        app: 'shop',
      },
    ])
  })
})
