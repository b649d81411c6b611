import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { becomeAdministrator, login, requestsOf } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

const current = usePayWorld()

const open = async () => {
  const shop = current()
  await login(shop.world, 'alice', 'shop')
  const pay = (data: object, person = 'alice', app = 'shop') => shop.pay(person, app, data)
  const faults = (at: string, effect: 'busy' | 'lost-reply') => shop.faults({ at, effect, times: 1 })
  return { ...shop, pay, oneFault: faults }
}

describe('an order', () => {
  it('costs what the server says, and two requests', async () => {
    const shop = await open()
    expect(await shop.pay({ action: 'products' })).toEqual({
      ok: true,
      products: [
        { id: 'coffee', description: '一杯咖啡', fen: 1_900 },
        { id: 'sticker', description: '一张贴纸', fen: 1 },
      ],
    })
    // What a client says about amounts is not looked at.
    const wish = {
      action: 'order',
      product: 'coffee',
      key: randomUUID(),
      fen: 1,
      totalFee: 1,
      description: 'x',
    }
    expect(await shop.pay(wish)).toMatchObject({
      ok: true,
      product: 'coffee',
      fen: 1_900,
      expires: shop.world.clock.now() + 15 * 60_000,
      payment: { signType: 'MD5', package: expect.stringMatching(/^prepay_id=/) },
    })
    expect(requestsOf(shop.world)).toEqual(['aggregateDocuments', 'insertDocument', 'wx.wxPayApi'])
    expect(await shop.payments()).toMatchObject([
      { totalFee: 1_900, body: '一杯咖啡', functionName: 'payCallback' },
    ])
  })

  it('is one for the same key, and its payment the same', async () => {
    const shop = await open()
    const key = randomUUID()
    const first = await shop.order('alice', 'shop', key)
    const again = await Promise.all([1, 2, 3].map(() => shop.order('alice', 'shop', key)))
    for (const { order, payment } of again) {
      expect(order).toBe(first.order)
      expect(payment['package']).toBe(first.payment['package'])
    }
    expect(await shop.payments()).toHaveLength(1)
    // Somebody else’s same key is another order.
    await login(shop.world, 'bob', 'shop')
    expect((await shop.order('bob', 'shop', key)).order).not.toBe(first.order)
  })

  it('can be asked for again when WeChat Pay was busy, or its answer lost', async () => {
    const shop = await open()
    const key = randomUUID()
    const wish = { action: 'order', product: 'coffee', key }
    await shop.oneFault('wx.wxPayApi', 'busy')
    expect(await shop.pay(wish)).toMatchObject({ ok: false, code: 'PAYMENT_BUSY', retry: 'later' })
    await shop.oneFault('wx.wxPayApi', 'lost-reply')
    expect(await shop.pay(wish)).toMatchObject({ ok: false, code: 'PAYMENT_BUSY' })
    expect(await shop.pay(wish)).toMatchObject({ ok: true })
    expect(await shop.payments()).toHaveLength(1)
  })

  it('that WeChat Pay calls paid is paid, although nobody has told us: the SDK resolves with the refusal', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const key = randomUUID()
    await shop.confirm(await shop.order('alice', 'shop', key))
    expect(shop.onlyOrder()).toMatchObject({ state: 'created' })
    expect(await shop.pay({ action: 'order', product: 'coffee', key })).toMatchObject({ code: 'ORDER_PAID' })
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid', window: { state: 'used' } })
  })

  it.each([
    ['a product that is not sold', { product: 'tea' }, 'PAYMENT_NOT_OFFERED'],
    ['no key', { key: undefined }, 'INPUT_INVALID'],
    ['a short key', { key: '1' }, 'INPUT_INVALID'],
    ['no product', { product: undefined }, 'INPUT_INVALID'],
  ])('is refused with %s, and nothing is stored', async (_, wrong, code) => {
    const shop = await open()
    const wish = { action: 'order', product: 'coffee', key: randomUUID(), ...wrong }
    expect(await shop.pay(wish)).toMatchObject({ ok: false, code })
    expect(shop.documents('orders')).toEqual([])
  })

  it('is refused to who has not signed in, and for a key that stands for something else', async () => {
    const shop = await open()
    const key = randomUUID()
    const wish = { action: 'order', product: 'coffee', key }
    expect(await shop.pay(wish, 'bob')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    await shop.pay(wish)
    expect(await shop.pay({ ...wish, product: 'sticker' })).toMatchObject({ code: 'ORDER_KEY_REUSED' })
  })

  it('that is paid is neither ordered nor closed again', async () => {
    const shop = await open()
    const key = randomUUID()
    const ordered = await shop.order('alice', 'shop', key)
    await shop.confirm(ordered)
    await shop.world.settled()
    const { order } = ordered
    expect(await shop.pay({ action: 'order', product: 'coffee', key })).toMatchObject({ code: 'ORDER_PAID' })
    expect(await shop.pay({ action: 'close', order })).toMatchObject({ code: 'ORDER_PAID' })
    expect(await shop.pay({ action: 'query', order })).toMatchObject({ state: 'paid' })
  })

  it('is closed for who changes their mind, twice if they like', async () => {
    const shop = await open()
    const key = randomUUID()
    const ordered = await shop.order('alice', 'shop', key)
    const { order } = ordered
    for (let times = 0; times < 2; times++)
      expect(await shop.pay({ action: 'close', order })).toMatchObject({ state: 'closed' })
    await expect(shop.confirm(ordered)).rejects.toThrow('订单已关闭')
    expect(await shop.pay({ action: 'order', product: 'coffee', key })).toMatchObject({
      code: 'ORDER_CLOSED',
    })
    await shop.minutes(2)
    expect(shop.onlyOrder()).toMatchObject({ state: 'closed', announce: false })
  })

  it('whose closing was not answered is closed, asked again; one that was paid meanwhile is paid', async () => {
    const shop = await open()
    const { order } = await shop.order()
    await shop.oneFault('wx.wxPayApi', 'lost-reply')
    expect(await shop.pay({ action: 'close', order })).toMatchObject({ code: 'PAYMENT_BUSY' })
    expect(await shop.pay({ action: 'close', order })).toMatchObject({ state: 'closed' })
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const other = await shop.buy()
    expect(await shop.pay({ action: 'close', order: other })).toMatchObject({ code: 'ORDER_PAID' })
    expect(await shop.pay({ action: 'query', order: other })).toMatchObject({ state: 'paid' })
  })

  it('that was paid in time is found paid by who comes back after it has expired', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const ordered = await shop.order()
    shop.world.clock.advance('14m')
    await shop.confirm(ordered)
    shop.world.clock.advance('4m')
    expect(await shop.awaits(ordered.order)).toMatchObject({ state: 'paid', unionid: 'known' })
    const unpaid = await shop.order()
    shop.world.clock.advance('16m')
    expect(await shop.awaits(unpaid.order)).toMatchObject({ state: 'closed' })
  })

  it('that nobody pays expires after a quarter of an hour, and is looked at ten times at most', async () => {
    const shop = await open()
    const ordered = await shop.order()
    await shop.minutes(14)
    expect(await shop.payments()).toMatchObject([{ state: 'NOTPAY' }])
    await shop.minutes(4)
    expect(await shop.payments()).toMatchObject([{ state: 'CLOSED' }])
    expect(shop.onlyOrder()).toMatchObject({ state: 'closed' })
    await expect(shop.confirm(ordered)).rejects.toThrow('订单已')
    const asked = shop
      .callsOf('jobs')
      .flatMap(({ requests }) => requests)
      .filter(({ action }) => action === 'wx.wxPayApi')
    expect(asked.length).toBeLessThanOrEqual(10)
  })

  it('that is paid in its last second, with nobody to tell of it, is found paid', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const ordered = await shop.order()
    shop.world.clock.advance('14m59s')
    await shop.confirm(ordered)
    await shop.minutes(2)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid', window: { state: 'used' } })
  })
})

