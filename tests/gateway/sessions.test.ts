import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { login, requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, BEGIN, openGateway } from './gatewayWorld.ts'

/** Signing in over HTTP, by what a mini-program or a mobile app has in its hand. */

let gateway: GatewayWorld
/** WeChat as it was before 2021-02-23: `wx.login` brings a unionid only with a tie to another app. */
let early: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
  early = await openGateway({ world: { clock: { frozenAt: BEGIN }, policy: 'before-2021' } })
})
beforeEach(() => Promise.all([resetWorld(gateway.world), resetWorld(early.world)]))
afterAll(() => Promise.all([gateway.close(), early.close()]))

const documents = (collection: string) => gateway.world.database.documents(collection)
const sessions = () => documents('sessions').length
const wxLogin = (person = 'alice', app = 'shop') => gateway.world.person(person).in(app).wxLogin()
const byCode = (code: string, app = 'shop') => gateway.post('/sessions/mini-program', { app, code })
const refusal = (code: string, status = 400) => ({ status, body: { ok: false, code } })

describe('a mini-program', () => {
  it('signs in by a code, to the account that its cloud functions have', async () => {
    const { userId } = await login(gateway.world, 'alice', 'shop')
    const session = await gateway.signIn('alice', 'shop')
    expect(session).toMatchObject({
      userId,
      isNew: false,
      unionid: 'known',
      expiresIn: 600,
      refreshExpiresIn: 30 * 86_400,
    })
    const me = await gateway.post('/account', { action: 'me' }, session.accessToken)
    expect(me).toMatchObject({ status: 200, body: { ok: true, userId } })
  })

  it('makes an account where there is none: 4 requests, 2 where there is one', async () => {
    const first = await gateway.signIn('alice', 'shop')
    expect(first).toMatchObject({ isNew: true, unionid: 'known' })
    expect(requestsOf(gateway.world)).toEqual(['aggregateDocuments', ...Array(3).fill('insertDocument')])
    await gateway.signIn('alice', 'shop')
    expect(requestsOf(gateway.world)).toEqual(['aggregateDocuments', 'insertDocument'])
  })

  it('gives the same account in every app of the open platform, a session each', async () => {
    const shop = await gateway.signIn('alice', 'shop')
    const club = await gateway.signIn('alice', 'club')
    expect(club).toMatchObject({ userId: shop.userId, isNew: false })
    expect(sessions()).toBe(2)
    expect((await gateway.signIn('bob', 'shop')).userId).not.toBe(shop.userId)
  })

  it('that is bound to nothing says why there is no unionid', async () => {
    expect(await gateway.signIn('alice', 'lab')).toMatchObject({
      unionid: 'missing',
      reason: 'APP_NOT_BOUND',
    })
  })

  it('A14: a code works once: CODE_USED, without a second session', async () => {
    const code = await wxLogin()
    expect(await byCode(code)).toMatchObject({ status: 200 })
    expect(await byCode(code)).toMatchObject({ ...refusal('CODE_USED'), body: { retry: 'new-code' } })
    expect(requestsOf(gateway.world)).toEqual([])
    expect(sessions()).toBe(1)
  })

  it('A14: a code of another app is none: CODE_INVALID', async () => {
    expect(await byCode(await wxLogin('alice', 'club'))).toMatchObject(refusal('CODE_INVALID'))
    expect(requestsOf(gateway.world)).toEqual([])
    expect(documents('users')).toEqual([])
  })

  it('A14: a code that comes eight times at once makes one session', async () => {
    const code = await wxLogin()
    const replies = await Promise.all(Array.from({ length: 8 }, () => byCode(code)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(400)])
    expect(sessions()).toBe(1)
    expect(documents('users')).toHaveLength(1)
  })

  it('A23: signs in eight times at once, by a code each: one account, eight sessions', async () => {
    const apps = ['shop', 'club', 'shop', 'club', 'shop', 'club', 'shop', 'club']
    const signedIn = await Promise.all(apps.map((app) => gateway.signIn('alice', app)))
    expect(new Set(signedIn.map(({ userId }) => userId)).size).toBe(1)
    expect(sessions()).toBe(8)
  })

  it.each(['0a1b2c3d&secret=x', 'short', '中文中文中文中文', '', 'x'.repeat(129), { $gt: '' }, ['a'], null])(
    'A15: %j is no code: WeChat is not asked',
    async (code) => {
      expect(await gateway.post('/sessions/mini-program', { app: 'shop', code })).toMatchObject({
        ...refusal('INPUT_INVALID'),
        body: { field: 'code' },
      })
    },
  )

  it.each([
    ['news', 'APP_KIND_WRONG'],
    ['site', 'APP_KIND_WRONG'],
    ['mobile', 'APP_KIND_WRONG'],
    ['nobody', 'APP_NOT_REGISTERED'],
    ['__proto__', 'INPUT_INVALID'],
    ['constructor', 'APP_NOT_REGISTERED'],
  ])('the app %s has another door, or none: %s', async (app, code) => {
    expect(await byCode('0a1b2c3d4e5f6a7b8c9d0e1f', app)).toMatchObject({ body: { code, field: 'app' } })
  })

  it('A1: ids that a client writes into the body are nobody’s', async () => {
    const body = {
      app: 'shop',
      code: await wxLogin('bob'),
      openid: 'oAlice00',
      unionid: 'oAlice01',
      userId: 'u1',
    }
    const { userId } = answerOf('session', await gateway.post('/sessions/mini-program', body))
    expect(userId).toBe((await gateway.signIn('bob', 'shop')).userId)
  })
})

