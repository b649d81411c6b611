import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Story } from './story.ts'
import { openStory } from './story.ts'

/** What mini-programs do to know their user (login guide and UnionID page, developers.weixin.qq.com, 2026-11). */

let story: Story
beforeEach(async () => {
  story = await openStory()
  story.world.clock.freeze()
})
afterEach(() => story.close())

/** The server's half of a login. */
const exchange = (code: unknown, app = 'shop') =>
  story.ask('/sns/jscode2session', {
    ...story.credentials(app),
    js_code: String(code),
    grant_type: 'authorization_code',
  })
const sealed = () => story.phone('getUserInfo', { withCredentials: true })

describe('login', () => {
  it('asks first whether the session still lives, and logs in when it does not', async () => {
    const launch = async () => {
      const { errMsg } = await story.phone('checkSession')
      if (errMsg === 'checkSession:ok') return 'skipped'
      return exchange((await story.phone('login'))['code'])
    }
    const first = await launch()
    expect(first).toMatchObject({ openid: await story.openidOf('alice', 'shop') })
    expect(await launch()).toBe('skipped')
    // How long a key lives is undisclosed; the local cloud lets one die that is not used for three days.
    await story.later('4d')
    const later = await launch()
    expect(later).toMatchObject({ openid: Object(first).openid })
    expect(Object(later).session_key).not.toBe(Object(first).session_key)
  })

  it('without a session no encrypted data are given', async () => {
    expect(await sealed()).toEqual({ errMsg: expect.stringMatching(/^getUserInfo:fail /) })
  })

  it('tells the server with checkSessionKey whether the key that it holds is the live one', async () => {
    const { openid, session_key: key } = await story.login()
    // Of the key as the text that it is, over nothing (checkSessionKey page).
    const signature = createHmac('sha256', String(key)).update('').digest('hex')
    const query = { openid: String(openid), signature, sig_method: 'hmac_sha256' }
    const check = async () =>
      story.ask('/wxa/checksession', { ...query, access_token: await story.token('shop') })
    expect(await check()).toEqual({ errcode: 0, errmsg: 'ok' })
    await story.later('1m')
    await story.login()
    expect(await check()).toMatchObject({ errcode: 87009 })
  })
})

describe('a unionid that login does not bring', () => {
  beforeEach(async () => {
    await story.change('/policy', { policy: 'before-2021' })
  })

  it('scheme A: the client sees that it is missing, and sends encrypted data in a second call', async () => {
    const session = await exchange((await story.phone('login'))['code'])
    expect(session).not.toHaveProperty('unionid')
    const { session_key: sessionKey } = session
    const { encryptedData, iv } = await sealed()
    expect(await story.call('open', { sessionKey, encryptedData, iv })).toMatchObject({
      unionId: expect.stringMatching(/^o/),
    })
  })

  it('scheme B: the client sends code and encrypted data at once, and the server judges', async () => {
    const server = async (request: Readonly<Record<string, unknown>>) => {
      const { unionid, session_key: sessionKey } = await exchange(request['code'])
      if (unionid !== undefined) return { by: 'code2Session', unionid }
      return { by: 'data', unionid: (await story.call('open', { ...request, sessionKey }))['unionId'] }
    }
    const request = async () => ({ ...(await story.phone('login')), ...(await sealed()) })
    const stranger = await server(await request())
    expect(stranger).toEqual({ by: 'data', unionid: expect.stringMatching(/^o/) })
    await story.change('/follows', { person: 'alice', app: 'news' })
    expect(await server(await request())).toEqual({ by: 'code2Session', unionid: stranger.unionid })
  })
})

describe('the binding of an app', () => {
  it('that is made later brings the unionid with the next login, and the openid stays', async () => {
    const before = await story.login('alice', 'lab')
    expect(before).not.toHaveProperty('unionid')
    await story.change('/bindings', { app: 'lab', openPlatform: 'main' })
    const { unionid } = await story.login()
    expect(await story.login('alice', 'lab')).toMatchObject({ openid: before['openid'], unionid })
  })

  it('to another platform brings another unionid, and the openid stays', async () => {
    const before = await story.login()
    await story.change('/bindings', { app: 'shop', openPlatform: 'other' })
    const after = await story.login()
    expect(after['openid']).toBe(before['openid'])
    expect(after['unionid']).toMatch(/^o/)
    expect(after['unionid']).not.toBe(before['unionid'])
    // Whoever was bound beside it keeps what it had.
    expect(await story.login('alice', 'club')).toMatchObject({ unionid: before['unionid'] })
  })
})

describe('a session_key', () => {
  it('that has changed between the data and the server opens them no longer', async () => {
    const { session_key: held } = await story.login()
    await story.later('1m')
    // Somewhere else in the mini-program somebody calls wx.login again, and the data come after it.
    const { code } = await story.phone('login')
    const { encryptedData, iv } = await sealed()
    expect(await story.call('open', { sessionKey: held, encryptedData, iv })).toEqual({ unreadable: true })
    const { session_key: live } = await exchange(code)
    expect(await story.call('open', { sessionKey: live, encryptedData, iv })).toHaveProperty('unionId')
  })

  it('stays the same for logins in quick succession', async () => {
    const { session_key: first } = await story.login()
    expect(await story.login()).toMatchObject({ session_key: first })
  })
})
