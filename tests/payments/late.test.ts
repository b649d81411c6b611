import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { becomeAdministrator, login } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

const current = usePayWorld()

const IdentitiesSchema = v.object({
  identities: v.array(v.object({ id: v.string(), app: v.string() })),
})

const open = async () => {
  const shop = current()
  const { userId } = await login(shop.world, 'alice', 'shop')
  const account = (data: object, app = 'shop') => shop.world.person('alice').in(app).call('account', data)
  return { ...shop, userId, account, users: () => shop.documents('users') }
}

describe('A32: the unionid of a payment comes late', () => {
  it('after a merge: the account that the two have become gets it', async () => {
    const shop = await open()
    const other = await login(shop.world, 'alice', 'club')
    await becomeAdministrator(shop.world, 'bob')
    // The callback keeps it; nobody has given it to the account yet.
    const order = await shop.buy()
    const reason = 'one person, by passport'
    const users = [shop.userId, other.userId]
    expect(
      await shop.world.person('bob').in('shop').call('admin', { action: 'merge', users, reason }),
    ).toMatchObject({ ok: true })
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'known' })
    const unionid = await shop.unionidOf('alice', 'shop')
    const survivor = shop
      .users()
      .find(({ _id, status }) => status === 'active' && users.includes(String(_id)))
    expect(survivor?.['unions']).toMatchObject([{ unionid }])
    expect(shop.documents('identities').filter(({ kind }) => kind === 'union')).toMatchObject([
      { userId: survivor?.['_id'], unionid },
    ])
  })

  it('and makes two accounts one, if it shows that they are one person', async () => {
    const shop = await open()
    await login(shop.world, 'alice', 'club')
    await shop.buy('alice', 'club')
    await shop.minutes(1)
    const order = await shop.buy()
    expect(await shop.awaits(order)).toMatchObject({ unionid: 'known' })
    const [club, here] = [await login(shop.world, 'alice', 'club'), await login(shop.world, 'alice', 'shop')]
    expect(club.userId).toBe(here.userId)
    expect(shop.users().filter(({ status }) => status === 'active')).toHaveLength(1)
    await shop.minutes(2)
    // Each order is told, and to the one account that there is.
    const told = shop.events('order.paid').map(({ actor }) => actor)
    expect(told).toHaveLength(2)
  })

  it('after the account was deleted: it is dropped, and no account comes into being', async () => {
    const shop = await open()
    expect(await shop.account({ action: 'delete' })).toMatchObject({ ok: true })
    shop.world.clock.advance('6d23h59m50s')
    await shop.faults({ at: 'openapi.*', effect: 'busy' })
    const order = await shop.buy()
    await shop.runJobs()
    // Tried, and to be tried again in half a minute; before that the deletion is due.
    shop.world.clock.advance('10s')
    await shop.runJobs()
    expect(shop.users()).toMatchObject([{ status: 'deleted' }])
    expect(shop.onlyOrder()).toMatchObject({
      state: 'paid',
      window: { state: 'dropped', reason: 'ACCOUNT_DELETED' },
    })
    await shop.faults()
    await shop.minutes(3)
    expect(shop.documents('identities')).toEqual([])
    expect(shop.users()).toHaveLength(1)
    // The order stays, and knows nobody.
    expect(shop.onlyOrder()).not.toHaveProperty('buyer')
    const kept = JSON.stringify(shop.onlyOrder())
    expect(kept).not.toContain(shop.world.person('alice').in('shop').openid)
    expect(kept).not.toContain(await shop.unionidOf('alice', 'shop'))
    // Whoever comes back is new, and is not given what the old account had paid for.
    const back = await login(shop.world, 'alice', 'shop')
    expect(back).toMatchObject({ isNew: true, unionid: 'missing' })
    expect(await shop.pay('alice', 'shop', { action: 'await', order })).toMatchObject({
      code: 'ORDER_NOT_FOUND',
    })
  })

  it('after the answer was kept and the account deleted: the answer goes, too', async () => {
    const shop = await open()
    await shop.account({ action: 'delete' })
    shop.world.clock.advance('6d23h59m50s')
    await shop.buy()
    expect(shop.onlyOrder()).toMatchObject({ window: { state: 'answered' } })
    // `jobs` gives it to the account and deletes the account, or drops it: in the end nobody has it.
    shop.world.clock.advance('10s')
    await shop.runJobs()
    await shop.minutes(3)
    expect(shop.documents('identities')).toEqual([])
    expect(JSON.stringify(shop.onlyOrder())).not.toContain(await shop.unionidOf('alice', 'shop'))
  })

  it('after a payment of a deleted account, somebody is alerted', async () => {
    const shop = await open()
    await shop.account({ action: 'delete' })
    shop.world.clock.advance('6d23h59m50s')
    const ordered = await shop.order()
    shop.world.clock.advance('10s')
    await shop.runJobs()
    await shop.confirm(ordered)
    await shop.minutes(1)
    expect(shop.onlyOrder()).toMatchObject({ state: 'paid' })
    expect(shop.events('order.paid')).toEqual([])
    expect(shop.events('alert')).toMatchObject([
      { app: 'shop', reason: `PAYMENT_WITHOUT_ACCOUNT: ${ordered.order}` },
    ])
  })

  it('after the identity was unlinked: it is dropped', async () => {
    const shop = await open()
    const other = await login(shop.world, 'alice', 'club')
    await becomeAdministrator(shop.world, 'bob')
    const users = [shop.userId, other.userId]
    await shop.world.person('bob').in('shop').call('admin', { action: 'merge', users, reason: 'by passport' })
    await shop.minutes(4)
    const order = await shop.buy()
    const { identities } = v.parse(IdentitiesSchema, await shop.account({ action: 'identities' }))
    const id = identities.find(({ app }) => app === 'shop')?.id
    expect(await shop.account({ action: 'unlink', id }, 'club')).toMatchObject({ ok: true })
    const before = shop.users().length
    await shop.minutes(1)
    expect(shop.onlyOrder()).toMatchObject({
      _id: order,
      window: { state: 'dropped', reason: 'IDENTITY_GONE' },
    })
    expect(shop.users()).toHaveLength(before)
    expect(shop.documents('identities').filter(({ kind }) => kind === 'union')).toEqual([])
  })
})
