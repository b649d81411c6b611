import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'
import { loginStateSignature } from './signature.ts'

// Fields and error numbers: pages of code2Session, checkSessionKey, resetUserSessionKey and the global return codes of
// developers.weixin.qq.com, 2026-11; 40163 is real and not on them (community report 000e4a9bb844385d37ec5bcea51800).

type WeChat = ReturnType<typeof openWeChat>

const wxLogin = (weChat: WeChat, person = 'alice', alias = 'shop') =>
  String(weChat.client(person, alias, 'login')['code'])

const exchange = (weChat: WeChat, code: string, more: object = {}, alias = 'shop') =>
  weChat.ask('/sns/jscode2session', {
    query: { ...weChat.credentials(alias), js_code: code, grant_type: 'authorization_code', ...more },
  })

const keyOf = (weChat: WeChat, person = 'alice') =>
  String(exchange(weChat, wxLogin(weChat, person))['session_key'])

describe('sns/jscode2session', () => {
  it('answers openid, session_key and unionid, and no errcode', () => {
    const weChat = openWeChat()
    const { openid, unionid } = weChat.world.caller('alice', 'shop')
    expect(exchange(weChat, wxLogin(weChat))).toEqual({
      openid,
      unionid,
      // 16 bytes.
      session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    })
  })

  it('has no unionid for an app that is not bound, nor, before 2021, for somebody who follows nothing', () => {
    const weChat = openWeChat()
    expect(Object.keys(exchange(weChat, wxLogin(weChat, 'alice', 'lab'), {}, 'lab')).sort()).toEqual([
      'openid',
      'session_key',
    ])
    weChat.world.change.setPolicy('before-2021')
    expect(exchange(weChat, wxLogin(weChat))).not.toHaveProperty('unionid')
    weChat.world.change.follow('alice', 'news')
    expect(exchange(weChat, wxLogin(weChat))).toHaveProperty('unionid')
  })

  it.each([
    ['no appid', { appid: '' }, 41002],
    ['no secret', { secret: '' }, 41004],
    ['an appid of nobody', { appid: 'wxffffffffffffffff' }, 40013],
    ['a wrong secret', { secret: '0'.repeat(32) }, 40125],
    ['no code', { js_code: '' }, 41008],
    ['another grant', { grant_type: 'client_credential' }, 40002],
    ['an invented code', { js_code: '0invented' }, 40029],
  ])('refuses %s and uses no code up', (_, wrong, errcode) => {
    const weChat = openWeChat()
    const code = wxLogin(weChat)
    expect(exchange(weChat, code, wrong)).toMatchObject({ errcode })
    expect(exchange(weChat, code)).toHaveProperty('openid')
  })

  it('takes its fields from the address only, by POST too', () => {
    const weChat = openWeChat()
    const door = weChat.doors.find(({ method, path }) => method === 'POST' && path === '/sns/jscode2session')
    const body = { ...weChat.credentials('shop'), js_code: 'c', grant_type: 'authorization_code' }
    expect(() => door?.answer({ query: {}, body })).toThrow(expect.objectContaining({ errcode: 41002 }))
  })

  it('stops a risky user: 40226', () => {
    const weChat = openWeChat()
    weChat.login.setHighRisk('alice', true)
    expect(exchange(weChat, wxLogin(weChat))).toMatchObject({ errcode: 40226 })
    expect(exchange(weChat, wxLogin(weChat, 'bob'))).toHaveProperty('openid')
    weChat.login.setHighRisk('alice', false)
    expect(exchange(weChat, wxLogin(weChat))).toHaveProperty('openid')
  })

  it('takes 100 codes of one user in a minute: 45011', () => {
    const weChat = openWeChat()
    for (let n = 0; n < 100; n++) expect(exchange(weChat, wxLogin(weChat))).toHaveProperty('openid')
    expect(exchange(weChat, wxLogin(weChat))).toMatchObject({ errcode: 45011 })
    expect(exchange(weChat, wxLogin(weChat, 'bob'))).toHaveProperty('openid')
    weChat.clock.advance('1m')
    expect(exchange(weChat, wxLogin(weChat))).toHaveProperty('openid')
  })
})

