import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { UnionIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { takeReport } from '../../cloudfunctions/common/flows/payment/callback.ts'
import { TRANSACTION } from '../../cloudfunctions/common/flows/payment/testing.ts'
import { eraseEverywhere } from '../../cloudfunctions/common/store/erasure.ts'
import { IDENTITIES } from '../../cloudfunctions/common/store/identities.ts'
import { changeOrder, takeOrders } from '../../cloudfunctions/common/store/orders.ts'
import { remove } from '../../cloudfunctions/common/store/requests.ts'
import type { Gate, Step } from '../interleaving.ts'
import { justBefore } from '../interleaving.ts'
import { noPayments } from '../storeWorld.ts'
import { reportOf, shopWith, useStoredOrders } from './storedOrders.ts'

/** What somebody else does between two requests of whoever works on an order. */

const PAID = Date.parse('2026-11-20T08:00:00Z')
const UNIONID = v.parse(UnionIdSchema, 'unionid-of-alice-at-main')
const OPEN = { state: 'open', until: PAID + 300_000, tries: 0 } as const
const config = shopWith([{ openPlatform: 'main', since: '2021-03-01' }])
const { at, paidOrder, run, ports, documents, window } = useStoredOrders()

const isOf = (collection: string, method: string) => (asked: readonly Step[]) =>
  asked.some((step) => step.method === 'collection' && step.args[0] === collection) &&
  asked.at(-1)?.method === method

describe('while WeChat is asked', () => {
  it('the account is deleted: the answer is kept nowhere', async () => {
    at(PAID)
    const { buyer } = await paidOrder(config, { window: OPEN })
    const payer = async () => {
      if (buyer !== undefined) await eraseEverywhere(ports().db, [buyer.userId], 0)
      return { unionid: UNIONID }
    }
    let isKept = false
    const gate: Gate = async (request) => {
      const reply = await request()
      isKept ||= JSON.stringify(documents('orders')).includes(UNIONID)
      return reply
    }
    await run({ config, payer, gate })
    expect(isKept).toBe(false)
    at(PAID + 60_000)
    await run({ config })
    expect(window()).toMatchObject({ state: 'dropped' })
    expect(documents(IDENTITIES)).toEqual([])
  })
})

describe('before the answer is given to the account', () => {
  it('the identity goes: no account comes into being', async () => {
    at(PAID)
    await paidOrder(config, { window: { state: 'answered', tries: 1, unionid: UNIONID, at: PAID } })
    const users = documents('users').length
    const everything = { _id: ports().db.command.exists(true) }
    const gate = justBefore(isOf(IDENTITIES, 'end'), () => remove(ports().db, IDENTITIES, everything))
    await run({ config, gate })
    expect(window()).toEqual({ state: 'dropped', tries: 1, reason: 'IDENTITY_GONE' })
    expect(documents(IDENTITIES)).toEqual([])
    expect(documents('users')).toHaveLength(users)
  })
})

describe('between the reading and the writing of a callback', () => {
  it('somebody takes the order: it is marked all the same, and stays theirs', async () => {
    at(PAID)
    const order = await paidOrder(config, { state: 'created', transactionId: undefined, paidAt: undefined })
    const lease = { by: 'somebody', until: PAID + 20_000 }
    const gate = justBefore(isOf('orders', 'update'), () => changeOrder(ports().db, order, { lease }))
    const given = { ports: ports(gate), config, doors: noPayments }
    expect(await takeReport(given, reportOf(order))).toBe('paid')
    expect(documents('orders')).toMatchObject([
      { state: 'paid', announce: true, lease, window: { state: 'open' } },
    ])
  })

  it('another callback marks it: nothing is marked twice', async () => {
    at(PAID)
    const order = await paidOrder(config, { state: 'created', transactionId: undefined, paidAt: undefined })
    const given = { ports: ports(), config, doors: noPayments }
    const gate = justBefore(isOf('orders', 'update'), () => takeReport(given, reportOf(order)))
    expect(await takeReport({ ...given, ports: ports(gate) }, reportOf(order))).toBe('known')
    expect(documents('orders')).toMatchObject([{ state: 'paid', disputes: [] }])
  })
})

describe('the lease of an order', () => {
  it('is one run’s, if two have found it due', async () => {
    at(PAID)
    const { _id } = await paidOrder(config, { window: OPEN })
    const { db } = ports()
    const taken = (by: string) => takeOrders(db, [_id], PAID, { by, until: PAID + 20_000 })
    expect(await taken('one')).toHaveLength(1)
    expect(await taken('other')).toHaveLength(0)
  })

  it('is too short for another question when WeChat Pay took its time', async () => {
    at(PAID)
    const order = await paidOrder(config, { state: 'created', transactionId: undefined, paidAt: undefined })
    let asked = 0
    const payCall = async () => {
      at(PAID + 13_000)
      const { orderNumber: outTradeNo, mchId: subMchId, fen: totalFee } = reportOf(order)
      const payment = {
        outTradeNo,
        subMchId,
        totalFee,
        transactionId: TRANSACTION,
        timeEnd: '20261120160000',
      }
      return { returnCode: 'SUCCESS', resultCode: 'SUCCESS', tradeState: 'SUCCESS', ...payment }
    }
    const payer = async () => {
      asked += 1
      return { unionid: UNIONID }
    }
    await run({ config, payCall, payer })
    expect(asked).toBe(0)
    expect(documents('orders')).toMatchObject([{ state: 'paid', window: { state: 'open', tries: 0 } }])
    at(PAID + 60_000)
    await run({ config, payCall, payer })
    expect(asked).toBe(1)
    expect(window()).toMatchObject({ state: 'used' })
  })
})
