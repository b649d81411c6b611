import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Phone, TestWorld } from '../emulator/testkit/createWorld.ts'
import { sampleWorld } from '../scripts/project/sampleWorld.ts'
import { createOneIdWorld, login, loginWithout, requestsOf, resetWorld, signedIn } from './oneIdWorld.ts'

/** What a login may bring beside the context, on the simulated WeChat: by which way a missing unionid arrives. */

let shared: TestWorld
/** The shared one, or that of a test under other rules. */
let world: TestWorld

beforeAll(async () => {
  shared = await createOneIdWorld()
})
beforeEach(async () => {
  world = shared
  await resetWorld(world)
  // The context brings no unionid; the other ways do.
  await faults([{ at: 'context', effect: 'no-unionid' }])
})
afterEach(async () => {
  if (world !== shared) await world.close()
})
afterAll(() => shared.close())

const post = async (path: string, body: object): Promise<unknown> => {
  const reply = await fetch(`${world.url}/__world/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(await reply.text())
  return reply.json()
}
const faults = (list: readonly object[]) => post('faults', { faults: list })

const alice = (): Phone => world.person('alice').in('shop')
const cloudId = (id: string) => ({ __cloudId: id })
const cloudIdOf = async (person: string): Promise<string> => {
  const phone = world.person(person).in('shop')
  await phone.wxLogin()
  return (await phone.openData()).cloudID
}
const everything = () => ['users', 'identities', 'ephemeral'].map((name) => world.database.documents(name))
const routeNoted = () => JSON.parse(world.calls().at(-1)?.logs[0]?.text ?? '{}').route
const hostsAsked = () => world.calls().at(-1)?.requests.length

/** The code comes first, and stays unused until the data is there. */
const withOpenData = async (phone = alice()) => {
  const code = await phone.wxLogin()
  const { encryptedData, iv, rawData, signature } = await phone.openData()
  return { code, encryptedData, iv, rawData, signature }
}

describe('a missing unionid', () => {
  it('comes with a second call that brings a code', async () => {
    const first = await login(world, 'alice', 'shop')
    expect(first).toMatchObject({ unionid: 'missing', nextRoutes: ['open-data', 'paid-order'] })
    const second = signedIn(await alice().call('login', { code: await alice().wxLogin() }))
    expect(second).toMatchObject({ userId: first.userId, isNew: false, unionid: 'known' })
    expect(routeNoted()).toBe('code2session')
  })

  it('comes with a CloudID, which costs no exchange', async () => {
    const first = await login(world, 'alice', 'shop')
    const cloudID = await cloudIdOf('alice')
    const second = signedIn(await alice().call('login', { openData: cloudId(cloudID) }))
    expect(second).toMatchObject({ userId: first.userId, unionid: 'known' })
    expect(routeNoted()).toBe('cloud-id')
  })

  it('comes with encrypted data when neither context nor code have it', async () => {
    world = await createOneIdWorld({ world: { policy: 'before-2021' } })
    const first = await login(world, 'alice', 'shop')
    expect(first).toMatchObject({ unionid: 'missing' })
    const second = signedIn(await alice().call('login', await withOpenData()))
    expect(second).toMatchObject({ userId: first.userId, unionid: 'known' })
    expect(routeNoted()).toBe('open-data')
  })

  it('comes with everything at once on the very first call, and makes one account', async () => {
    const reply = signedIn(await alice().call('login', await withOpenData()))
    expect(reply).toMatchObject({ isNew: true, unionid: 'known' })
    await faults([])
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: reply.userId })
  })

  it('is looked for no further than needed: what is known already exchanges no code', async () => {
    const code = await alice().wxLogin()
    await alice().call('login', { code })
    // The code is used; nobody asks WeChat about it again.
    expect(await alice().call('login', { code })).toMatchObject({ ok: true, unionid: 'known' })
    expect(requestsOf(world)).toEqual(['aggregateDocuments', 'aggregateDocuments'])
    await faults([])
    expect(await alice().call('login', { code: 'never-was-a-code' })).toMatchObject({ ok: true })
    expect(requestsOf(world)).toEqual(['aggregateDocuments'])
    expect(hostsAsked()).toBe(1)
  })
})

describe('what WeChat refuses, by class', () => {
  const sent = async (event: object) => {
    const before = everything()
    const reply = await alice().call('login', event)
    expect(everything()).toEqual(before)
    return reply
  }

  it('A14: a code that was used, of another app, or nobody’s: terminal, a new code is needed', async () => {
    const code = await alice().wxLogin()
    const bob = world.person('bob').in('shop')
    await bob.call('login', { code }).catch(() => undefined)
    expect(await sent({ code })).toMatchObject({ ok: false, code: 'CODE_USED', retry: 'new-code' })
    const ofClub = await world.person('alice').in('club').wxLogin()
    expect(await sent({ code: ofClub })).toMatchObject({ code: 'CODE_INVALID', retry: 'new-code' })
    expect(await sent({ code: '0a1b2c3d4e5f6a7b8c9d0e1f' })).toMatchObject({ code: 'CODE_INVALID' })
  })

  it('A14: a code of another person', async () => {
    const code = await world.person('bob').in('shop').wxLogin()
    expect(await sent({ code })).toMatchObject({ ok: false, code: 'CODE_OF_ANOTHER_PERSON' })
  })

  it.each([
    ['busy', 'WECHAT_BUSY'],
    ['rate-limited', 'WECHAT_RATE_LIMITED'],
    ['quota', 'WECHAT_QUOTA_USED'],
    ['restricted', 'WECHAT_APP_REFUSED'],
    ['lost-reply', 'WECHAT_BUSY'],
  ])('%s', async (effect, code) => {
    await faults([
      { at: 'context', effect: 'no-unionid' },
      { at: 'sns/jscode2session', effect, times: 1 },
    ])
    expect(await sent({ code: await alice().wxLogin() })).toMatchObject({ ok: false, code })
  })

  it('A15: a code that would add parameters', async () => {
    expect(await sent({ code: 'x&secret=mine&appid=wx00' })).toMatchObject({
      code: 'INPUT_INVALID',
      field: 'code',
    })
  })
})

describe('open data', () => {
  beforeEach(async () => {
    world = await createOneIdWorld({ world: { policy: 'before-2021' } })
  })

  it('A9: works once, with whatever fresh code', async () => {
    // Bound in the registry and not at WeChat: the data is genuine, and has no unionid.
    await world.close()
    const { apps } = await sampleWorld()
    world = await createOneIdWorld({ apps: apps.map((app) => ({ ...app, openPlatformId: null })) })
    const given = await withOpenData()
    expect(await alice().call('login', given)).toMatchObject({ ok: true, unionid: 'missing' })
    const before = everything()
    expect(await alice().call('login', { ...given, code: await alice().wxLogin() })).toMatchObject({
      ok: false,
      code: 'OPEN_DATA_REPLAYED',
      retry: 'new-code',
    })
    expect(everything()).toEqual(before)
  })

  it('A8: of another app, or of another person, is refused', async () => {
    const club = world.person('alice').in('club')
    const [mine, ofClub] = [await withOpenData(), await withOpenData(club)]
    expect(await alice().call('login', { ...ofClub, code: mine.code })).toMatchObject({
      ok: false,
      code: 'OPEN_DATA_SIGNATURE_WRONG',
    })
    const { rawData, signature, ...unsigned } = ofClub
    expect(await alice().call('login', { ...unsigned, code: await alice().wxLogin() })).toMatchObject({
      ok: false,
      code: 'OPEN_DATA_UNREADABLE',
      retry: 'new-code',
    })
  })

  it('A11: rawData that was altered is refused', async () => {
    const given = await withOpenData()
    const altered = { ...given, rawData: given.rawData?.replace('{', '{ ') }
    expect(await alice().call('login', altered)).toMatchObject({ code: 'OPEN_DATA_SIGNATURE_WRONG' })
  })

  it('A9: is refused when it is old', async () => {
    const { encryptedData, iv } = await withOpenData()
    world.clock.advance('5m1s')
    const code = await alice().wxLogin()
    expect(await alice().call('login', { code, encryptedData, iv })).toMatchObject({
      code: expect.stringMatching(/^OPEN_DATA_(EXPIRED|UNREADABLE)$/),
    })
  })

  it('A12: session_key and secrets are in no document, reply or log', async () => {
    const replies = [await alice().call('login', await withOpenData())]
    const collections = ['users', 'identities', 'ephemeral', 'audit', 'jobs', 'merges']
    const shown = JSON.stringify([
      replies,
      world.calls().map(({ logs }) => logs),
      collections.map((name) => world.database.documents(name)),
    ])
    expect(shown).toContain('open-data')
    expect(shown).not.toMatch(/session_?key/i)
    expect(shown).not.toMatch(/[A-Za-z0-9+/]{22}==/)
  })
})

describe('CloudIDs', () => {
  it('A6: open data that a client wrote itself is refused, and nothing is written', async () => {
    const { openid, unionid, appid } = world.person('bob').in('shop')
    const watermark = { appid, timestamp: Math.floor(world.clock.now() / 1_000) }
    const forged = { cloudID: 'x', data: { openId: openid, unionId: unionid, watermark } }
    expect(await alice().call('login', { openData: forged })).toMatchObject({
      ok: false,
      code: 'CLOUD_ID_FORGED',
      field: 'openData',
    })
    expect(everything()).toEqual([[], [], []])
  })

  it('A7: one that has expired, one of another person, one that is nobody’s', async () => {
    const cloudID = await cloudIdOf('alice')
    const bobs = await cloudIdOf('bob')
    expect(await alice().call('login', { openData: cloudId(bobs) })).toMatchObject({
      code: 'CLOUD_ID_FOREIGN',
      field: 'openData',
    })
    expect(await alice().call('login', { openData: cloudId('nobodys') })).toMatchObject({
      code: 'CLOUD_ID_INVALID',
    })
    world.clock.advance('5m1s')
    expect(await alice().call('login', { openData: cloudId(cloudID) })).toMatchObject({
      code: 'CLOUD_ID_EXPIRED',
      retry: 'new-code',
    })
    expect(everything()).toEqual([[], [], []])
  })

  it('A7: below the top level WeChat replaces nothing, so nothing is taken from there', async () => {
    const cloudID = await cloudIdOf('alice')
    expect(await alice().call('login', { openData: { inner: cloudId(cloudID) } })).toMatchObject({
      code: 'CLOUD_ID_FORGED',
    })
  })
})

describe('A4: an environment that is shared', () => {
  it('signs people of another app in as what they are there', async () => {
    await faults([])
    const { userId } = await login(world, 'alice', 'shop')
    const club = world.person('alice').in('club').resource('shop')
    await club.init()
    expect(await club.call('login')).toMatchObject({ userId, isNew: false, unionid: 'known' })
    expect(routeNoted()).toBe('shared-env')
    const identities = world.database.documents('identities').filter(({ kind }) => kind === 'identity')
    expect(identities.map(({ appid, openid }) => [appid, openid]).sort()).toEqual(
      ['shop', 'club']
        .map((app) => world.person('alice').in(app))
        .map(({ appid, openid }) => [appid, openid])
        .sort(),
    )
  })

  it('is closed to apps that the registry does not know, in cloudbase_auth and in login', async () => {
    const appid = 'wx00000000000000ff'
    const stranger = { source: 'wx_client', fromAppid: appid, fromOpenid: 'oStrangerStranger' } as const
    const { appid: shop } = alice()
    expect(await world.callAs({ ...stranger, appid: shop }, 'cloudbase_auth')).toEqual({
      errCode: 1,
      errMsg: 'APP_NOT_REGISTERED',
      auth: '{}',
    })
    expect(await world.callAs({ ...stranger, appid: shop }, 'login')).toMatchObject({
      ok: false,
      code: 'APP_NOT_REGISTERED',
    })
    expect(everything()).toEqual([[], [], []])
  })

  it('never mixes the two callers', async () => {
    const { appid, openid, unionid } = alice()
    const half = { source: 'wx_client', appid, openid, unionid: unionid ?? '', fromAppid: appid } as const
    expect(await world.callAs(half, 'login')).toMatchObject({ ok: false, code: 'NO_WECHAT_IDENTITY' })
  })
})

describe('bad input', () => {
  it.each([
    ['code', { code: { $gt: '' } }],
    ['code', { code: 7 }],
    ['iv', { code: '0a1b2c3d4e5f6a7b8c9d0e1f', encryptedData: 'AAAA' }],
    ['code', { encryptedData: 'AAAA', iv: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
    ['encryptedData', { code: '0a1b2c3d4e5f6a7b8c9d0e1f', encryptedData: ['x'], iv: 'A' }],
  ])('A39: names the field %s, does not repeat the value, and writes nothing', async (field, event) => {
    const reply = await alice().call('login', event)
    expect(reply).toEqual({
      ok: false,
      code: 'INPUT_INVALID',
      message: '请求内容有误，请更新小程序后重试',
      requestId: expect.any(String),
      field,
    })
    expect(everything()).toEqual([[], [], []])
  })

  it('A40: __proto__ in the event has no effect', async () => {
    await loginWithout(world, 'bob', 'shop')
    const event: unknown = JSON.parse(
      '{"__proto__":{"code":"x","isAdmin":true},"constructor":{"prototype":{}}}',
    )
    expect(await alice().call('login', event)).toMatchObject({ ok: true, isNew: true })
  })
})
