import { describe, expect, it } from 'vitest'
import type { TestWeChat } from '../testing.ts'
import { openWeChat } from '../testing.ts'
import { authorizeQuery, consentCode, OFFICIAL_WORLD } from './testing.ts'

// Fields and lifetimes: pages snsAccessToken, snsRefreshToken, snsUserInfo and snsAuth, web authorisation guide, website
// and mobile app login guides, 2026-11.

const open = () => openWeChat(OFFICIAL_WORLD)

const exchange = (weChat: TestWeChat, alias: string, code: string, more: Record<string, string> = {}) =>
  weChat.ask('/sns/oauth2/access_token', {
    query: { ...weChat.credentials(alias), code, grant_type: 'authorization_code', ...more },
  })
const refresh = (weChat: TestWeChat, alias: string, token: unknown, more: Record<string, string> = {}) =>
  weChat.ask('/sns/oauth2/refresh_token', {
    query: {
      appid: weChat.credentials(alias).appid,
      grant_type: 'refresh_token',
      refresh_token: String(token),
      ...more,
    },
  })
const userinfo = (weChat: TestWeChat, token: unknown, openid: unknown) =>
  weChat.ask('/sns/userinfo', {
    query: { access_token: String(token), openid: String(openid), lang: 'zh_CN' },
  })
const allowed = (weChat: TestWeChat, more: Record<string, string> = {}) =>
  exchange(weChat, 'news', consentCode(weChat, 'official-account', 'alice', more))

describe('an official account', () => {
  it('gets openid, tokens and, with snsapi_userinfo, the unionid', () => {
    const weChat = open()
    expect(allowed(weChat)).toEqual({
      access_token: expect.stringMatching(/^LOCAL_/),
      expires_in: 7200,
      refresh_token: expect.stringMatching(/^LOCAL_/),
      openid: expect.stringMatching(/^o.{27}$/),
      scope: 'snsapi_userinfo',
      unionid: weChat.world.caller('alice', 'shop').unionid,
    })
  })

  // Public reports 000c02df5145f0e44a33812b26b400 and 000ceab5df8e78c02473ebd0366c00: no unionid with snsapi_base;
  // 0006eec7030d28b7656ea683e55400: 48001 for the profile.
  it('gets no unionid and no profile with snsapi_base', () => {
    const weChat = open()
    const reply = allowed(weChat, { scope: 'snsapi_base' })
    expect(reply).toMatchObject({ scope: 'snsapi_base', expires_in: 7200 })
    expect(reply).not.toHaveProperty('unionid')
    expect(userinfo(weChat, reply['access_token'], reply['openid'])).toMatchObject({ errcode: 48001 })
  })

  it('reads a profile without sex, region and, here, picture', () => {
    const weChat = open()
    const { access_token: token, openid, unionid } = allowed(weChat)
    expect(userinfo(weChat, token, openid)).toEqual({
      openid,
      nickname: 'Alice',
      sex: 0,
      province: '',
      city: '',
      country: '',
      headimgurl: '',
      privilege: [],
      unionid,
    })
  })

  it('asks whether a token is good', () => {
    const weChat = open()
    const { access_token: token, openid } = allowed(weChat)
    const auth = (query: Record<string, string>) => weChat.ask('/sns/auth', { query })
    expect(auth({ access_token: String(token), openid: String(openid) })).toEqual({
      errcode: 0,
      errmsg: 'ok',
    })
    expect(auth({ access_token: String(token), openid: 'oSomebody' })).toMatchObject({ errcode: 40003 })
    expect(auth({ access_token: String(token) })).toMatchObject({ errcode: 41009 })
    expect(auth({ openid: String(openid) })).toMatchObject({ errcode: 41001 })
    expect(auth({ access_token: weChat.token('news'), openid: String(openid) })).toMatchObject({
      errcode: 40014,
    })
  })

  it.each([
    ['no code', { code: '' }, 41008],
    ['another grant', { grant_type: 'client_credential' }, 40002],
    ['a wrong secret', { secret: '0'.repeat(32) }, 40125],
    ['an invented code', { code: 'invented' }, 40029],
  ])('is refused with %s', (_, more, errcode) => {
    expect(exchange(open(), 'news', 'c', more)).toMatchObject({ errcode })
  })

  it('a mini-program has another door: 48001', () => {
    const weChat = open()
    const { appid } = weChat.credentials('shop')
    const code = weChat.codes.issue({ kind: 'login', appid, personId: 'alice' })
    expect(exchange(weChat, 'shop', code)).toMatchObject({ errcode: 48001 })
  })

  it('remembers who consented, not who was not asked', () => {
    const weChat = openWeChat({ ...OFFICIAL_WORLD, policy: 'before-2021' })
    allowed(weChat, { scope: 'snsapi_base' })
    expect(weChat.world.caller('alice', 'shop')).not.toHaveProperty('unionid')
    allowed(weChat)
    expect(weChat.world.caller('alice', 'shop')).toHaveProperty('unionid')
  })
})

