import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { fetchStableToken, TOKEN_REFUSALS } from './accessToken.ts'
import { answering, JUNK_ANSWERS, NUMBERS_OF_A_TOKEN, NUMBERS_OF_EVERY_API, says } from './testing.ts'

// Page getStableAccessToken and page of global return codes, 2026-11.

const APPID = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
const ANSWER = { access_token: 'LOCAL_token', expires_in: 7_200 }

const ask = (answer: unknown, ok = true) => {
  const { fetch, asked } = answering(answer, ok)
  const token = fetchStableToken({ appid: APPID, secret: new Secret('c0ffee00'), fetch })
  return { token, asked }
}

describe('the access_token of an app', () => {
  it('comes with its lifetime', async () => {
    const { token, lifetimeMs } = await ask(ANSWER).token
    expect(token.reveal()).toBe('LOCAL_token')
    expect(lifetimeMs).toBe(7_200_000)
  })

  it('A12: is kept where nothing prints it', async () => {
    expect(JSON.stringify(await ask(ANSWER).token)).not.toContain('LOCAL_token')
  })

  it('is asked for in the normal mode, which takes no token away from anybody', async () => {
    const { token, asked } = ask(ANSWER)
    await token
    expect(asked).toHaveLength(1)
    const [url, init] = asked[0] ?? []
    expect(url).toBe('https://api.weixin.qq.com/cgi-bin/stable_token')
    expect(init).toMatchObject({ method: 'POST', redirect: 'error' })
    expect(JSON.parse(init?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx4f4bc4dec97d474b',
      secret: 'c0ffee00',
    })
  })

  it.each([1, 512, 2_048])('may have %i characters', async (length) => {
    const { token } = await ask({ ...ANSWER, access_token: 'x'.repeat(length) }).token
    expect(token.reveal()).toHaveLength(length)
  })

  it.each([
    ...NUMBERS_OF_EVERY_API,
    // Here these are about the AppSecret and the request, not about a token.
    [40001, 'WECHAT_APP_REFUSED'],
    [40125, 'WECHAT_APP_REFUSED'],
    [40002, 'WECHAT_APP_REFUSED'],
  ] as const)('is refused with %i: %s', async (errcode, code) => {
    const { token, asked } = ask({ ...ANSWER, errcode, errmsg: 'invalid appsecret c0ffee00' })
    await expect(token).rejects.toThrow(
      expect.toSatisfy(says(`${code}: /cgi-bin/stable_token: WeChat says ${errcode}`)),
    )
    expect(asked).toHaveLength(1)
  })

  it.each([
    ...JUNK_ANSWERS,
    { expires_in: 7_200 },
    { access_token: 'LOCAL_token' },
    { ...ANSWER, access_token: '' },
    { ...ANSWER, access_token: 'x'.repeat(2_049) },
    { ...ANSWER, access_token: 7 },
    { ...ANSWER, expires_in: '7200' },
    { ...ANSWER, expires_in: 0 },
    { ...ANSWER, expires_in: -7_200 },
    { ...ANSWER, expires_in: 0.5 },
    { ...ANSWER, expires_in: 1e300 },
  ])('is WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(ask(answer).token).rejects.toThrow(
      expect.toSatisfy(says('WECHAT_BUSY: /cgi-bin/stable_token: the answer is no token')),
    )
  })

  it('is WECHAT_BUSY where the answer comes with an HTTP error', async () => {
    await expect(ask(ANSWER, false).token).rejects.toThrow(
      'WECHAT_BUSY: /cgi-bin/stable_token: an HTTP error',
    )
  })
})

it('an access_token that WeChat refuses is one error, whichever way it says so', () => {
  expect([...TOKEN_REFUSALS]).toEqual(NUMBERS_OF_A_TOKEN)
})
