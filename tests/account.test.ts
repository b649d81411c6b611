import { EJSON } from 'bson'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../cloudfunctions/common/runtime/cloud.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createOneIdWorld, login as loginIn, requestsOf } from './oneIdWorld.ts'

/** The function `account`, built and called through the real SDK. */

/** Alice and Bob share a number, as people do who got it one after the other. */
const NUMBER = '13800005678'
const PEOPLE = [
  { id: 'alice', phone: NUMBER },
  { id: 'bob', phone: NUMBER },
  { id: 'carol', phone: '13900001234' },
]
const GUEST = '7d4b2f0e-58c1-4a9d-8e63-1f2a3b4c5d6e'

let world: TestWorld

beforeEach(async () => {
  world = await createOneIdWorld({ people: PEOPLE })
  Object.assign(process.env, world.environment())
})
afterEach(() => world.close())

const phone = (person: string, app = 'shop') => world.person(person).in(app)
const login = async (person: string, app = 'shop') => (await loginIn(world, person, app)).userId
const account = (person: string, data: object, app = 'shop') => phone(person, app).call('account', data)
const cloudId = (cloudID: string) => ({ __cloudId: cloudID })
const requests = () => requestsOf(world)
const users = () => world.database.documents('users')

/** Everything that is stored. */
const everything = () =>
  world.database
    .collections()
    .flatMap(({ name }) => world.database.documents(name).map((document) => ({ name, document })))

const auditLines = () => world.database.documents('audit').map((line) => line['what'])

const strike = (fault: object) =>
  fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [fault] }),
  })

/** Every action begins with this one: identity and user in one request. */
const CALLER = 'aggregateDocuments'
const [GET, INSERT, UPDATE] = ['getDocument', 'insertDocument', 'modifyDocument']

describe('me', () => {
  it('is the account of who calls, in any app; 1 request', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const reply = await account('alice', { action: 'me' }, 'club')
    expect(reply).toEqual({ ok: true, userId, createdAt: expect.any(Number), administrator: false })
    expect(requests()).toEqual([CALLER])
  })

  it('shows an administrator’s right only to an identity of the account itself', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const change = (id: string, data: object) => openDatabase().collection('users').doc(id).update({ data })
    await change(bob, { administrator: true })
    expect(await account('bob', { action: 'me' })).toMatchObject({ administrator: true })
    await change(alice, { status: 'merged', mergedInto: bob, mergeId: `mg-${'a'.repeat(32)}` })
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: bob, administrator: false })
  })
})

describe('profile', () => {
  it('is trimmed and kept, and an empty text removes; 3 requests, 1 if nothing changes', async () => {
    await login('alice')
    const avatar = 'cloud://local.6c6f/avatars/1.png'
    expect(await account('alice', { action: 'profile', nickname: '  小明 ', avatar })).toMatchObject({
      nickname: '小明',
      avatar,
    })
    expect(requests()).toEqual([CALLER, UPDATE, INSERT])
    expect(users()).toMatchObject([{ profile: { nickname: '小明', avatar }, version: 1 }])

    const before = everything()
    await account('alice', { action: 'profile', nickname: '小明' })
    expect(requests()).toEqual([CALLER])
    expect(everything()).toEqual(before)

    await account('alice', { action: 'profile', nickname: ' ' })
    const me = await account('alice', { action: 'me' })
    expect(me).toMatchObject({ avatar })
    expect(me).not.toHaveProperty('nickname')
    expect(auditLines()).toEqual(['account.profile', 'account.profile'])
  })
})