describe('a refresh token', () => {
  it('lengthens the life of a token, replaces one that has run out, and lives 30 days itself', () => {
    const weChat = open()
    const first = allowed(weChat)
    weChat.clock.advance('1h59m')
    const second = refresh(weChat, 'news', first['refresh_token'])
    // The page of the API names these five; no unionid.
    expect(second).toEqual({
      access_token: first['access_token'],
      expires_in: 7200,
      refresh_token: first['refresh_token'],
      openid: first['openid'],
      scope: 'snsapi_userinfo',
    })
    weChat.clock.advance('2h')
    expect(userinfo(weChat, first['access_token'], first['openid'])).toMatchObject({ errcode: 42001 })
    const third = refresh(weChat, 'news', first['refresh_token'])
    expect(third['access_token']).not.toBe(first['access_token'])
    expect(userinfo(weChat, first['access_token'], first['openid'])).toMatchObject({ errcode: 42001 })
    expect(userinfo(weChat, third['access_token'], first['openid'])).toMatchObject({ nickname: 'Alice' })
    weChat.clock.advance('29d20h')
    expect(refresh(weChat, 'news', first['refresh_token'])).toHaveProperty('access_token')
    weChat.clock.advance('2h')
    expect(refresh(weChat, 'news', first['refresh_token'])).toMatchObject({ errcode: 42002 })
  })

  it.each([
    ['of another app', 'daily', {}, 40030],
    ['that is none', 'news', { refresh_token: 'x' }, 40030],
    ['that is missing', 'news', { refresh_token: '' }, 41003],
    ['without its grant', 'news', { grant_type: 'authorization_code' }, 40002],
    ['without an app', 'news', { appid: '' }, 41002],
    ['with an app of nobody', 'news', { appid: 'wxffffffffffffffff' }, 40013],
  ])('%s is refused', (_, alias, more, errcode) => {
    const weChat = open()
    const { refresh_token: token } = allowed(weChat)
    expect(refresh(weChat, alias, token, more)).toMatchObject({ errcode })
  })
})

describe('a snapshot page', () => {
  // Announcement 000c2c34068880629ced91a2f56001: picture, name, openid and unionid are of a virtual account.
  it('shows an account of nobody, the same for the same page, and asks nobody', () => {
    const weChat = open()
    const real = allowed(weChat)
    const snapshot = (more: Record<string, string> = {}) =>
      allowed(weChat, { forceSnapShot: 'true', ...more })
    const one = snapshot()
    expect(one).toMatchObject({ scope: 'snsapi_userinfo', is_snapshotuser: 1 })
    expect(one['openid']).not.toBe(real['openid'])
    expect(one['unionid']).not.toBe(real['unionid'])
    expect(weChat.world.whoIs('wx00000000000000a1', String(one['openid']))).toBeUndefined()
    expect(snapshot({ redirect_uri: 'https://news.example.com/back?again=1' })['openid']).toBe(one['openid'])
    expect(snapshot({ redirect_uri: 'https://news.example.com/other' })['openid']).not.toBe(one['openid'])
    expect(userinfo(weChat, one['access_token'], one['openid'])).toMatchObject({ nickname: '微信用户' })
  })

  it('comes of itself when the account is switched to it, and is not remembered as a sign-in', () => {
    const weChat = openWeChat({ ...OFFICIAL_WORLD, policy: 'before-2021' })
    weChat.oauth.openAsSnapshot('news', true)
    expect(allowed(weChat)).toMatchObject({ is_snapshotuser: 1 })
    expect(weChat.world.caller('alice', 'shop')).not.toHaveProperty('unionid')
    expect(weChat.oauth.authorised('wx00000000000000a1')).toEqual([])
    weChat.oauth.openAsSnapshot('news', false)
    expect(allowed(weChat)).not.toHaveProperty('is_snapshotuser')
  })
})

