import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../emulator/cloudbase/caller.ts'
import { login } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

/** Events: paymentCallback reference; SOURCE: Cloud.getWXContext reference (developers.weixin.qq.com, 2026-11). */

const current = usePayWorld({ instances: 4 })

const FROM_PAY: Caller = { source: 'wx_paycallback' }
const TRANSACTION = '4200001234202611200000000001'

const open = async () => {
  const shop = current()
  const { world } = shop
  await login(world, 'alice', 'shop')
  const alice = world.person('alice').in('shop')
  /** What WeChat Pay would send about an order. */
  const eventOf = (order: string, more: object = {}) => ({
    returnCode: 'SUCCESS',
    resultCode: 'SUCCESS',
    appid: 'wxd62fd7d5d0d9d8a2',
    mchId: '1800008281',
    subAppid: alice.appid,
    subMchId: '1000000001',
    openid: 'oHisOpenidAtTheProvider12345',
    subOpenid: alice.openid,
    outTradeNo: order.slice('or-'.length),
    transactionId: TRANSACTION,
    totalFee: 1_900,
    timeEnd: '20261120160000',
    ...more,
  })
  return {
    ...shop,
    alice,
    eventOf,
    send: (caller: Caller, event: unknown) => world.callAs(caller, 'payCallback', event),
    byHttp: async (body: unknown, path = '/unifiedOrderTrigger') => {
      const reply = await fetch(`${world.http('payCallback')}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const said: unknown = await reply.json()
      return said
    },
    /** Everything that is stored but what `jobs` keeps for itself. */
    stored: () =>
      ['users', 'identities', 'orders', 'audit'].map((collection) =>
        JSON.stringify(world.database.documents(collection)),
      ),
    grants: () => shop.events('order.paid'),
  }
}

const NOT_TAKEN = { errcode: 1, code: 'FAIL' }
const TAKEN = { errcode: 0, errmsg: 'ok', code: 'SUCCESS' }

describe('the callback of a payment', () => {
  it('is taken once, told fifteen times more', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'duplicate', copies: 15 })
    await shop.buy()
    await shop.minutes(2)
    expect(shop.callsOf('payCallback')).toHaveLength(16)
    expect((await shop.payments())[0]).toMatchObject({ notified: 16, accepted: true })
    expect(shop.grants()).toHaveLength(1)
    expect(shop.onlyOrder()).toMatchObject({
      state: 'paid',
      disputes: [],
      window: { state: 'used', tries: 1 },
    })
    // Each of the fifteen costs one request.
    const requests = shop.callsOf('payCallback').map((call) => call.requests.length)
    expect(requests).toEqual([4, ...Array.from({ length: 15 }, () => 1)])
  })

  it('is taken once, told four times at the same moment by four instances', async () => {
    const shop = await open()
    const { order } = await shop.order()
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => shop.send(FROM_PAY, shop.eventOf(order))),
    )
    expect(replies.map((reply) => Object(reply).errcode)).toEqual([0, 0, 0, 0])
    await shop.minutes(1)
    expect(shop.grants()).toHaveLength(1)
  })

  it('is each order’s own, in whatever order they come', async () => {
    const shop = await open()
    const orders = [await shop.order(), await shop.order(), await shop.order()]
    for (const [at, { order }] of [...orders.entries()].reverse()) {
      const transactionId = `420000123420261120000000000${at}`
      expect(await shop.send(FROM_PAY, shop.eventOf(order, { transactionId }))).toMatchObject(TAKEN)
    }
    await shop.minutes(1)
    expect(shop.documents('orders').map(({ state }) => state)).toEqual(['paid', 'paid', 'paid'])
    expect(shop.grants()).toHaveLength(3)
  })

  it('before the timer’s turn, after the order was closed, is still the truth', async () => {
    const shop = await open()
    const { order } = await shop.order()
    expect(await shop.pay('alice', 'shop', { action: 'close', order })).toMatchObject({ state: 'closed' })
    expect(await shop.send(FROM_PAY, shop.eventOf(order))).toMatchObject(TAKEN)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid' })
  })

  it('is not taken while the database is away, and comes again', async () => {
    const shop = await open()
    const ordered = await shop.order()
    await shop.faults({ at: 'database.*', effect: 'busy', times: 1 })
    await shop.confirm(ordered)
    await shop.world.settled()
    expect((await shop.payments())[0]).toMatchObject({ notified: 1, accepted: false })
    shop.world.clock.advance('15s')
    await shop.world.settled()
    expect((await shop.payments())[0]).toMatchObject({ notified: 2, accepted: true })
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid' })
  })

  it('in the snake_case of older pages is read as well', async () => {
    const shop = await open()
    const { order } = await shop.order()
    const event = Object.fromEntries(
      Object.entries(shop.eventOf(order)).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    )
    expect(await shop.send(FROM_PAY, event)).toMatchObject(TAKEN)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid', transactionId: TRANSACTION })
  })
})

describe('one lease for the callback, the person and the timer', () => {
  it('lets one of them ask WeChat, however many come at once', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const order = await shop.buy()
    const timer = shop.runJobs()
    await Promise.all([timer, ...Array.from({ length: 4 }, () => shop.awaits(order))])
    const asked = ['pay', 'payCallback', 'jobs']
      .flatMap((name) => shop.callsOf(name))
      .flatMap(({ requests }) => requests)
      .filter(({ action }) => action === 'wx.openApi')
    expect(asked).toHaveLength(1)
    expect(shop.storedUnionid('alice', 'shop')).toBe(await shop.unionidOf('alice', 'shop'))
  })

  it('is free 20 s after its holder was killed', async () => {
    const shop = await open()
    await shop.faults({ at: 'wx.openApi', effect: 'kill', times: 1 })
    const order = await shop.buy()
    const { clock } = shop.world
    clock.advance('19s')
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'waiting' })
    clock.advance('1s')
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'known' })
  })
})

describe('A26: a notice that WeChat Pay did not send', () => {
  it.each([
    ['a client', { source: 'wx_client' }],
    ['DevTools', { source: 'wx_devtools' }],
    ['a function that a client called', { source: 'wx_client,scf' }],
    ['a timer', { source: 'wx_trigger' }],
    ['a function that a payment called', { source: 'wx_paycallback,scf' }],
    ['the console', { source: '' }],
  ])('by %s is refused, and nothing is read or written', async (_, { source }) => {
    const shop = await open()
    const { order } = await shop.order()
    const before = shop.stored()
    const { appid, openid } = shop.alice
    const person = source === 'wx_client' ? { appid, openid } : {}
    expect(await shop.send({ source, ...person }, shop.eventOf(order))).toMatchObject({
      ...NOT_TAKEN,
      errmsg: 'NOT_A_PAYMENT_CALLBACK',
    })
    expect(shop.world.calls().at(-1)?.requests).toEqual([])
    expect(shop.stored()).toEqual(before)
  })

  it('by HTTP is a hint: WeChat Pay is asked, says that nothing is paid, and nothing is written', async () => {
    const shop = await open()
    const { order } = await shop.order()
    const before = shop.stored()
    const hint = (outTradeNo: string) => ({
      event_type: 'TRANSACTION.SUCCESS',
      ParsedContent: { out_trade_no: outTradeNo, trade_state: 'SUCCESS', transaction_id: TRANSACTION },
    })
    expect(await shop.byHttp(hint(order.slice(3)))).toMatchObject(NOT_TAKEN)
    expect(await shop.byHttp(hint('no-such-order'))).toMatchObject(NOT_TAKEN)
    expect(await shop.byHttp('no JSON')).toMatchObject({ ...NOT_TAKEN, errmsg: 'INPUT_INVALID' })
    expect(await shop.byHttp(hint(order.slice(3)), '/elsewhere')).toMatchObject({
      ...NOT_TAKEN,
      errmsg: 'NOT_A_PAYMENT_CALLBACK',
    })
    expect(shop.stored()).toEqual(before)
  })

  it('by HTTP of an order that is paid is taken from WeChat Pay’s own answer', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const order = await shop.buy()
    // What the body says is not looked at: neither the amount nor whose it is.
    const lies = { trade_state: 'NOTPAY', amount: { total: 1 }, payer: { openid: 'oSomebodyElse' } }
    const body = { ParsedContent: { out_trade_no: order.slice(3), ...lies } }
    expect(await shop.byHttp(body)).toMatchObject(TAKEN)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid', disputes: [] })
    expect(await shop.byHttp(body)).toMatchObject(TAKEN)
  })
})

describe('A27: a notice that does not agree with the order', () => {
  it.each([
    ['another amount', { totalFee: 1 }, ['fen']],
    ['another merchant', { subMchId: '1000000002' }, ['mchId']],
    ['another app', { subAppid: 'wx8c1d9b4f2a6e7d30' }, ['appid']],
    ['another person', { subOpenid: 'oSomebodyElse000000000000000' }, ['openid']],
  ])('%s is recorded and alerted, and nothing is granted', async (_, wrong, fields) => {
    const shop = await open()
    const { order } = await shop.order()
    expect(await shop.send(FROM_PAY, shop.eventOf(order, wrong))).toMatchObject(TAKEN)
    expect(await shop.send(FROM_PAY, shop.eventOf(order, wrong))).toMatchObject(TAKEN)
    expect(shop.onlyOrder()).toMatchObject({
      state: 'held',
      disputes: [{ transactionId: TRANSACTION, fields }],
    })
    expect(shop.onlyOrder()).not.toHaveProperty('window')
    await shop.minutes(2)
    expect(shop.events('alert')).toEqual([
      expect.objectContaining({ app: 'shop', reason: `PAYMENT_MISMATCH: ${order}: ${fields.join(', ')}` }),
    ])
    expect(shop.grants()).toEqual([])
    expect(await shop.pay('alice', 'shop', { action: 'query', order })).toMatchObject({ state: 'held' })
    // The payment that was meant is still taken.
    const right = { transactionId: '4200001234202611200000000002' }
    expect(await shop.send(FROM_PAY, shop.eventOf(order, right))).toMatchObject(TAKEN)
    await shop.minutes(1)
    expect(shop.grants()).toHaveLength(1)
  })

  it('a second payment of one order grants nothing more', async () => {
    const shop = await open()
    const order = await shop.buy()
    expect(await shop.send(FROM_PAY, shop.eventOf(order))).toMatchObject(TAKEN)
    await shop.minutes(2)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid', disputes: [{ fields: ['transactionId'] }] })
    expect(shop.grants()).toHaveLength(1)
    expect(shop.events('alert')).toHaveLength(1)
  })

  it('an order that we do not have is recorded and alerted once', async () => {
    const shop = await open()
    const event = shop.eventOf(`or-${randomUUID().slice(0, 32).replaceAll('-', '_')}`)
    for (let times = 0; times < 3; times++) expect(await shop.send(FROM_PAY, event)).toMatchObject(TAKEN)
    expect(shop.events('alert')).toEqual([
      expect.objectContaining({ app: 'shop', reason: expect.stringMatching(/^PAYMENT_UNKNOWN: /) }),
    ])
  })

  it('what is no payment at all comes again', async () => {
    const shop = await open()
    for (const event of [{}, { returnCode: 'FAIL' }, { returnCode: 'SUCCESS', resultCode: 'SUCCESS' }])
      expect(await shop.send(FROM_PAY, event)).toMatchObject({ ...NOT_TAKEN, errmsg: 'INPUT_INVALID' })
  })
})

it('A30: a phone cannot call the function at all', async () => {
  const shop = await open()
  const { order } = await shop.order()
  await expect(shop.alice.call('payCallback', shop.eventOf(order))).rejects.toMatchObject({
    errCode: -501023,
  })
  expect(shop.callsOf('payCallback')).toEqual([])
})

describe('A31: somebody else’s order', () => {
  it('is neither shown nor looked up for who asks', async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    const order = await shop.buy()
    await shop.faults()
    await login(shop.world, 'bob', 'shop')
    await login(shop.world, 'alice', 'club')
    for (const [person, app] of [
      ['bob', 'shop'],
      ['alice', 'club'],
      ['carol', 'shop'],
    ] as const)
      for (const action of ['await', 'query', 'close'])
        expect(await shop.pay(person, app, { action, order })).toMatchObject({ code: 'ORDER_NOT_FOUND' })
    expect(shop.storedUnionid('bob', 'shop')).toBeUndefined()
    expect(shop.onlyOrder()).toMatchObject({ window: { state: 'open', tries: 1 } })
  })

  it('cannot be named by who pays for it: the unionid is asked for the one who ordered', async () => {
    const shop = await open()
    const { order } = await shop.order()
    await login(shop.world, 'bob', 'shop')
    // Bob’s payment under alice’s number: WeChat knows no such payment of alice, and the fields differ.
    const { openid: subOpenid } = shop.world.person('bob').in('shop')
    await shop.send(FROM_PAY, shop.eventOf(order, { subOpenid }))
    await shop.minutes(1)
    expect(shop.storedUnionid('alice', 'shop')).toBeUndefined()
    expect(shop.storedUnionid('bob', 'shop')).toBeUndefined()
  })

  it('89300 is the end: nothing is attached', async () => {
    const shop = await open()
    const { order } = await shop.order()
    // A payment that WeChat itself does not know.
    await shop.send(FROM_PAY, shop.eventOf(order))
    expect(shop.onlyOrder()).toMatchObject({ window: { state: 'lost', tries: 1, reason: '89300' } })
    await shop.minutes(2)
    expect(shop.storedUnionid('alice', 'shop')).toBeUndefined()
  })
})
