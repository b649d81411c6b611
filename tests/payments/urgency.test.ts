import * as v from 'valibot'
import { expect, it } from 'vitest'
import { OrderIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { Gate } from '../interleaving.ts'
import { shopWith, useStoredOrders } from './storedOrders.ts'

const PAID = Date.parse('2026-11-20T08:00:00Z')
const ORDERS = 60
const config = shopWith([{ openPlatform: 'main', since: '2021-03-01' }])
const { at, paidOrder, run, documents } = useStoredOrders()

/** A name for what a request does, where that matters here. */
const kindOf = (asked: readonly { readonly method: string; readonly args: readonly unknown[] }[]): string => {
  const collection = asked.find(({ method }) => method === 'collection')?.args[0]
  const written = asked.at(-1)?.method === 'update' || asked.at(-1)?.method === 'add'
  return written && collection !== 'orders' ? `writes ${collection}` : ''
}

it('a run asks WeChat about all payments before it does anything else with one of them', async () => {
  at(PAID)
  for (let n = 0; n < ORDERS; n++)
    await paidOrder(config, {
      _id: v.parse(OrderIdSchema, `or-${String(n).padStart(32, '0')}`),
      transactionId: String(4_200_001_234_202_611_200n * 1_000n + BigInt(n)),
      window: { state: 'open', until: PAID + 300_000, tries: 0 },
      announce: true,
    })
  const happened: string[] = []
  const gate: Gate = (request, asked = []) => {
    const kind = kindOf(asked)
    if (kind !== '') happened.push(kind)
    return request()
  }
  at(PAID + 60_000)
  const payer = async () => {
    happened.push('asks WeChat')
    return { unionid: 'unionid-of-alice-at-main' }
  }
  await run({ config, payer, gate })
  const firstOther = happened.findIndex((kind) => kind !== 'asks WeChat')
  expect(happened.slice(0, firstOther)).toHaveLength(ORDERS)
  expect(happened.filter((kind) => kind === 'asks WeChat')).toHaveLength(ORDERS)
  expect(documents('orders').filter(({ announce }) => announce === true)).toEqual([])
})