describe('phone', () => {
  it('by code: sealed, with keyed hash and last digits; 4 requests and one paid call', async () => {
    await login('alice')
    const code = await phone('alice').phoneCode()
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ phone: '*******5678' })
    expect(requests()).toEqual([CALLER, INSERT, 'wx.openApi', UPDATE, INSERT])
    expect(users()).toMatchObject([{ phone: { lastDigits: '5678' }, version: 1 }])
    expect(JSON.stringify([everything(), world.calls().map(({ logs }) => logs)])).not.toContain(NUMBER)
    expect(auditLines()).toEqual(['account.phone'])
    expect(await account('alice', { action: 'me' })).toMatchObject({ phone: '*******5678' })
  })

  it('by CloudID: 3 requests, nothing to pay', async () => {
    await login('alice')
    const { cloudID } = await phone('alice').openData('getPhoneNumber')
    const code = await phone('alice').phoneCode()
    const data = { action: 'phone', phone: cloudId(cloudID), code }
    expect(await account('alice', data)).toMatchObject({ phone: '*******5678' })
    expect(requests()).toEqual([CALLER, UPDATE, INSERT])
  })

  it('a code that is sent twice is paid once', async () => {
    await login('alice')
    const code = await phone('alice').phoneCode()
    const send = () => account('alice', { action: 'phone', code })
    const replies = await Promise.all([send(), send(), send()])
    expect(replies.filter((reply) => v.is(v.object({ ok: v.literal(true) }), reply))).toHaveLength(1)
    expect(await send()).toMatchObject({ ok: false, code: 'PHONE_CODE_INVALID', field: 'code' })
    const paid = world.calls().flatMap((call) => call.requests.filter(({ api }) => api !== undefined))
    expect(paid.map(({ api }) => api)).toEqual(['phonenumber.getPhoneNumber'])
  })

  it('a code that WeChat was too busy for is not asked for again', async () => {
    await login('alice')
    const code = await phone('alice').phoneCode()
    await strike({ at: 'openapi.phonenumber.getPhoneNumber', effect: 'busy', times: 1 })
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'WECHAT_BUSY' })
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'PHONE_CODE_INVALID' })
    expect(users()[0]).not.toHaveProperty('phone')
  })

  it('PHONE_CODE_INVALID: a login code, and a code of another app', async () => {
    await login('alice')
    for (const code of [await phone('alice').wxLogin(), await phone('alice', 'club').phoneCode()])
      expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'PHONE_CODE_INVALID' })
    expect(users()[0]).not.toHaveProperty('phone')
  })

  it('A6: what a client wrote itself is no CloudID, and one of another person is refused', async () => {
    await login('alice')
    await login('bob')
    const { cloudID } = await phone('alice').openData('getPhoneNumber')
    const watermark = { appid: phone('bob').appid, timestamp: Math.floor(world.clock.now() / 1_000) }
    const forged = { cloudID, data: { purePhoneNumber: NUMBER, countryCode: '86', watermark } }
    const before = everything()
    expect(await account('bob', { action: 'phone', phone: forged })).toMatchObject({
      code: 'CLOUD_ID_FORGED',
      field: 'phone',
    })
    expect(await account('bob', { action: 'phone', phone: cloudId(cloudID) })).toMatchObject({
      code: 'CLOUD_ID_FOREIGN',
      field: 'phone',
    })
    expect(everything()).toEqual(before)
  })

  it('PHONE_MISSING: WeChat knows no number of the person', async () => {
    await login('alice')
    const { openid, appid } = phone('alice')
    const caller = { source: 'wx_client', openid, appid, openDataInfo: '{"keys":["phone"]}' }
    const filled = { cloudID: 'some-id', errCode: -601009, errMsg: 'missing mobile phone.' }
    expect(await world.callAs(caller, 'account', { action: 'phone', phone: filled })).toMatchObject({
      code: 'PHONE_MISSING',
    })
  })

  const setPhone = async (person: string) =>
    account(person, { action: 'phone', code: await phone(person).phoneCode() })

  it('A21: two users with one number stay two', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    await setPhone('alice')
    await setPhone('bob')
    expect([await login('alice', 'club'), await login('bob', 'club')]).toEqual([alice, bob])
    const [one, other] = users()
    expect(Object(one?.['phone'])['hash']).toBe(Object(other?.['phone'])['hash'])
    expect(world.database.documents('merges')).toEqual([])
    expect(world.database.documents('jobs')).toEqual([])
  })

  it('A19: an account with somebody’s number waits for that person in vain', async () => {
    const early = await login('alice')
    await setPhone('alice')
    const late = await loginIn(world, 'bob', 'shop')
    expect(late).toMatchObject({ isNew: true })
    expect(late.userId).not.toBe(early)
    expect(await account('bob', { action: 'me' })).not.toHaveProperty('phone')
    await setPhone('bob')
    expect(await login('bob')).toBe(late.userId)
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: early, phone: '*******5678' })
  })

  it('A33: nobody can tell whether another account has the number', async () => {
    for (const person of ['alice', 'bob', 'carol']) await login(person)
    await setPhone('alice')
    const answers = await Promise.all(['bob', 'carol'].map((person) => setPhone(person)))
    const [known, unknown] = world
      .calls()
      .slice(-2)
      .map(({ requests: asked }) => asked.map(({ action, collection }) => `${action} ${collection}`))
    expect(known).toEqual(unknown)
    const [shapeOfKnown, shapeOfUnknown] = answers.map((answer) => Object.keys(Object(answer)))
    expect(shapeOfKnown).toEqual(shapeOfUnknown)
  })
})

