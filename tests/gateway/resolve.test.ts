import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openidOf, unionidOf } from '../../emulator/wechat/ids.ts'
import { becomeAdministrator, login, loginWithout, requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { BEGIN, KEYS, openGateway } from './gatewayWorld.ts'

/** What the company's own servers may ask: whose an openid or a unionid is, and what a user is called at WeChat. */

const SHOP = 'wx5a3e1f0c7b2d4e61'
const CLUB = 'wx8c1d9b4f2a6e7d30'
const UNKNOWN = `u${'A'.repeat(22)}`

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(() => resetWorld(gateway.world))
afterAll(() => gateway.close())

const resolve = (ids: readonly object[], key = KEYS.crm) => gateway.post('/resolve/ids', { ids }, key)
const reveal = (users: readonly string[], key = KEYS.crm) => gateway.post('/resolve/users', { users }, key)
const openid = (person: string, app = 'shop') => ({
  app,
  openid: openidOf(app === 'shop' ? SHOP : CLUB, person),
})
const unionid = (person: string) => ({ openPlatform: 'main', unionid: unionidOf('main', person) })
const usersOf = async (...ids: readonly object[]) => (await resolve(ids)).body['users']
const refusal = (code: string, status = 400) => ({ status, body: { ok: false, code } })

/** Alice without a unionid in shop; a minute later in club; then the unionid comes in shop, and they merge. */
const mergedAlice = async () => {
  const { userId: survivor } = await loginWithout(gateway.world, 'alice', 'shop')
  gateway.world.clock.advance('1m')
  const { userId: loser } = await login(gateway.world, 'alice', 'club')
  await login(gateway.world, 'alice', 'shop')
  return { survivor, loser }
}
/** The same, cut off after the merge was decided and before the keys of the loser were moved. */
const halfMerged = async () => {
  const { world } = gateway
  const { userId: survivor } = await loginWithout(world, 'alice', 'shop')
  world.clock.advance('1m')
  const { userId: loser } = await login(world, 'alice', 'club')
  const fault = { at: 'database.commitTransaction', effect: 'kill', times: 1 }
  await fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [fault] }),
  })
  await expect(login(world, 'alice', 'shop')).rejects.toThrow()
  return { survivor, loser }
}
const splitAlice = async () => {
  const users = await mergedAlice()
  await becomeAdministrator(gateway.world, 'bob')
  const [{ _id: mergeId } = {}] = gateway.world.database.documents('merges')
  const split = { action: 'split', mergeId, reason: 'they are two people' }
  expect(await gateway.world.person('bob').in('shop').call('admin', split)).toMatchObject({ ok: true })
  await gateway.world.timers.fire('jobs')
  return users
}

describe('whose an id is', () => {
  it('by openid and by unionid, in the order in which they were asked; 2 requests', async () => {
    const alice = await login(gateway.world, 'alice', 'shop')
    const bob = await login(gateway.world, 'bob', 'club')
    expect(
      await usersOf(
        unionid('bob'),
        openid('carol'),
        openid('alice'),
        openid('alice', 'club'),
        unionid('alice'),
        openid('bob', 'club'),
        openid('alice'),
      ),
    ).toEqual([bob.userId, null, alice.userId, null, alice.userId, bob.userId, alice.userId])
    expect(requestsOf(gateway.world)).toEqual(['getDocument', 'getDocument'])
  })

  it('nobody’s: one request, and null', async () => {
    expect(await usersOf(openid('alice'), unionid('alice'))).toEqual([null, null])
    expect(requestsOf(gateway.world)).toEqual(['getDocument'])
  })

  it('after a merge the survivor’s, after a split each one’s own', async () => {
    const { survivor, loser } = await splitAlice()
    expect(await usersOf(openid('alice', 'club'))).toEqual([loser])
    expect(await usersOf(openid('alice'))).toEqual([survivor])
    await resetWorld(gateway.world)
    const again = await mergedAlice()
    expect(await usersOf(openid('alice'), openid('alice', 'club'), unionid('alice'))).toEqual(
      Array(3).fill(again.survivor),
    )
  })

  it('in the middle of a merge the survivor’s already; 1 request more', async () => {
    const { survivor, loser } = await halfMerged()
    expect(gateway.world.database.documents('identities').map(({ userId }) => userId)).toContain(loser)
    expect(await usersOf(openid('alice', 'club'), openid('alice'))).toEqual([survivor, survivor])
    expect(requestsOf(gateway.world)).toEqual(['getDocument', 'getDocument', 'getDocument'])
  })

  it('after a deletion nobody’s', async () => {
    const { accessToken } = await gateway.signIn('alice', 'shop')
    await gateway.post('/account', { action: 'delete' }, accessToken)
    expect(await usersOf(openid('alice'), unionid('alice'))).not.toContain(null)
    gateway.world.clock.advance('7d')
    await gateway.world.timers.fire('jobs')
    expect(await usersOf(openid('alice'), unionid('alice'))).toEqual([null, null])
  })

  it('an openid of one app is nothing in another, nor as a unionid', async () => {
    await login(gateway.world, 'alice', 'shop')
    const { openid: raw } = openid('alice')
    expect(
      await usersOf(
        { app: 'club', openid: raw },
        { openPlatform: 'main', unionid: raw },
        { openPlatform: 'other', unionid: unionid('alice').unionid },
      ),
    ).toEqual([null, null, null])
  })

  it('a hundred at once, and no more', async () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ app: 'shop', openid: `o-somebody-${n}` }))
    const { userId } = await login(gateway.world, 'alice', 'shop')
    expect(await usersOf(...many.slice(1), openid('alice'))).toEqual([...Array(99).fill(null), userId])
    expect(await resolve([...many, openid('alice')])).toMatchObject({
      ...refusal('INPUT_INVALID'),
      body: { field: 'ids' },
    })
    expect(requestsOf(gateway.world)).toEqual([])
    expect(await resolve([])).toMatchObject(refusal('INPUT_INVALID'))
  })

  it('an app that is not registered is refused before the database is asked', async () => {
    expect(await resolve([openid('alice'), { app: 'nobody', openid: 'o-somebody' }])).toMatchObject({
      ...refusal('APP_NOT_REGISTERED'),
      body: { field: 'app' },
    })
    expect(requestsOf(gateway.world)).toEqual([])
  })

  it.each([
    [{ app: 'shop' }],
    [{ app: 'shop', openid: 123_456_789 }],
    [{ app: 'shop', openid: { $gt: '' } }],
    [{ app: 'shop', openid: '../users' }],
    [{ app: 'shop', openid: '' }],
    [{ openPlatform: 'main', unionid: ['oAAAAAAA'] }],
    [{ unionid: 'oAAAAAAA' }],
    ['oAAAAAAA'],
    [null],
  ])('A39: %j is no id', async (id) => {
    expect(await gateway.post('/resolve/ids', { ids: [id] }, KEYS.crm)).toMatchObject(
      refusal('INPUT_INVALID'),
    )
    expect(requestsOf(gateway.world)).toEqual([])
  })
})

