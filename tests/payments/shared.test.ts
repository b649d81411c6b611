import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { signedIn } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

/** The club uses the shop’s environment: an app of another account (guide and example of environment sharing, 2026-11). */

const current = usePayWorld()

const OrderedSchema = v.object({
  ok: v.literal(true),
  order: v.string(),
  payment: v.record(v.string(), v.unknown()),
})

it.each([['by the person'], ['by the timer']])(
  'an order of an app of another account brings its unionid %s',
  async (how) => {
    const shop = current()
    const { world } = shop
    const club = world.person('alice').in('club').resource('shop')
    await club.init()
    expect(signedIn(await club.call('login')).unionid).toBe('missing')
    // WeChat takes a payment’s chain of calls for the owner’s; here it may make none.
    await shop.faults({ at: 'openapi.*', effect: 'illegal-source', source: 'wx_paycallback' })
    const wish = { action: 'order', product: 'coffee', key: randomUUID() }
    const { order, payment } = v.parse(OrderedSchema, await club.call('pay', wish))
    await shop.confirm({ payment }, 'alice', 'club')
    await world.settled()
    expect(shop.onlyOrder()).toMatchObject({ shared: true, state: 'paid', window: { state: 'open' } })
    if (how === 'by the person')
      expect(await club.call('pay', { action: 'await', order })).toMatchObject({ unionid: 'known' })
    else await shop.minutes(1)
    expect(shop.storedUnionid('alice', 'club')).toBe(await shop.unionidOf('alice', 'club'))
    expect(shop.onlyOrder()).toMatchObject({ window: { state: 'used' } })
  },
)