describe('identities', () => {
  it('lists the apps in which the person is known, and no openid; 2 requests', async () => {
    await login('alice')
    world.clock.advance('1m')
    await login('alice', 'club')
    const item = { id: expect.stringMatching(/^wx-[\w-]{32}$/), firstSeen: expect.any(Number) }
    const more = { kind: 'mini-program', lastSeen: expect.any(Number), unionid: 'known' }
    expect(await account('alice', { action: 'identities' }, 'club')).toEqual({
      ok: true,
      identities: [
        { ...item, ...more, app: 'shop', current: false },
        { ...item, ...more, app: 'club', current: true },
      ],
    })
    expect(requests()).toEqual([CALLER, GET])
  })

  it('shows what has become of an app: of none it is unknown, without unionid it is missing', async () => {
    await login('alice', 'lab')
    expect(await account('alice', { action: 'identities' }, 'lab')).toMatchObject({
      identities: [{ app: 'lab', unionid: 'missing' }],
    })
    const gone = { appid: 'wx0123456789abcdef' }
    await openDatabase().collection('identities').where({ kind: 'identity' }).update({ data: gone })
    expect(await account('alice', { action: 'identities' }, 'lab')).toMatchObject({
      identities: [{ app: 'unknown', kind: 'unknown' }],
    })
  })
})

describe('claimGuest', () => {
  it('is done once, by one account; 3 requests, 4 the second time', async () => {
    await login('alice')
    await login('bob')
    const claim = (person: string, guestId = GUEST) => account(person, { action: 'claimGuest', guestId })
    expect(await claim('alice')).toEqual({ ok: true })
    expect(requests()).toEqual([CALLER, INSERT, INSERT])
    const before = everything()
    expect(await claim('alice', GUEST.toUpperCase())).toEqual({ ok: true })
    expect(requests()).toEqual([CALLER, INSERT, GET, GET])
    expect(await claim('bob')).toMatchObject({ ok: false, code: 'GUEST_CLAIMED' })
    expect(everything()).toEqual(before)
    expect(JSON.stringify(before)).not.toContain(GUEST)
  })
})