describe('a website and a mobile app', () => {
  it('a website gets the unionid with snsapi_login', () => {
    const weChat = open()
    expect(exchange(weChat, 'site', consentCode(weChat, 'website', 'bob'))).toMatchObject({
      scope: 'snsapi_login',
      unionid: weChat.world.caller('bob', 'shop').unionid,
    })
  })

  it('a mobile app gets a code from WeChat on the phone, and 180 days', () => {
    const weChat = open()
    const reply = weChat.oauth.mobileLogin('bob', 'phone', { state: 'x' })
    expect(reply).toEqual({ ErrCode: 0, code: expect.stringMatching(/^0[0-9a-f]{31}$/), state: 'x' })
    const tokens = exchange(weChat, 'phone', 'code' in reply ? reply.code : '')
    expect(tokens).toMatchObject({ scope: 'snsapi_userinfo' })
    expect(tokens).toHaveProperty('unionid')
    weChat.clock.advance('179d')
    expect(refresh(weChat, 'phone', tokens['refresh_token'])).toHaveProperty('access_token')
    weChat.clock.advance('2d')
    expect(refresh(weChat, 'phone', tokens['refresh_token'])).toMatchObject({ errcode: 42002 })
  })

  it('somebody may refuse or give up, and only a mobile app asks', () => {
    const { oauth } = open()
    expect(oauth.mobileLogin('bob', 'phone', { answer: 'refuse' })).toEqual({ ErrCode: -4 })
    expect(oauth.mobileLogin('bob', 'phone', { answer: 'give-up' })).toEqual({ ErrCode: -2 })
    expect(() => oauth.mobileLogin('bob', 'news')).toThrow(expect.objectContaining({ code: 'APP_UNKNOWN' }))
    expect(() => oauth.mobileLogin('eve', 'phone')).toThrow(
      expect.objectContaining({ code: 'PERSON_UNKNOWN' }),
    )
  })
})

describe('what a page refuses to ask', () => {
  // 10005: public report 000aee41e449004d93e24cae26a400. Assumptions: the other numbers, as they are commonly told.
  it.each([
    ['official-account', { appid: '' }, 10012],
    ['official-account', { redirect_uri: '' }, 10011],
    ['official-account', { scope: '' }, 10010],
    ['official-account', { scope: 'snsapi_login' }, 10005],
    ['official-account', { appid: 'wx00000000000000b1' }, 10016],
    ['official-account', { redirect_uri: 'https://example.com/back' }, 10003],
    ['official-account', { redirect_uri: 'https://news.example.com.evil.example/' }, 10003],
    ['official-account', { redirect_uri: 'https://news.example.com@evil.example/' }, 10003],
    ['official-account', { redirect_uri: 'javascript:alert(1)' }, 10003],
    ['website', { scope: 'snsapi_userinfo' }, 10005],
    ['website', { redirect_uri: 'http://127.0.0.1:8081/' }, 10003],
    ['website', { appid: 'wx00000000000000a1' }, 10005],
    ['official-account', { appid: 'wxffffffffffffffff' }, undefined],
    ['official-account', { response_type: 'token' }, undefined],
  ] as const)('%s %o: %s', (page, more, number) => {
    const refusal = open().oauth.read(page, authorizeQuery(page, more))
    expect(refusal).toHaveProperty('words')
    expect('number' in refusal ? refusal.number : undefined).toBe(number)
  })
})
