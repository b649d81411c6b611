import { describe, expect, it } from 'vitest'
import { login, requestsOf } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

/** getPaidUnionId: "within 5 minutes after the payment"; 89300, 89002, -1 (its reference, developers.weixin.qq.com, 2026-11). */

const current = usePayWorld()

/** Alice has signed in to the shop, which told no unionid. */
const open = async () => {
  const shop = current()
  expect((await login(shop.world, 'alice', 'shop')).unionid).toBe('missing')
  const advance = (duration: string) => shop.world.clock.advance(duration)
  const asked = () =>
    shop.world
      .calls()
      .flatMap(({ requests }) => requests)
      .filter(({ action }) => action === 'wx.openApi').length
  const before = asked()
  return {
    ...shop,
    advance,
    /** How often WeChat was asked for the payer since then. */
    asked: () => asked() - before,
    window: () => shop.onlyOrder()['window'],
    unionid: () => shop.storedUnionid('alice', 'shop'),
  }
}

describe('the five minutes after a payment', () => {
  it('are used by the callback, and the person gives the unionid to the account', async () => {
    const shop = await open()
    const order = await shop.buy()
    expect(
      shop
        .callsOf('payCallback')
        .at(-1)
        ?.requests.map(({ action }) => action),
    ).toEqual([
      'database.aggregateDocuments',
      'database.modifyDocument',
      'wx.openApi',
      'database.modifyDocument',
    ])
    expect(shop.unionid()).toBeUndefined()
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'known' })
    expect(shop.unionid()).toBe(await shop.unionidOf('alice', 'shop'))
    expect(shop.asked()).toBe(1)
    // Nothing is left to do: to ask again costs one request.
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'known' })
    expect(requestsOf(shop.world)).toEqual(['aggregateDocuments'])
  })

  it('are used although the person never comes back', async () => {
    const shop = await open()
    await shop.buy()
    await shop.minutes(1)
    expect(shop.unionid()).toBe(await shop.unionidOf('alice', 'shop'))
    expect(shop.window()).toEqual({ state: 'used', tries: 1, seconds: 0 })
  })

  it('are used by the person alone when the callback is lost', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const order = await shop.buy()
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'known' })
    expect(shop.unionid()).toBe(await shop.unionidOf('alice', 'shop'))
  })

  it('are used by the timer alone when the callback is lost and the person gone', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    await shop.buy()
    await shop.minutes(2)
    expect(shop.unionid()).toBe(await shop.unionidOf('alice', 'shop'))
  })

  it('need no look-up if the unionid is known, and the callback costs two requests', async () => {
    const shop = await open()
    await shop.buy()
    await shop.minutes(1)
    await shop.buy()
    expect(requestsOf(shop.world)).toEqual(['aggregateDocuments', 'modifyDocument'])
    expect(shop.asked()).toBe(1)
    expect(shop.documents('orders').map(({ window }) => window !== undefined)).toEqual([true, false])
  })

  it('do not exist in an app that is bound to nothing', async () => {
    const shop = await open()
    await login(shop.world, 'alice', 'lab')
    const order = await shop.buy('alice', 'lab')
    expect(await shop.awaits(order, 'alice', 'lab')).toMatchObject({ state: 'paid', unionid: 'missing' })
    expect(shop.window()).toBeUndefined()
    expect(shop.asked()).toBe(0)
  })

  it('are spared when the unionid comes by another route meanwhile', async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    const order = await shop.buy()
    const { openData, wxLogin, call } = shop.world.person('alice').in('shop')
    const code = await wxLogin()
    const { encryptedData, iv } = await openData()
    expect(await call('login', { code, encryptedData, iv })).toMatchObject({ unionid: 'known' })
    await shop.faults()
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'known' })
    expect(shop.window()).toEqual({ state: 'unneeded', tries: 1 })
  })
})