describe('what every action refuses', () => {
  const ACTIONS = [
    { action: 'me' },
    { action: 'profile', nickname: 'x' },
    { action: 'phone', code: 'codecodecode' },
    { action: 'identities' },
    { action: 'unlink', id: `wx-${'a'.repeat(32)}` },
    { action: 'claimGuest', guestId: GUEST },
    { action: 'export' },
    { action: 'delete' },
    { action: 'cancelDeletion' },
  ]

  it('NOT_SIGNED_IN without an account; nothing written, nothing paid', async () => {
    for (const data of ACTIONS) {
      expect(await account('alice', data)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
      expect(requests()).toEqual([CALLER])
    }
    expect(everything()).toEqual([])
  })

  it('A3: no person, no answer', async () => {
    await login('alice')
    const { openid, appid } = phone('alice')
    for (const data of ACTIONS) {
      const reply = await world.callAs({ source: 'wx_http', openid, appid }, 'account', data)
      expect(reply).toMatchObject({ ok: false, code: 'NO_WECHAT_IDENTITY' })
      expect(requests()).toEqual([])
    }
  })

  const MALFORMED: readonly [field: string, data: object][] = [
    ['action', {}],
    ['action', { action: 'everything' }],
    ['action', { action: ['me'] }],
    ['nickname', { action: 'profile', nickname: 'x'.repeat(65) }],
    ['nickname', { action: 'profile', nickname: { $gt: '' } }],
    ['avatar', { action: 'profile', avatar: 'javascript:alert(1)' }],
    ['avatar', { action: 'profile', nickname: 'kept?', avatar: 'http://example.com/a.png' }],
    ['code', { action: 'phone' }],
    ['code', { action: 'phone', code: 'a&secret=b' }],
    ['id', { action: 'unlink' }],
    ['id', { action: 'unlink', id: { $ne: '' } }],
    ['guestId', { action: 'claimGuest', guestId: '1' }],
    ['guestId', { action: 'claimGuest', guestId: '00000000-0000-0000-0000-000000000000' }],
  ]

  it('INPUT_INVALID names the field, and nothing is read or written', async () => {
    await login('alice')
    const before = everything()
    for (const [field, data] of MALFORMED) {
      expect(await account('alice', data)).toMatchObject({ ok: false, code: 'INPUT_INVALID', field })
      expect(requests()).toEqual([])
    }
    expect(everything()).toEqual(before)
  })

  it('A1: ids in the event change nobody else', async () => {
    const userId = await login('alice')
    await login('bob')
    const { openid, appid } = phone('alice')
    const forged = { userId, openid, OPENID: openid, userInfo: { openId: openid, appId: appid } }
    await account('bob', { action: 'profile', nickname: 'Bob', ...forged })
    expect(await account('alice', { action: 'me' })).not.toHaveProperty('nickname')
  })
})

describe('what is told to nobody', () => {
  it('A36: no reply but an export, and no log line, holds an openid or a unionid', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const replies = [
      await account('alice', { action: 'profile', nickname: 'A' }),
      await account('alice', { action: 'phone', code: await phone('alice').phoneCode() }),
      await account('alice', { action: 'claimGuest', guestId: GUEST }),
      await account('alice', { action: 'delete' }),
      await account('alice', { action: 'cancelDeletion' }),
      await account('alice', { action: 'identities' }),
      await account('alice', { action: 'unlink', id: `wx-${'a'.repeat(32)}` }),
      await account('alice', { action: 'me' }),
    ]
    await account('alice', { action: 'export' })
    const shown = JSON.stringify([replies, world.calls().map(({ logs }) => logs)])
    expect(shown).toContain(userId)
    for (const { openid, unionid } of [phone('alice'), phone('alice', 'club')]) {
      expect(shown).not.toContain(openid)
      expect(shown).not.toContain(unionid)
    }
    expect(shown).not.toContain(NUMBER)
  })

  it('A37: every collection is closed to clients', async () => {
    await login('alice')
    const { appid } = phone('alice')
    const ask = async (collectionName: string, action: string, more: object) => {
      const body = JSON.stringify({
        collectionName,
        action: `database.${action}`,
        queryType: 'WHERE',
        ...more,
      })
      const headers = { 'content-type': 'application/json', 'x-person': 'alice', 'x-app': appid }
      return (await fetch(`${world.url}/__cloud/database`, { method: 'POST', headers, body })).json()
    }
    const collections = world.database.collections().map(({ name }) => name)
    expect(collections).toContain('users')
    for (const name of collections) {
      const query = EJSON.stringify({})
      const denied = { errCode: -502003 }
      expect(await ask(name, 'getDocument', { query, limit: 1 })).toMatchObject(denied)
      expect(await ask(name, 'insertDocument', { data: [EJSON.stringify({ a: 1 })] })).toMatchObject(denied)
      const change = { query, multi: true, data: EJSON.stringify({ $set: { userId: 'u' } }) }
      expect(await ask(name, 'modifyDocument', change)).toMatchObject(denied)
      expect(await ask(name, 'removeDocument', { query, multi: true })).toMatchObject(denied)
    }
  })
})
