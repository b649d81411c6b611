import { afterEach, describe, expect, it } from 'vitest'
import type { TestApp, TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { createOneIdWorld } from './oneIdWorld.ts'
import { type TinyProject, writeTinyProject } from './sdkProject.ts'

/**
 * Environment sharing across accounts (跨账号环境共享): the guide of WeChat Cloud, "environment sharing", and the pages
 * of Cloud.Cloud and Cloud.getWXContext, read 2026-11. Numbers and texts: the list in wx-server-sdk 4.0.2.
 */

const SHOP = 'wx00000000000000a1'
const CLUB = 'wx00000000000000a2'
const APPS: readonly TestApp[] = [
  { alias: 'shop', appid: SHOP, openPlatformId: 'main', entity: 'acme' },
  { alias: 'club', appid: CLUB, openPlatformId: 'main', entity: 'acme' },
  { alias: 'rival', openPlatformId: 'main', entity: 'other' },
]

const ALLOW = `exports.main = async (event) => {
  console.log(JSON.stringify({ event, context: cloud.getWXContext() }))
  return { errCode: 0, errMsg: '', auth: JSON.stringify({ vip: true }) }
}`

const opened: { readonly world: TestWorld; readonly project: TinyProject }[] = []
afterEach(async () => {
  for (const { world, project } of opened.splice(0)) {
    await world.close()
    project.remove()
  }
})

/** @param auth source of cloudbase_auth; there is none without one */
const open = async (auth: string | undefined, world: { readonly environmentOwner?: string } = {}) => {
  const project = writeTinyProject({
    who: { source: 'exports.main = async (event) => ({ event, context: cloud.getWXContext() })' },
    asks: { source: `exports.main = async () => (await cloud.callFunction({ name: 'who' })).result` },
    ...(auth !== undefined && { cloudbase_auth: { source: auth } }),
  })
  const made = await createWorld({
    people: ['alice', 'bob'],
    apps: APPS,
    functions: project.functions,
    world,
  })
  opened.push({ world: made, project })
  return made
}

const runsOf = (world: TestWorld, name: string) => world.calls().filter((call) => call.function === name)

describe('a call from another mini-program of the entity', () => {
  it('brings the caller in the FROM_ fields, and nobody’s OPENID', async () => {
    const world = await open(ALLOW)
    const alice = world.person('alice').in('club')
    const club = alice.resource('shop')
    await club.init()
    const { context, event } = Object(await club.call('who', { n: 1 }))
    expect(context).toMatchObject({
      FROM_OPENID: alice.openid,
      FROM_APPID: CLUB,
      FROM_UNIONID: alice.unionid,
      APPID: SHOP,
      SOURCE: 'wx_client',
    })
    expect(context).not.toHaveProperty('OPENID')
    expect(context).not.toHaveProperty('UNIONID')
    expect(event).toEqual({ n: 1 })
  })

  it('keeps them along a chain of functions', async () => {
    const world = await open(ALLOW)
    const alice = world.person('alice').in('club')
    const { context } = Object(await alice.resource('shop').call('asks'))
    expect(context).toMatchObject({
      FROM_OPENID: alice.openid,
      FROM_APPID: CLUB,
      SOURCE: 'wx_client,scf',
    })
  })

  it('asks cloudbase_auth first, which sees the same caller', async () => {
    const world = await open(ALLOW)
    const alice = world.person('alice').in('club')
    await alice.resource(SHOP).init()
    const [auth] = runsOf(world, 'cloudbase_auth')
    expect(JSON.parse(auth?.logs[0]?.text ?? '')).toMatchObject({
      context: { FROM_OPENID: alice.openid, FROM_APPID: CLUB, FROM_UNIONID: alice.unionid },
    })
  })

  it('asks it once for an init, and for every call without one', async () => {
    const world = await open(ALLOW)
    const club = world.person('alice').in('club').resource('shop')
    await club.call('who')
    await club.call('who')
    expect(runsOf(world, 'cloudbase_auth')).toHaveLength(2)
    await club.init()
    await club.call('who')
    await club.call('who')
    expect(runsOf(world, 'cloudbase_auth')).toHaveLength(3)
  })

  it('of an app without a unionid has no FROM_UNIONID', async () => {
    const world = await open(ALLOW)
    await fetch(`${world.url}/__world/bindings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ app: 'club', openPlatform: null }),
    })
    const { context } = Object(await world.person('alice').in('club').resource('shop').call('who'))
    expect(context).not.toHaveProperty('FROM_UNIONID')
  })
})

describe('what is not shared', () => {
  it.each([
    ['there is no cloudbase_auth', undefined, -501000, 'FunctionName parameter could not be found'],
    ['it says no errCode', `exports.main = () => ({ errMsg: 'ok' })`, -601015, 'returns empty errCode'],
    ['it says nothing', `exports.main = () => {}`, -601015, 'returns empty errCode'],
    ['it fails', `exports.main = () => { throw new Error('boom') }`, -601016, 'missing env auth info'],
    ['it says no', `exports.main = () => ({ errCode: 7, errMsg: 'members only' })`, -601017, 'members only'],
  ])('is refused because %s', async (_, auth, errCode, words) => {
    const world = await open(auth)
    const club = world.person('alice').in('club').resource('shop')
    const refused = { errCode, errMsg: expect.stringContaining(words) }
    await expect(club.init()).rejects.toMatchObject(refused)
    await expect(club.call('who')).rejects.toMatchObject(refused)
    expect(runsOf(world, 'who')).toHaveLength(0)
  })

  it.each([
    ['rival', 'shop', 'an app of another entity'],
    ['shop', 'club', 'an app that does not own the environment'],
  ])('%s is refused by %s: %s', async (app, owner) => {
    const world = await open(ALLOW)
    const shared = world.person('alice').in(app).resource(owner)
    const refused = { errCode: -601012, errMsg: expect.stringContaining('unauthorized env') }
    await expect(shared.init()).rejects.toMatchObject(refused)
    await expect(shared.call('who')).rejects.toMatchObject(refused)
    expect(world.calls()).toHaveLength(0)
  })

  it('belongs to whom the world file says', async () => {
    const world = await open(ALLOW, { environmentOwner: 'club' })
    const { context } = Object(await world.person('alice').in('shop').resource('club').call('who'))
    expect(context).toMatchObject({ APPID: CLUB, FROM_APPID: SHOP })
  })

  it('is what the owner’s own app uses: its calls are ordinary ones', async () => {
    const world = await open(undefined)
    const alice = world.person('alice').in('shop')
    const own = alice.resource(SHOP)
    await own.init()
    const { context } = Object(await own.call('who'))
    expect(context).toMatchObject({ OPENID: alice.openid, APPID: SHOP })
    expect(context).not.toHaveProperty('FROM_APPID')
  })
})

describe('nobody becomes somebody else', () => {
  it('by names of the context in the data of a call', async () => {
    const world = await open(ALLOW)
    const forged = { FROM_OPENID: 'oVictim', FROM_APPID: SHOP, FROM_UNIONID: 'oVictim', OPENID: 'oVictim' }
    const alice = world.person('alice').in('club')
    const ordinary = Object(await alice.call('who', forged)).context
    expect(ordinary).toMatchObject({ OPENID: alice.openid, APPID: CLUB })
    expect(ordinary).not.toHaveProperty('FROM_OPENID')
    const shared = Object(await alice.resource('shop').call('who', forged)).context
    expect(shared).toMatchObject({ FROM_OPENID: alice.openid, FROM_APPID: CLUB })
    expect(shared).not.toHaveProperty('OPENID')
  })

  it('with what the init of another has got, or made up', async () => {
    const world = await open(ALLOW)
    const ask = async (api: string, person: string, auth?: string) => {
      const reply = await fetch(`${world.url}/__cloud/${api}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-person': person,
          'x-app': 'club',
          'x-resource-app': 'shop',
          ...(auth !== undefined && { 'x-resource-auth': auth }),
        },
        body: JSON.stringify({ name: 'who' }),
      })
      return Object(await reply.json())
    }
    const { auth } = await ask('init', 'alice')
    expect(await ask('callFunction', 'alice', auth)).toHaveProperty('result')
    for (const given of [auth, 'made up', '']) {
      expect(await ask('callFunction', 'bob', given)).toMatchObject({ errCode: -601016 })
    }
  })

  it('A4: in the login of this project, from an app that it does not know', async () => {
    const world = await createOneIdWorld()
    try {
      const { appid, openid } = world.person('alice').in('shop')
      const caller = { source: 'wx_client', appid, fromAppid: 'wx00000000000000ff', fromOpenid: openid }
      expect(await world.callAs(caller, 'login')).toMatchObject({ ok: false })
    } finally {
      await world.close()
    }
  })
})
