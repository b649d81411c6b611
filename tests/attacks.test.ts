import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../cloudfunctions/common/runtime/cloud.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createOneIdWorld, login, loginWithout } from './oneIdWorld.ts'

/** Attacks that cross several functions; those on one stand beside its other tests. */

let world: TestWorld

beforeEach(async () => {
  world = await createOneIdWorld()
  Object.assign(process.env, world.environment())
})
afterEach(() => world.close())

const documents = (collection: string) => world.database.documents(collection)
const phone = (person: string, app = 'shop') => world.person(person).in(app)

describe('A20: binding one’s own WeChat to somebody else’s account', () => {
  it('is not to be had in their session: nothing that is Mallory’s is taken from Alice’s phone', async () => {
    const alice = await loginWithout(world, 'alice', 'shop')
    const mallory = phone('bob')
    const code = await mallory.wxLogin()
    const { encryptedData, iv, rawData, signature, cloudID } = await mallory.openData()
    const { appid, openid } = phone('alice')
    const before = [documents('users'), documents('identities')]
    const asAlice = (data: object) => world.callAs({ source: 'wx_client', appid, openid }, 'login', data)
    const tries = [
      { code },
      { code: await mallory.wxLogin(), encryptedData, iv, rawData, signature },
      { openData: { cloudID, data: { openId: mallory.openid, unionId: mallory.unionid } } },
      { openid: mallory.openid, unionid: mallory.unionid },
    ]
    const replies = []
    for (const data of tries) replies.push(Object(await asAlice(data)))
    expect(replies.map(({ ok, code: refusal }) => refusal ?? ok)).toEqual([
      'CODE_OF_ANOTHER_PERSON',
      'CODE_OF_ANOTHER_PERSON',
      'CLOUD_ID_FORGED',
      true,
    ])
    expect([documents('users'), documents('identities')]).toEqual(before)
    expect((await login(world, 'bob', 'shop')).userId).not.toBe(alice.userId)
  })

  it('is not to be had by account either: an identity of somebody else is none', async () => {
    await login(world, 'alice', 'shop')
    await login(world, 'alice', 'club')
    await login(world, 'bob', 'shop')
    const [hers] = documents('identities').filter(({ openid }) => openid === phone('alice').openid)
    const unlink = { action: 'unlink', id: hers?.['_id'] }
    expect(await phone('bob').call('account', unlink)).toMatchObject({ code: 'IDENTITY_NOT_FOUND' })
    for (const action of ['link', 'bind', 'merge'])
      expect(await phone('bob').call('account', { action, id: unlink.id })).toMatchObject({
        code: 'INPUT_INVALID',
        field: 'action',
      })
  })
})

describe('A25: an account that was merged', () => {
  /** Alice's identity of club points at the tombstone, as in the moments after a merge. */
  const staleClub = async () => {
    const survivor = (await loginWithout(world, 'alice', 'shop')).userId
    world.clock.advance('1m')
    const loser = (await login(world, 'alice', 'club')).userId
    await login(world, 'alice', 'shop')
    const club = documents('identities').find(({ openid }) => openid === phone('alice', 'club').openid)
    await openDatabase()
      .collection('identities')
      .doc(String(club?.['_id']))
      .update({ data: { userId: loser } })
    return { survivor, loser }
  }

  it('is found by its old id: whoever still uses it is the survivor, and nothing fails', async () => {
    const { survivor } = await staleClub()
    const club = phone('alice', 'club')
    expect(await club.call('account', { action: 'me' })).toMatchObject({ ok: true, userId: survivor })
    expect(await club.call('account', { action: 'profile', nickname: '小爱' })).toMatchObject({
      userId: survivor,
    })
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: survivor, isNew: false })
    expect(new Set(documents('identities').map(({ userId }) => userId))).toEqual(new Set([survivor]))
  })

  it('takes no more wishes under its old id: deletion is the survivor’s', async () => {
    const { survivor, loser } = await staleClub()
    expect(await phone('alice', 'club').call('account', { action: 'delete' })).toMatchObject({
      ok: true,
      userId: survivor,
      deletionDue: expect.any(Number),
    })
    expect(documents('users').find(({ _id }) => _id === loser)).not.toHaveProperty('deletion')
  })
})

describe('A22: an app that was bound anew while the registry does not know it', () => {
  const bind = async (app: string, openPlatform: string) => {
    const reply = await fetch(`${world.url}/__world/bindings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ app, openPlatform }),
    })
    expect(reply.ok).toBe(true)
  }

  it('changes nobody’s account: everybody signs in by openid, and one alert says what to look at', async () => {
    const known = await Promise.all(['alice', 'bob', 'carol'].map((person) => login(world, person, 'shop')))
    await bind('shop', 'elsewhere')
    for (const [at, person] of ['alice', 'bob', 'carol'].entries())
      expect(await login(world, person, 'shop')).toMatchObject({ userId: known[at]?.userId, isNew: false })
    expect(documents('merges')).toEqual([])
    expect(documents('identities').filter(({ kind }) => kind === 'union')).toHaveLength(3)
    await world.timers.fire('jobs')
    const lines = documents('audit')
    expect(lines.filter(({ kind }) => kind === 'conflict').map(({ what, open }) => [what, open])).toEqual(
      known.map(() => ['IDENTITY_HAS_OTHER_UNIONID', true]),
    )
    expect(lines.filter(({ what }) => what === 'alert').map(({ reason, app }) => [reason, app])).toEqual([
      ['APP_REBOUND?', 'shop'],
    ])
  })
})
