import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'

// Lifetimes, overlap and counters: pages "Get access token" and "Get stable access token" of the WeChat server API,
// 2026-11. Error numbers: their error tables and the global return codes.

const plain = (weChat: ReturnType<typeof openWeChat>, more: object = {}) =>
  weChat.ask('/cgi-bin/token', {
    query: { grant_type: 'client_credential', ...weChat.credentials('news'), ...more },
  })

const stable = (weChat: ReturnType<typeof openWeChat>, more: object = {}) =>
  weChat.ask('/cgi-bin/stable_token', {
    body: { grant_type: 'client_credential', ...weChat.credentials('news'), ...more },
  })

const codeOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof Error && 'errcode' in error ? error.errcode : error
  }
}

describe('cgi-bin/token', () => {
  it('gives a token for two hours', () => {
    const weChat = openWeChat()
    const { access_token: token, expires_in } = plain(weChat)
    expect(expires_in).toBe(7200)
    weChat.clock.advance('1h59m59s')
    expect(weChat.tokens.appidOf(String(token))).toBe('wx0000000000000004')
    weChat.clock.advance('2s')
    expect(codeOf(() => weChat.tokens.appidOf(String(token)))).toBe(42001)
  })

  it('replaces the token of a second client, which lives on for five minutes', () => {
    const weChat = openWeChat()
    const first = String(plain(weChat)['access_token'])
    const second = String(plain(weChat)['access_token'])
    expect(second).not.toBe(first)
    weChat.clock.advance('4m59s')
    expect(weChat.tokens.appidOf(first)).toBe('wx0000000000000004')
    weChat.clock.advance('2s')
    expect(codeOf(() => weChat.tokens.appidOf(first))).toBe(40001)
    expect(weChat.tokens.appidOf(second)).toBe('wx0000000000000004')
  })

  it.each([
    ['another grant', { grant_type: 'authorization_code' }, 40002],
    ['no appid', { appid: '' }, 41002],
    ['no secret', { secret: '' }, 41004],
    ['an appid of nobody', { appid: 'wxffffffffffffffff' }, 40013],
    ['a wrong secret', { secret: '0'.repeat(32) }, 40125],
  ])('refuses %s', (_, query, errcode) => {
    expect(plain(openWeChat(), query)).toMatchObject({ errcode })
  })
})

describe('cgi-bin/stable_token', () => {
  it('gives the same token until five minutes before its end, then a new one while the old one still works', () => {
    const weChat = openWeChat()
    const first = String(stable(weChat)['access_token'])
    weChat.clock.advance('1h54m')
    expect(stable(weChat)).toEqual({ access_token: first, expires_in: 360 })
    weChat.clock.advance('1m1s')
    const second = String(stable(weChat)['access_token'])
    expect(second).not.toBe(first)
    expect([first, second].map(weChat.tokens.appidOf)).toEqual(['wx0000000000000004', 'wx0000000000000004'])
  })

  it('is not disturbed by cgi-bin/token', () => {
    const weChat = openWeChat()
    const token = String(stable(weChat)['access_token'])
    plain(weChat)
    plain(weChat)
    weChat.clock.advance('10m')
    expect(weChat.tokens.appidOf(token)).toBe('wx0000000000000004')
  })

  it('can be forced: the old one ends at once, 30 s apart, 20 times a day', () => {
    const weChat = openWeChat()
    const first = String(stable(weChat)['access_token'])
    stable(weChat, { force_refresh: true })
    expect(codeOf(() => weChat.tokens.appidOf(first))).toBe(40001)
    expect(stable(weChat, { force_refresh: true })).toMatchObject({ errcode: 45011 })
    for (let n = 0; n < 19; n++) {
      weChat.clock.advance('30s')
      expect(stable(weChat, { force_refresh: true })).toHaveProperty('access_token')
    }
    weChat.clock.advance('30s')
    expect(stable(weChat, { force_refresh: true })).toMatchObject({ errcode: 45009 })
    weChat.clock.advance('1d')
    expect(stable(weChat, { force_refresh: true })).toHaveProperty('access_token')
  })

  it.each([
    ['no JSON object', undefined, 47001],
    ['another grant', { grant_type: 'x' }, 40002],
  ])('refuses %s', (_, body, errcode) => {
    expect(openWeChat().ask('/cgi-bin/stable_token', { body })).toMatchObject({ errcode })
  })
})

it('A47: a token begins so that nobody takes it for a real one, and an unknown or absent one is refused', () => {
  const weChat = openWeChat()
  expect(weChat.token('shop')).toMatch(/^LOCAL_/)
  expect(codeOf(() => weChat.tokens.appidOf('LOCAL_unknown'))).toBe(40001)
  expect(codeOf(() => weChat.tokens.appidOf(undefined))).toBe(41001)
})
