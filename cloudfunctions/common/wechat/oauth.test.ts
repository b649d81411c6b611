import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { authorizeAddress, exchangeOAuthCode, readUserInfo } from './oauth.ts'
import { answering, JUNK_ANSWERS, NUMBERS_OF_A_TOKEN, NUMBERS_OF_EVERY_API, says } from './testing.ts'

// Web authorisation guide, pages snsAccessToken and snsUserInfo, website login guide, page of global return codes, 2026-11.

const APPID = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
const OPENID = v.parse(OpenIdSchema, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE')
const UNIONID = 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA'
const CODE = '021bCKkl2ZAKd94Dlwll2aRzOq0bCKkG'
const GRANT = {
  access_token: 'LOCAL_sns',
  expires_in: 7_200,
  refresh_token: 'LOCAL_refresh',
  openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  scope: 'snsapi_base',
}

describe('the exchange of an OAuth code', () => {
  const exchange = (answer: unknown, code = CODE, secret = 'c0ffee00') => {
    const { fetch, asked } = answering(answer)
    return { grant: exchangeOAuthCode({ appid: APPID, secret: new Secret(secret), code, fetch }), asked }
  }
  const refused = (code: string, detail: string, field?: string) =>
    expect.toSatisfy(says(`${code}: ${detail}`, field))

  it('tells who agreed to what', async () => {
    const { accessToken, ...rest } = await exchange({ ...GRANT, scope: 'snsapi_userinfo', unionid: UNIONID })
      .grant
    expect(rest).toStrictEqual({
      openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
      scope: ['snsapi_userinfo'],
      snapshot: false,
    })
    expect(accessToken.reveal()).toBe('LOCAL_sns')
  })

  it('A12: keeps the token where nothing prints it', async () => {
    expect(JSON.stringify(await exchange(GRANT).grant)).not.toMatch(/LOCAL_(sns|refresh)/)
  })

  it.each([[{}], [{ unionid: '' }], [{ errcode: 0 }]])(
    'tells no unionid where there is none: %j',
    async (rest) => {
      expect(await exchange({ ...GRANT, ...rest }).grant).not.toHaveProperty('unionid')
    },
  )

  it.each([
    ['snsapi_base,snsapi_userinfo', ['snsapi_base', 'snsapi_userinfo']],
    ['snsapi_login', ['snsapi_login']],
    ['snsapi_login,', ['snsapi_login']],
    ['', []],
  ])('reads the scope %j', async (scope, names) => {
    expect((await exchange({ ...GRANT, scope }).grant).scope).toEqual(names)
  })

  it.each([
    [{ is_snapshotuser: 1 }, true],
    [{ is_snapshotuser: 0 }, false],
    [{}, false],
  ])('knows the person of a snapshot: %j is %s', async (rest, snapshot) => {
    expect((await exchange({ ...GRANT, ...rest }).grant).snapshot).toBe(snapshot)
  })

  it('A15, A41: asks one fixed host, and escapes what it sends', async () => {
    const { grant, asked } = exchange(GRANT, CODE, 'a&appid=b#c')
    await grant
    expect(asked).toEqual([
      [
        `https://api.weixin.qq.com/sns/oauth2/access_token?appid=wx4f4bc4dec97d474b&secret=a%26appid%3Db%23c&code=${CODE}&grant_type=authorization_code`,
        { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
      ],
    ])
  })

  it.each(['', '1234567', 'x'.repeat(129), 'abcdefgh&secret=1', 'abcdefgh\n', 'abcd/efgh'])(
    'A15, A39: sends nothing when %j is to be a code',
    async (code) => {
      const { grant, asked } = exchange(GRANT, code)
      await expect(grant).rejects.toThrow(refused('INPUT_INVALID', 'not the form of a code', 'code'))
      expect(asked).toEqual([])
    },
  )

  it.each([
    ...NUMBERS_OF_EVERY_API,
    [40029, 'CODE_INVALID'],
    [42003, 'CODE_INVALID'],
    [40163, 'CODE_USED'],
    [40125, 'WECHAT_APP_REFUSED'],
    [40001, 'WECHAT_APP_REFUSED'],
  ] as const)('A14: is over after one attempt when WeChat says %i: %s', async (errcode, code) => {
    const { grant, asked } = exchange({ ...GRANT, errcode, errmsg: `code been used ${CODE}` })
    await expect(grant).rejects.toThrow(refused(code, `/sns/oauth2/access_token: WeChat says ${errcode}`))
    expect(asked).toHaveLength(1)
  })

  it.each([
    ...JUNK_ANSWERS,
    { ...GRANT, openid: undefined },
    { ...GRANT, openid: 1234567890 },
    { ...GRANT, openid: 'o$' },
    { ...GRANT, access_token: '' },
    { ...GRANT, access_token: undefined },
    { ...GRANT, scope: undefined },
    { ...GRANT, scope: ['snsapi_base'] },
    { ...GRANT, unionid: 7 },
    { ...GRANT, unionid: '$' },
    { ...GRANT, is_snapshotuser: true },
    { ...GRANT, is_snapshotuser: '1' },
    { ...GRANT, is_snapshotuser: 2 },
  ])('A14: is over after one attempt when the answer is %j', async (answer) => {
    const { grant, asked } = exchange(answer)
    await expect(grant).rejects.toThrow(
      refused('WECHAT_BUSY', '/sns/oauth2/access_token: the answer is no grant'),
    )
    expect(asked).toHaveLength(1)
  })
})

describe('the person of a grant', () => {
  const PERSON = {
    openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
    nickname: 'Band',
    sex: 0,
    headimgurl: 'https://thirdwx.qlogo.cn/mmopen/0',
    privilege: [],
    unionid: UNIONID,
  }
  const read = (answer: unknown) => {
    const { fetch, asked } = answering(answer)
    return { person: readUserInfo({ accessToken: new Secret('a&b'), openid: OPENID, fetch }), asked }
  }

  it('is a unionid, and nothing else is kept', async () => {
    expect(await read(PERSON).person).toStrictEqual({ unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA' })
  })

  it.each(['', undefined])('may have none: %j', async (unionid) => {
    expect(await read({ ...PERSON, unionid }).person).toStrictEqual({})
  })

  it('A15: is asked for once, and what is sent is escaped', async () => {
    const { person, asked } = read(PERSON)
    await person
    expect(asked).toEqual([
      [
        'https://api.weixin.qq.com/sns/userinfo?access_token=a%26b&openid=oGZUI0egBJY1zhBYw2KhdUfwVJJE&lang=zh_CN',
        { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
      ],
    ])
  })

  it.each([...NUMBERS_OF_EVERY_API, ...NUMBERS_OF_A_TOKEN, [40003, 'WECHAT_APP_REFUSED']] as const)(
    'is refused with %i: %s',
    async (errcode, code) => {
      await expect(read({ ...PERSON, errcode }).person).rejects.toThrow(
        expect.toSatisfy(says(`${code}: /sns/userinfo: WeChat says ${errcode}`)),
      )
    },
  )

  it('is WECHAT_BUSY where the answer is of somebody else', async () => {
    await expect(read({ ...PERSON, openid: 'oOTHERegBJY1zhBYw2KhdUfwVJJE' }).person).rejects.toThrow(
      expect.toSatisfy(says('WECHAT_BUSY: /sns/userinfo: the answer is of somebody else')),
    )
  })

  it.each([
    ...JUNK_ANSWERS,
    { unionid: UNIONID },
    { ...PERSON, openid: 1234567890 },
    { ...PERSON, unionid: { $gt: '' } },
  ])('is WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(read(answer).person).rejects.toThrow(
      expect.toSatisfy(says('WECHAT_BUSY: /sns/userinfo: the answer is no person')),
    )
  })
})

describe('the page that asks', () => {
  it.each([
    [
      'official-account',
      'snsapi_userinfo',
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx4f4bc4dec97d474b&redirect_uri=https%3A%2F%2Fexample.com%2Fback%3Fa%3D1%26b%3D2%23c&response_type=code&scope=snsapi_userinfo&state=aZ09#wechat_redirect',
    ],
    [
      'website',
      'snsapi_login',
      'https://open.weixin.qq.com/connect/qrconnect?appid=wx4f4bc4dec97d474b&redirect_uri=https%3A%2F%2Fexample.com%2Fback%3Fa%3D1%26b%3D2%23c&response_type=code&scope=snsapi_login&state=aZ09#wechat_redirect',
    ],
  ] as const)('of a %s has its parameters in the documented order', (kind, scope, address) => {
    const redirectUri = 'https://example.com/back?a=1&b=2#c'
    expect(authorizeAddress({ kind, appid: APPID, redirectUri, scope, state: 'aZ09' })).toBe(address)
  })

  it('A15: has no parameter more, whatever the scope and the state are', () => {
    const address = authorizeAddress({
      kind: 'website',
      appid: APPID,
      redirectUri: 'https://example.com/ 编码',
      scope: 'snsapi_login&appid=b',
      state: 'a#b&c=d e+f',
    })
    expect(address).toContain('redirect_uri=https%3A%2F%2Fexample.com%2F%20%E7%BC%96%E7%A0%81&')
    expect(address).toMatch(/&scope=snsapi_login%26appid%3Db&state=a%23b%26c%3Dd%20e%2Bf#wechat_redirect$/)
  })
})
