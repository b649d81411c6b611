import { afterEach, describe, expect, it, vi } from 'vitest'
import { answering, says } from './testing.ts'
import type { Fetch } from './weChatApi.ts'
import { askWeChat, postToWeChat } from './weChatApi.ts'

// Pages getStableAccessToken (no query) and batchUserInfo (access_token in the query), 2026-11.

const TOKEN = 'LOCAL_token'
const ADDRESS = `https://api.weixin.qq.com/cgi-bin/user/info/batchget?access_token=${TOKEN}`

const post = (fetch: Fetch) =>
  postToWeChat(fetch, '/cgi-bin/user/info/batchget', { access_token: TOKEN }, { user_list: [] })

const busy = (reason: string) => expect.toSatisfy(says(`WECHAT_BUSY: /cgi-bin/user/info/batchget: ${reason}`))

describe('a request with a body', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('A41: is JSON to one fixed host, follows no redirect, and is over after five seconds', async () => {
    const { signal } = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(signal)
    const { fetch, asked } = answering({ user_info_list: [] })
    expect(await post(fetch)).toEqual({ user_info_list: [] })
    expect(asked).toEqual([
      [
        ADDRESS,
        {
          method: 'POST',
          redirect: 'error',
          signal,
          body: '{"user_list":[]}',
          headers: { 'content-type': 'application/json' },
        },
      ],
    ])
    expect(timeout.mock.calls).toEqual([[5_000]])
  })

  it('A15: escapes what goes into the address, and writes no ? where nothing does', async () => {
    const { fetch, asked } = answering({})
    await postToWeChat(fetch, '/cgi-bin/stable_token', {}, {})
    await postToWeChat(fetch, '/cgi-bin/changeopenid', { access_token: 'a&b=c#d e' }, {})
    expect(asked.map(([url]) => url)).toEqual([
      'https://api.weixin.qq.com/cgi-bin/stable_token',
      'https://api.weixin.qq.com/cgi-bin/changeopenid?access_token=a%26b%3Dc%23d+e',
    ])
  })

  it.each([
    ['is not JSON', '<html>', true, 'the answer is not JSON'],
    ['is empty', '', true, 'the answer is not JSON'],
    ['comes with an HTTP error', '{}', false, 'an HTTP error'],
  ])('is over after one attempt when the answer %s', async (_, text, ok, reason) => {
    const { fetch, asked } = answering(text, ok)
    await expect(post(fetch)).rejects.toThrow(busy(reason))
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['a refused connection', new TypeError(ADDRESS, { cause: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
    ['a time-out', new DOMException(ADDRESS, 'TimeoutError'), 'TimeoutError'],
    ['a redirect', new TypeError(`unexpected redirect of ${ADDRESS}`), 'network'],
  ])('A13: says %s in a word, without the address that holds the token', async (_, error, reason) => {
    await expect(post(() => Promise.reject(error))).rejects.toThrow(busy(reason))
  })
})

it('a request without a body has no headers either', async () => {
  const { fetch, asked } = answering({})
  await askWeChat(fetch, '/cgi-bin/user/get', { access_token: TOKEN })
  expect(asked).toEqual([
    [
      `https://api.weixin.qq.com/cgi-bin/user/get?access_token=${TOKEN}`,
      { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
    ],
  ])
})