describe('what a user is called at WeChat', () => {
  it('raw, in the order in which they were asked, null for nobody; 2 requests', async () => {
    const { userId: alice } = await login(gateway.world, 'alice', 'shop')
    await login(gateway.world, 'alice', 'club')
    const { userId: bob } = await loginWithout(gateway.world, 'bob', 'shop')
    const { body } = await reveal([bob, UNKNOWN, alice, bob])
    expect(requestsOf(gateway.world)).toEqual(['getDocument', 'getDocument'])
    const ofBob = { userId: bob, identities: [{ ...openid('bob'), appid: SHOP }], unions: [] }
    expect(body).toEqual({
      ok: true,
      users: [
        ofBob,
        null,
        {
          userId: alice,
          identities: expect.toSatisfy((list: readonly object[]) => list.length === 2),
          unions: [unionid('alice')],
        },
        ofBob,
      ],
    })
    expect(JSON.stringify(body)).toContain(openid('alice').openid)
    expect(JSON.stringify(body)).toContain(openid('alice', 'club').openid)
  })

  it('after a merge, of the one that a user became; after a split, of each', async () => {
    const { survivor, loser } = await mergedAlice()
    const { body } = await reveal([loser, survivor])
    const { users } = Object(body)
    expect(users[0]).toEqual(users[1])
    expect(users[0]).toMatchObject({ userId: survivor, unions: [unionid('alice')] })
    expect(users[0].identities).toHaveLength(2)
    await resetWorld(gateway.world)
    const split = await splitAlice()
    expect((await reveal([split.loser, split.survivor])).body).toMatchObject({
      users: [
        { userId: split.loser, identities: [openid('alice', 'club')] },
        { userId: split.survivor, identities: [openid('alice')] },
      ],
    })
  })

  it('in the middle of a merge, of the survivor with the keys of both', async () => {
    const { survivor, loser } = await halfMerged()
    const { users } = Object((await reveal([loser])).body)
    expect(users).toMatchObject([{ userId: survivor, unions: [unionid('alice')] }])
    expect(users[0].identities).toHaveLength(2)
  })

  it('nothing after a deletion', async () => {
    const { accessToken, userId } = await gateway.signIn('alice', 'shop')
    await gateway.post('/account', { action: 'delete' }, accessToken)
    gateway.world.clock.advance('7d')
    await gateway.world.timers.fire('jobs')
    expect((await reveal([userId])).body).toEqual({ ok: true, users: [null] })
  })

  it('fifty at once, and no more; only what is a user id', async () => {
    expect((await reveal(Array(50).fill(UNKNOWN))).body).toEqual({ ok: true, users: Array(50).fill(null) })
    for (const users of [Array(51).fill(UNKNOWN), [], ['u1'], [openid('alice').openid]])
      expect(await reveal(users)).toMatchObject(refusal('INPUT_INVALID'))
  })
})

it('neither may be asked with a key that is for something else', async () => {
  const { userId } = await login(gateway.world, 'alice', 'shop')
  expect(await resolve([openid('alice')], KEYS.operator)).toMatchObject(refusal('SCOPE_MISSING', 403))
  expect(requestsOf(gateway.world)).toEqual([])
  expect(await reveal([userId], KEYS.operator)).toMatchObject(refusal('SCOPE_MISSING', 403))
  expect(requestsOf(gateway.world)).toEqual([])
})