describe('the session_key', () => {
  it('is one per person and app', () => {
    const weChat = openWeChat()
    const keys = [
      keyOf(weChat),
      keyOf(weChat, 'bob'),
      String(exchange(weChat, wxLogin(weChat, 'alice', 'club'), {}, 'club')['session_key']),
    ]
    expect(new Set(keys).size).toBe(3)
  })

  it('stays through logins in a short time, and is another one after that', () => {
    const weChat = openWeChat()
    const first = keyOf(weChat)
    weChat.clock.advance('59s')
    expect(keyOf(weChat)).toBe(first)
    weChat.clock.advance('1s')
    expect(keyOf(weChat)).not.toBe(first)
  })

  it('is replaced by wx.login itself, before anybody exchanges its code', () => {
    const weChat = openWeChat()
    const held = keyOf(weChat)
    weChat.clock.advance('1m')
    wxLogin(weChat)
    expect(checked(weChat, held)).toMatchObject({ errcode: 87009 })
  })

  it('lives as long as it is used', () => {
    const weChat = openWeChat()
    expect(weChat.client('alice', 'shop', 'checkSession')).toEqual({
      errMsg: 'checkSession:fail session time out, please relogin',
    })
    keyOf(weChat)
    weChat.clock.advance('2d')
    weChat.client('alice', 'shop', 'getUserInfo')
    weChat.clock.advance('2d')
    expect(weChat.client('alice', 'shop', 'checkSession')).toEqual({})
    weChat.clock.advance('1d')
    expect(weChat.client('alice', 'shop', 'checkSession')).toHaveProperty('errMsg')
  })
})

const signed = (weChat: WeChat, path: string, key: string, more: object = {}) =>
  weChat.ask(path, {
    query: {
      access_token: weChat.token('shop'),
      openid: weChat.world.caller('alice', 'shop').openid,
      signature: loginStateSignature(key),
      sig_method: 'hmac_sha256',
      ...more,
    },
  })
const checked = (weChat: WeChat, key: string, more: object = {}) =>
  signed(weChat, '/wxa/checksession', key, more)
const reset = (weChat: WeChat, key: string, more: object = {}) =>
  signed(weChat, '/wxa/resetusersessionkey', key, more)

describe('the signature of the login state', () => {
  // The vector of page "Signature of user's login state" (mini-game, HTTP signature).
  it('is the HMAC under the base64 text of the key', () => {
    expect(loginStateSignature('o0q0otL8aEzpcZL/FT9WsQ==', '{"foo":"bar"}')).toBe(
      '654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b',
    )
  })

  it('is made over nothing by checkSessionKey and resetUserSessionKey', () => {
    // Computed with openssl: printf '' | openssl dgst -sha256 -hmac 'o0q0otL8aEzpcZL/FT9WsQ=='
    expect(loginStateSignature('o0q0otL8aEzpcZL/FT9WsQ==')).toBe(
      '46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128',
    )
  })
})

describe.each([
  ['wxa/checksession', checked],
  ['wxa/resetusersessionkey', reset],
])('%s', (_, ask) => {
  it.each([
    ['no token', { access_token: '' }, 41001],
    ['no openid', { openid: '' }, 41009],
    ['an openid of nobody', { openid: 'oInvented' }, 40003],
    ['another way to sign', { sig_method: 'md5' }, 87008],
    ['a signature under another key', { signature: '0'.repeat(64) }, 87009],
  ])('refuses %s', (_, wrong, errcode) => {
    const weChat = openWeChat()
    expect(ask(weChat, keyOf(weChat), wrong)).toMatchObject({ errcode })
  })

  it('refuses a key that has run out', () => {
    const weChat = openWeChat()
    const key = keyOf(weChat)
    weChat.clock.advance('3d')
    expect(ask(weChat, key)).toMatchObject({ errcode: 87009 })
  })
})

it('checksession says that the key is the live one', () => {
  const weChat = openWeChat()
  expect(checked(weChat, keyOf(weChat))).toEqual({ errcode: 0, errmsg: 'ok' })
})

it('resetusersessionkey gives a new key that ends when the old one would have', () => {
  const weChat = openWeChat()
  const old = keyOf(weChat)
  weChat.clock.advance('2d')
  const answer = reset(weChat, old)
  expect(answer).toEqual({
    errcode: 0,
    errmsg: 'ok',
    openid: weChat.world.caller('alice', 'shop').openid,
    session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
  })
  const fresh = String(answer['session_key'])
  expect(checked(weChat, old)).toMatchObject({ errcode: 87009 })
  expect(checked(weChat, fresh)).toMatchObject({ errcode: 0 })
  weChat.clock.advance('1d')
  expect(checked(weChat, fresh)).toMatchObject({ errcode: 87009 })
})

it('resetusersessionkey is counted per app: 60,000 a minute', () => {
  const weChat = openWeChat()
  expect(weChat.doors.find(({ path }) => path === '/wxa/resetusersessionkey')?.perMinute).toBe(60_000)
})