describe('the end of the five minutes', () => {
  const unanswered = async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    const order = await shop.buy()
    await shop.faults()
    return { ...shop, order }
  }

  it('has not come 4:59 after the payment', async () => {
    const shop = await unanswered()
    shop.advance('4m59s')
    expect(await shop.awaits(shop.order)).toMatchObject({ unionid: 'known' })
    expect(shop.window()).toEqual({ state: 'used', tries: 2, seconds: 299 })
  })

  it('has come 5:01 after it: nobody asks, and the reason of the last refusal is kept', async () => {
    const shop = await unanswered()
    shop.advance('5m1s')
    expect(await shop.awaits(shop.order)).toMatchObject({ state: 'paid', unionid: 'missing' })
    expect(shop.window()).toEqual({ state: 'lost', tries: 1, reason: '-1' })
    expect(shop.asked()).toBe(1)
  })

  it('comes for the timer twenty seconds earlier, and is lost for nobody until it is over', async () => {
    const shop = await unanswered()
    shop.advance('4m41s')
    await shop.runJobs()
    expect(shop.asked()).toBe(1)
    expect(shop.window()).toMatchObject({ state: 'open' })
    shop.advance('1m')
    await shop.runJobs()
    expect(shop.asked()).toBe(1)
    expect(shop.window()).toMatchObject({ state: 'lost', reason: '-1' })
  })

  it('is before the callback that comes late: paid it is all the same', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'delay', ms: 301_000 })
    const order = await shop.buy()
    shop.advance('5m1s')
    await shop.world.settled()
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'missing' })
    expect(shop.window()).toEqual({ state: 'lost', tries: 0, reason: 'LATE' })
    expect(shop.asked()).toBe(0)
  })
})

describe('WeChat', () => {
  it('that is busy for four minutes is asked every minute, and answers in the fifth', async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    const order = await shop.buy()
    for (const wait of ['0s', '5s', '15s']) {
      shop.advance(wait)
      expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'waiting' })
    }
    await shop.minutes(3)
    expect(shop.window()).toMatchObject({ state: 'open', tries: 16, reason: '-1' })
    await shop.faults()
    await shop.minutes(1)
    expect(shop.window()).toMatchObject({ state: 'used', tries: 17, seconds: 260 })
    expect(shop.unionid()).toBe(await shop.unionidOf('alice', 'shop'))
  })

  it('that is busy does not hold up what business functions are told', async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    await shop.buy()
    await shop.minutes(1)
    expect(shop.window()).toMatchObject({ state: 'open' })
    expect(shop.events('order.paid')).toHaveLength(1)
  })

  it('that lets no payment make cloud calls leaves it to the person, and to the timer', async () => {
    const shop = await open()
    await shop.faults({ at: 'openapi.*', effect: 'illegal-source', source: 'wx_paycallback' })
    const order = await shop.buy()
    expect(shop.window()).toMatchObject({ state: 'open', tries: 1, reason: '-604104' })
    expect(shop.callsOf('payCallback').at(-1)?.requests).toHaveLength(4)
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'known' })
  })

  it('that lets only the timer make cloud calls is asked by it within the minute', async () => {
    const shop = await open()
    await shop.faults(
      { at: 'openapi.*', effect: 'illegal-source', source: 'wx_paycallback' },
      { at: 'openapi.*', effect: 'illegal-source', source: 'wx_client' },
    )
    const order = await shop.buy()
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'waiting' })
    await shop.minutes(1)
    expect(shop.window()).toMatchObject({ state: 'used', tries: 3, seconds: 60 })
  })

  it('that knows of no binding, 89002, is not asked again', async () => {
    const shop = await open()
    await shop.faults({ at: 'pay.callback', effect: 'lose' })
    const order = await shop.buy()
    await shop.post('/__world/bindings', { app: 'shop', openPlatform: null })
    expect(await shop.awaits(order)).toMatchObject({ state: 'paid', unionid: 'missing' })
    // The registry says that the app is bound, and WeChat that it is not: 89002.
    expect(shop.window()).toEqual({ state: 'lost', tries: 1, reason: '89002' })
    await shop.minutes(3)
    expect(shop.asked()).toBe(1)
  })
})

describe('an order of another app than the environment’s own', () => {
  it('is looked up in its name where a payment or a timer began the chain', async () => {
    const shop = await open()
    await login(shop.world, 'alice', 'club')
    await shop.buy('alice', 'club')
    await shop.minutes(1)
    expect(shop.storedUnionid('alice', 'club')).toBe(await shop.unionidOf('alice', 'club'))
  })
})