describe('before 2021-02-23', () => {
  const withOpenData = async (person = 'alice', app = 'shop') => {
    const phone = early.world.person(person).in(app)
    const code = await phone.wxLogin()
    const { encryptedData, iv, rawData, signature } = await phone.openData()
    return { app, code, encryptedData, iv, rawData, signature }
  }
  const send = (body: object) => early.post('/sessions/mini-program', body)

  it('a code alone brings no unionid, open data does, and the account stays', async () => {
    const alone = await early.signIn('alice', 'shop')
    expect(alone).toMatchObject({ unionid: 'missing', reason: 'NOT_PROVIDED', isNew: true })
    const opened = answerOf('session', await send(await withOpenData()))
    expect(opened).toMatchObject({ userId: alone.userId, isNew: false, unionid: 'known' })
    expect(answerOf('session', await send(await withOpenData('alice', 'club'))).userId).toBe(alone.userId)
  })

  it('A8, A9, A11: open data of somebody else, of another app, twice, or altered is refused', async () => {
    const [mine, other] = [await withOpenData(), await withOpenData('bob')]
    expect(await send({ ...mine, encryptedData: other.encryptedData, iv: other.iv })).toMatchObject(
      refusal('OPEN_DATA_UNREADABLE'),
    )
    const altered = await withOpenData()
    expect(await send({ ...altered, rawData: '{"nickName":"x"}' })).toMatchObject(
      refusal('OPEN_DATA_SIGNATURE_WRONG'),
    )
    const halves = await withOpenData()
    expect(await send({ ...halves, iv: undefined })).toMatchObject({
      ...refusal('INPUT_INVALID'),
      body: { field: 'iv' },
    })
    // The code was not spent on a body that was worth nothing.
    expect(await send(halves)).toMatchObject({ status: 200 })
  })
})

