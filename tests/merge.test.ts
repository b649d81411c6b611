import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { becomeAdministrator, createOneIdWorld, login, loginWithout, requestsOf } from './oneIdWorld.ts'

let world: TestWorld

beforeEach(async () => {
  world = await createOneIdWorld()
})
afterEach(() => world.close())

const documents = (collection: string) => world.database.documents(collection)
const userIds = (collection: string) => documents(collection).map(({ userId }) => userId)

/** Two accounts of alice: the older one in shop, from the time before it was bound, the other in club. */
const twoAccounts = async () => {
  const older = await loginWithout(world, 'alice', 'shop')
  world.clock.advance('1m')
  const younger = await login(world, 'alice', 'club')
  expect(younger.userId).not.toBe(older.userId)
  return { older: older.userId, younger: younger.userId }
}

describe('two accounts that turn out to be one person', () => {
  it('merge when the unionid comes: the older survives, in whichever app it comes', async () => {
    const { older, younger } = await twoAccounts()
    world.clock.advance('1m')
    expect(await login(world, 'alice', 'shop')).toMatchObject({
      userId: older,
      isNew: false,
      unionid: 'known',
    })
    expect(userIds('identities')).toEqual([older, older, older])
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: older })
    const tombstone = documents('users').find(({ _id }) => _id === younger)
    expect(tombstone).toMatchObject({ status: 'merged', mergedInto: older })
    expect(documents('merges')).toEqual([
      expect.objectContaining({ survivor: older, loser: younger, by: 'wx-context', state: 'open' }),
    ])
  })

  it('costs 13 requests, once', async () => {
    await twoAccounts()
    await login(world, 'alice', 'shop')
    expect(requestsOf(world)).toEqual([
      'aggregateDocuments',
      'startTransaction',
      'getDocument',
      'getDocument',
      'getDocument',
      'modifyDocument',
      'modifyDocument',
      'modifyDocument',
      'insertDocument',
      'commitTransaction',
      'modifyDocument',
      'modifyDocument',
      'modifyDocument',
    ])
    await login(world, 'alice', 'shop')
    expect(requestsOf(world)).toEqual(['aggregateDocuments'])
  })

  it('A24: three accounts become one, whatever merges first, and no alias leads in a circle', async () => {
    const oldest = await loginWithout(world, 'alice', 'lab')
    world.clock.advance('1m')
    const { older, younger } = await twoAccounts()
    await login(world, 'alice', 'shop')
    // Lab is bound to nothing: an administrator knows that it is alice.
    await becomeAdministrator(world, 'bob')
    const merged = await world
      .person('bob')
      .in('shop')
      .call('admin', { action: 'merge', users: [older, oldest.userId], reason: 'alice showed her phone' })
    expect(merged).toMatchObject({ ok: true, survivor: oldest.userId, loser: older })
    for (const app of ['shop', 'club', 'lab'])
      expect(await login(world, 'alice', app)).toMatchObject({ userId: oldest.userId })
    const aliases = new Map(documents('users').map(({ _id, mergedInto }) => [_id, mergedInto]))
    expect([aliases.get(younger), aliases.get(older), aliases.get(oldest.userId)]).toEqual([
      older,
      oldest.userId,
      undefined,
    ])
  })

  it('do not merge while one of them is an administrator: it is noted, and both go on', async () => {
    const older = await loginWithout(world, 'alice', 'shop')
    await world.callAs({ source: 'wx_client', ...idsOf('alice', 'shop') }, 'admin', {
      action: 'becomeFirst',
      code: 'LOCAL-ONLY-first-administrator',
    })
    world.clock.advance('1m')
    const younger = await login(world, 'alice', 'club')
    expect(await login(world, 'alice', 'shop')).toMatchObject({ userId: older.userId })
    expect(world.calls().at(-1)?.logs[0]?.text).toContain('"conflict":"ADMINISTRATOR"')
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: younger.userId })
    expect(documents('merges')).toEqual([])
  })

  it('A22: a unionid of another open platform joins nobody', async () => {
    const { older, younger } = await twoAccounts()
    const unionid = world.person('alice').in('club').unionid ?? ''
    // The same text in an app that is bound to nothing, or to another platform, is no proof.
    const reply = await world.callAs({ source: 'wx_client', ...idsOf('alice', 'lab'), unionid }, 'login')
    expect([older, younger]).not.toContain(Object(reply).userId)
    expect(reply).toMatchObject({ unionid: 'missing', reason: 'BINDING_NOT_REGISTERED' })
  })
})

const idsOf = (person: string, app: string) => {
  const { appid, openid } = world.person(person).in(app)
  return { appid, openid }
}
