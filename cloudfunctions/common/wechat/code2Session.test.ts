import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { exchangeCode } from './code2Session.ts'
import { says } from './testing.ts'
import type { Fetch } from './weChatApi.ts'

// Page code2Session and the table of global return codes of WeChat, 2026-11.

const APPID = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
const APP_SECRET = 'c0ffee00c0ffee00c0ffee00c0ffee00'
const CODE = '0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P'
const SESSION = { openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' }

const answering = (text: string, ok = true) => vi.fn<Fetch>(async () => ({ ok, text: async () => text }))

const exchange = (fetch: Fetch, code = CODE, secret = APP_SECRET) =>
  exchangeCode({ appid: APPID, secret: new Secret(secret), code, fetch })

const refused = (code: string, detail: string, field?: string) =>
  expect.toSatisfy(says(`${code}: ${detail}`, field))

describe('the exchange of a login code', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('tells whose code it was', async () => {
    const { sessionKey, ...who } = await exchange(
      answering(JSON.stringify({ ...SESSION, unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA' })),
    )
    expect(who).toEqual({
      openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
    })
    expect(sessionKey.reveal()).toBe('tiihtNczf5v6AKRyjwEUhQ==')
  })

  it('A12: keeps the session_key where nothing prints it', async () => {
    const session = await exchange(answering(JSON.stringify(SESSION)))
    expect(JSON.stringify(session)).not.toContain('tiihtNczf5v6')
  })

  it.each([[{}], [{ unionid: '' }], [{ errcode: 0, errmsg: 'ok' }]])(
    'tells no unionid where WeChat gave none: %j',
    async (rest) => {
      expect(await exchange(answering(JSON.stringify({ ...SESSION, ...rest })))).not.toHaveProperty('unionid')
    },
  )

  it('A15, A41: asks one fixed host, follows no redirect, and escapes what it sends', async () => {
    const { signal } = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(signal)
    const fetch = answering(JSON.stringify(SESSION))
    await exchange(fetch, CODE, 'a&appid=b#c')
    expect(fetch.mock.calls).toEqual([
      [
        `https://api.weixin.qq.com/sns/jscode2session?appid=wx4f4bc4dec97d474b&secret=a%26appid%3Db%23c&js_code=${CODE}&grant_type=authorization_code`,
        { method: 'GET', redirect: 'error', signal },
      ],
    ])
    expect(timeout.mock.calls).toEqual([[5_000]])
  })

  it.each([
    '',
    '1234567',
    'x'.repeat(129),
    'abcdefgh&secret=1',
    'abcdefgh ',
    'abcd/efgh',
    'abcdefgh\n',
    '编码编码编码编码',
  ])('A15, A39: sends nothing when %j is to be a code', async (code) => {
    const fetch = answering(JSON.stringify(SESSION))
    await expect(exchange(fetch, code)).rejects.toThrow(
      refused('INPUT_INVALID', 'not the form of a code', 'code'),
    )
    expect(fetch).not.toHaveBeenCalled()
  })

  it.each(['12345678', 'x'.repeat(128), 'aZ09_-aZ09_-'])('sends %s', async (code) => {
    await expect(exchange(answering(JSON.stringify(SESSION)), code)).resolves.toHaveProperty('openid')
  })

  it.each([
    [40029, 'CODE_INVALID'],
    [40163, 'CODE_USED'],
    [-1, 'WECHAT_BUSY'],
    [45011, 'WECHAT_RATE_LIMITED'],
    [45009, 'WECHAT_QUOTA_USED'],
    [40226, 'WECHAT_BLOCKED_PERSON'],
    [40013, 'WECHAT_APP_REFUSED'],
    [40125, 'WECHAT_APP_REFUSED'],
    [41002, 'WECHAT_APP_REFUSED'],
    [41004, 'WECHAT_APP_REFUSED'],
    [48001, 'WECHAT_APP_REFUSED'],
    [99999, 'WECHAT_APP_REFUSED'],
  ])('A14: is over after one attempt when WeChat says %i: %s', async (errcode, code) => {
    const fetch = answering(JSON.stringify({ errcode, errmsg: `words, rid: 6166f719 ${CODE}` }))
    await expect(exchange(fetch)).rejects.toThrow(
      refused(code, `/sns/jscode2session: WeChat says ${errcode}`),
    )
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('believes the number when an answer has both', async () => {
    const both = answering(JSON.stringify({ ...SESSION, errcode: 40163 }))
    await expect(exchange(both)).rejects.toThrow('CODE_USED')
  })

  it.each([
    ['is not JSON', '<html>', true, 'the answer is not JSON'],
    ['is empty', '', true, 'the answer is not JSON'],
    ['is null', 'null', true, 'the answer is no session'],
    ['has no openid', '{"session_key":"k"}', true, 'the answer is no session'],
    [
      'has a numeric openid (A5)',
      '{"openid":1234567890,"session_key":"k"}',
      true,
      'the answer is no session',
    ],
    ['has no session_key', '{"openid":"oPERSON"}', true, 'the answer is no session'],
    ['has an empty session_key', '{"openid":"oPERSON","session_key":""}', true, 'the answer is no session'],
    [
      'has a number as unionid',
      '{"openid":"oPERSON","session_key":"k","unionid":7}',
      true,
      'the answer is no session',
    ],
    [
      'has a junk unionid',
      '{"openid":"oPERSON","session_key":"k","unionid":"$"}',
      true,
      'the answer is no session',
    ],
    ['comes with an HTTP error', JSON.stringify(SESSION), false, 'an HTTP error'],
  ])('A14: is over after one attempt when the answer %s', async (_, text, ok, detail) => {
    const fetch = answering(text, ok)
    await expect(exchange(fetch)).rejects.toThrow(refused('WECHAT_BUSY', `/sns/jscode2session: ${detail}`))
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  const address = `https://api.weixin.qq.com/?secret=${APP_SECRET}`
  it.each([
    ['a refused connection', new TypeError(address, { cause: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
    ['a time-out', new DOMException(address, 'TimeoutError'), 'TimeoutError'],
    [
      'a code before more words',
      new TypeError('', { cause: { code: `ECONNREFUSED ${address}` } }),
      'network',
    ],
    [
      'a code behind more words',
      new TypeError('', { cause: { code: `${address} ECONNREFUSED` } }),
      'network',
    ],
    ['an error with a strange code', new TypeError(address, { cause: { code: address } }), 'network'],
    ['an error without a cause', new TypeError(address), 'network'],
    ['no error at all', address, 'network'],
  ])('A13: says %s in a word, without the address that holds the secret', async (_, error, reason) => {
    const fetch = vi.fn<Fetch>(() => Promise.reject(error))
    await expect(exchange(fetch)).rejects.toThrow(refused('WECHAT_BUSY', `/sns/jscode2session: ${reason}`))
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('counts a time-out while the body arrives, too', async () => {
    const fetch = vi.fn<Fetch>(async () => ({
      ok: true,
      text: () => Promise.reject(new DOMException('', 'TimeoutError')),
    }))
    await expect(exchange(fetch)).rejects.toThrow('WECHAT_BUSY: /sns/jscode2session: TimeoutError')
  })

  it('can be done with the fetch of Node', () => {
    const global: Fetch = fetch
    expect(global).toBeTypeOf('function')
  })
})