describe('a mobile app', () => {
  const codeOf = (person = 'alice') => {
    const reply = gateway.world.weChat.mobileLogin(person, 'mobile')
    if (reply.ErrCode !== 0) throw new Error(`ErrCode ${reply.ErrCode}`)
    return reply.code
  }
  const send = (code: string, app = 'mobile') => gateway.post('/sessions/mobile-app', { app, code })

  it('signs in to the account of the same person', async () => {
    const { userId } = await gateway.signIn('alice', 'shop')
    expect(answerOf('session', await send(codeOf()))).toMatchObject({
      userId,
      isNew: false,
      unionid: 'known',
    })
    expect(answerOf('session', await send(codeOf('bob'))).userId).not.toBe(userId)
  })

  it('A14: by each code once, and by no code of a mini-program', async () => {
    const code = codeOf()
    expect((await Promise.all([send(code), send(code)])).map(({ status }) => status).toSorted()).toEqual([
      200, 400,
    ])
    expect(await send(code)).toMatchObject(refusal('CODE_USED'))
    expect(await send(await wxLogin())).toMatchObject(refusal('CODE_INVALID'))
    expect(await byCode(codeOf())).toMatchObject(refusal('CODE_INVALID'))
    expect(await send(codeOf(), 'shop')).toMatchObject(refusal('APP_KIND_WRONG'))
    expect(sessions()).toBe(1)
  })
})

describe('a phone number over HTTP', () => {
  const phone = (bearer: string, body: object) =>
    gateway.post('/account', { action: 'phone', ...body }, bearer)
  const code = (person = 'alice') => gateway.world.person(person).in('shop').phoneCode()
  const paid = () =>
    gateway.world
      .calls()
      .flatMap(({ requests }) => requests.filter(({ api }) => api === 'phonenumber.getPhoneNumber'))

  it('comes by a code, and is shown by its last digits', async () => {
    const { accessToken, userId } = await gateway.signIn('alice', 'shop')
    expect(await phone(accessToken, { code: await code() })).toMatchObject({
      status: 200,
      body: { ok: true, userId, phone: '*******0001' },
    })
    // Cloud calls are for chains that a mini-program began: this one goes to api.weixin.qq.com.
    expect(paid()).toEqual([])
  })

  it('is paid for once, whoever sends the code again', async () => {
    const [alice, bob] = [await gateway.signIn('alice', 'shop'), await gateway.signIn('bob', 'shop')]
    const sent = { code: await code() }
    expect(await phone(alice.accessToken, sent)).toMatchObject({ status: 200 })
    for (const { accessToken } of [alice, bob])
      expect(await phone(accessToken, sent)).toMatchObject(refusal('PHONE_CODE_INVALID'))
  })

  it('A6: a CloudID is worth nothing here, for nobody vouches for it', async () => {
    const { accessToken } = await gateway.signIn('alice', 'shop')
    const { cloudID } = await gateway.world.person('alice').in('shop').openData('getPhoneNumber')
    const forged = { cloudID, data: { purePhoneNumber: '13800000009', countryCode: '86' } }
    for (const field of [forged, cloudID, { cloudID }])
      expect(await phone(accessToken, { phone: field })).toMatchObject({
        ...refusal('CLOUD_ID_FORGED'),
        body: { field: 'phone' },
      })
    expect(await phone(accessToken, {})).toMatchObject({
      ...refusal('INPUT_INVALID'),
      body: { field: 'code' },
    })
  })

  it('A42: five times in a minute and not a sixth, which nobody pays for; others go on', async () => {
    const { accessToken } = await gateway.signIn('alice', 'shop')
    for (let n = 0; n < 5; n++)
      expect(await phone(accessToken, { code: await code() })).toMatchObject({ status: 200 })
    const sixth = await phone(accessToken, { code: await code() })
    expect(sixth).toMatchObject(refusal('RATE_LIMITED', 429))
    expect(sixth.headers.get('retry-after')).toBe('12')
    // No session was looked for, no code marked, and WeChat was not asked.
    expect(requestsOf(gateway.world)).toEqual([])
    const bob = await gateway.signIn('bob', 'shop')
    expect(await phone(bob.accessToken, { code: await code('bob') })).toMatchObject({ status: 200 })
    expect(await gateway.post('/account', { action: 'me' }, accessToken)).toMatchObject({ status: 200 })
    gateway.world.clock.advance('12s')
    expect(await phone(accessToken, { code: await code() })).toMatchObject({ status: 200 })
  })
})