describe('a paid order', () => {
  it('is told once, to who the buyer is now', async () => {
    const shop = await open()
    await login(shop.world, 'alice', 'club')
    await shop.buy('alice', 'club')
    await shop.buy()
    await shop.minutes(3)
    expect(shop.events('order.paid')).toHaveLength(2)
    expect(shop.documents('orders').map(({ announce }) => announce)).toEqual([false, false])
  })
})

describe('a refund', () => {
  const refund = (order: string, more: object = {}) => ({
    action: 'refund',
    order,
    key: 'refund-0000000001',
    reason: '客户退货',
    ...more,
  })

  const paid = async () => {
    const shop = await open()
    const order = await shop.buy()
    await becomeAdministrator(shop.world, 'bob')
    return { ...shop, order }
  }

  it('is given by administrators only', async () => {
    const { pay, order } = await paid()
    expect(await pay(refund(order))).toMatchObject({ code: 'NOT_ADMINISTRATOR' })
    expect(await pay(refund(order), 'carol')).toMatchObject({ code: 'NOT_SIGNED_IN' })
  })

  it('gives back all that is left, once for a key, and is written down', async () => {
    const { pay, order, events, payments } = await paid()
    expect(await pay(refund(order, { fen: 900 }), 'bob')).toMatchObject({ state: 'paid', refunded: 900 })
    for (let times = 0; times < 2; times++) {
      const rest = refund(order, { key: 'refund-0000000002' })
      expect(await pay(rest, 'bob')).toMatchObject({ refunded: 1_900 })
    }
    expect(await payments()).toMatchObject([{ state: 'REFUND' }])
    expect(events('order.refunded').map(({ reason }) => reason)).toEqual([
      '900 fen: 客户退货',
      '1000 fen: 客户退货',
    ])
    const more = refund(order, { key: 'refund-0000000003' })
    expect(await pay(more, 'bob')).toMatchObject({ code: 'REFUND_REFUSED' })
  })

  it('never gives back more than was paid, asked for by two at once', async () => {
    const { pay, order, onlyOrder } = await paid()
    const both = ['refund-0000000001', 'refund-0000000002'].map((key) =>
      pay(refund(order, { key, fen: 1_000 }), 'bob'),
    )
    const codes = (await Promise.all(both)).map((reply) => reply['code'] ?? 'given')
    expect([...codes].sort()).toEqual(['REFUND_REFUSED', 'given'])
    expect(onlyOrder()['refunds']).toHaveLength(1)
  })

  it('whose answer was lost is given once, asked for again with the same key', async () => {
    const { pay, order, faults, onlyOrder } = await paid()
    // Neither the answer nor the report comes.
    const silent = { at: 'pay.callback', effect: 'lose' } as const
    await faults({ at: 'wx.wxPayApi', effect: 'lost-reply', times: 1 }, silent)
    expect(await pay(refund(order, { fen: 100 }), 'bob')).toMatchObject({ code: 'PAYMENT_BUSY' })
    expect(onlyOrder()['refunds']).toMatchObject([{ fen: 100, done: false }])
    expect(await pay(refund(order, { fen: 200 }), 'bob')).toMatchObject({ code: 'REFUND_REFUSED' })
    expect(await pay(refund(order, { fen: 100 }), 'bob')).toMatchObject({ refunded: 100 })
    expect(onlyOrder()['refunds']).toMatchObject([{ fen: 100, done: true }])
  })

  it('whose answer was lost stays noted, although WeChat Pay refuses it the second time', async () => {
    const { pay, order, faults, world, onlyOrder } = await paid()
    const silent = { at: 'pay.callback', effect: 'lose' } as const
    await faults({ at: 'wx.wxPayApi', effect: 'lost-reply', times: 1 }, silent)
    expect(await pay(refund(order, { fen: 100 }), 'bob')).toMatchObject({ code: 'PAYMENT_BUSY' })
    // Refunds are taken within a year (CloudPay.refund reference, 2026-11).
    world.clock.advance('366d')
    expect(await pay(refund(order, { fen: 100 }), 'bob')).toMatchObject({ code: 'REFUND_REFUSED' })
    expect(onlyOrder()['refunds']).toMatchObject([{ fen: 100, done: false }])
  })

  it('is reported by WeChat Pay, once and again, and nobody is alerted', async () => {
    const { pay, order, world, onlyOrder, callsOf, events, faults } = await paid()
    await faults({ at: 'pay.callback', effect: 'duplicate', times: 1 })
    await pay(refund(order, { fen: 100 }), 'bob')
    await world.settled()
    expect(onlyOrder()['refunds']).toMatchObject([{ fen: 100, done: true, status: 'SUCCESS' }])
    // The second time nothing is new.
    expect(callsOf('payCallback').at(-1)?.requests).toHaveLength(1)
    expect(events('alert')).toEqual([])
    expect(onlyOrder()).toMatchObject({ state: 'paid', disputes: [] })
  })

  it('that WeChat Pay could not give is alerted, and can be asked for again', async () => {
    const { pay, order, world, onlyOrder, events } = await paid()
    await pay(refund(order, { fen: 100 }), 'bob')
    await world.settled()
    const [{ number }] = v.parse(v.tuple([v.object({ number: v.string() })]), onlyOrder()['refunds'])
    const tell = (outRefundNo: string) =>
      world.callAs({ source: 'wx_paycallback' }, 'payCallback', {
        returnCode: 'SUCCESS',
        outTradeNo: order.slice('or-'.length),
        outRefundNo,
        refundStatus: 'CHANGE',
      })
    for (let times = 0; times < 2; times++) expect(await tell(number)).toMatchObject({ errcode: 0 })
    expect(onlyOrder()['refunds']).toMatchObject([{ done: false, status: 'CHANGE' }])
    expect(events('alert')).toMatchObject([
      { app: 'shop', reason: expect.stringMatching(/^REFUND_FAILED: or-/) },
    ])
    expect(await pay(refund(order, { fen: 100 }), 'bob')).toMatchObject({ refunded: 100 })
    // One that was made in the merchant’s console is none of ours.
    expect(await tell('made-by-hand')).toMatchObject({ errcode: 0 })
    expect(events('alert')).toHaveLength(1)
  })

  it('is refused for what is not paid, and by WeChat Pay after a year: then nothing is noted', async () => {
    const { pay, order, world, onlyOrder } = await paid()
    world.clock.advance('366d')
    expect(await pay(refund(order), 'bob')).toMatchObject({ code: 'REFUND_REFUSED' })
    expect(onlyOrder()['refunds']).toEqual([])
    const { order: unpaid } = await current().order()
    expect(await pay(refund(unpaid), 'bob')).toMatchObject({ code: 'REFUND_REFUSED' })
  })
})
