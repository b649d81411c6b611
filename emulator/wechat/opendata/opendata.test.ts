import { createDecipheriv, createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'
import { encryptOpenData, rawDataSignature } from './encryption.ts'

type WeChat = ReturnType<typeof openWeChat>

/** As the demos of the platform open it. */
const opened = (encryptedData: unknown, sessionKey: string, iv: unknown): string => {
  const key = Buffer.from(sessionKey, 'base64')
  const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(String(iv), 'base64'))
  const bytes = Buffer.from(String(encryptedData), 'base64')
  return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8')
}

const logIn = (weChat: WeChat, person: string, alias: string) => {
  const { code } = weChat.client(person, alias, 'login')
  const query = {
    ...weChat.credentials(alias),
    js_code: String(code),
    grant_type: 'authorization_code',
  }
  return String(weChat.ask('/sns/jscode2session', { query })['session_key'])
}

describe('the vectors of page "Signature and decryption of user data" (2026-11)', () => {
  // The demo of the page, in every language the same values.
  const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='
  const IV = 'r7BXXKkLb8qrSNn05n0qiA=='
  const ENCRYPTED =
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew=='
  const PLAIN =
    '{"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/aSKcBBPpibyKNicHNTMM0qJVh8Kjgiak2AHWr8MHM4WgMEm7GFhsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8HQ/0","unionId":"ocMvos6NjeKLIBqg5Mr9QjxrP1FA","watermark":{"timestamp":1477314187,"appid":"wx4f4bc4dec97d474b"}}'

  it('opens to the documented data', () => {
    const plain = opened(ENCRYPTED, SESSION_KEY, IV)
    expect(plain).toBe(PLAIN)
    expect(createHash('sha256').update(plain).digest('hex')).toBe(
      '3237d8a5dbd413523c194882c7156544d8a06e2afcc97383cc300c17bd09391b',
    )
  })

  it('is what the documented data encrypts to', () => {
    expect(encryptOpenData(PLAIN, SESSION_KEY, IV)).toBe(ENCRYPTED)
  })

  it('is signed as documented', () => {
    const rawData =
      '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
    expect(rawDataSignature(rawData, 'HyVFkGl5F5OQWJZZaNzBBg==')).toBe(
      '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
    )
  })
})

describe('wx.getUserInfo', () => {
  it('seals openId and unionId under the live session_key; nobody has a name of his own', () => {
    const weChat = openWeChat()
    const key = logIn(weChat, 'alice', 'shop')
    const answer = weChat.client('alice', 'shop', 'getUserInfo', { withCredentials: true })
    const { openid, unionid } = weChat.world.caller('alice', 'shop')
    const { userInfo, rawData } = answer
    expect(userInfo).toMatchObject({ nickName: '微信用户', gender: 0, city: '', province: '', country: '' })
    expect(rawData).toBe(JSON.stringify(userInfo))
    expect(answer['signature']).toBe(rawDataSignature(String(rawData), key))
    const plain = JSON.parse(opened(answer['encryptedData'], key, answer['iv']))
    expect(plain).toEqual({
      ...JSON.parse(String(rawData)),
      openId: openid,
      unionId: unionid,
      watermark: { appid: 'wx0000000000000001', timestamp: Math.floor(weChat.clock.now() / 1_000) },
    })
  })

  it('has no unionId in an app that is not bound; binding alone decides, before 2021 too', () => {
    const weChat = openWeChat()
    weChat.world.change.setPolicy('before-2021')
    const plainIn = (alias: string) => {
      const key = logIn(weChat, 'bob', alias)
      const { encryptedData, iv } = weChat.client('bob', alias, 'getUserInfo')
      return JSON.parse(opened(encryptedData, key, iv))
    }
    expect(plainIn('lab')).not.toHaveProperty('unionId')
    expect(plainIn('shop')).toMatchObject({
      unionId: weChat.world.unionid(weChat.world.app('shop'), 'bob'),
      nickName: 'Bob',
    })
  })

  it('wants a login state for withCredentials, and gives nothing secret without', () => {
    const weChat = openWeChat()
    const ask = (withCredentials: boolean) =>
      weChat.client('alice', 'shop', 'getUserInfo', { withCredentials })
    expect(ask(true)['errMsg']).toMatch(/^getUserInfo:fail /)
    expect(Object.keys(ask(false))).toEqual(['userInfo', 'rawData'])
    logIn(weChat, 'alice', 'shop')
    expect(Object.keys(ask(false))).toEqual(['userInfo', 'rawData'])
    expect(ask(true)).toHaveProperty('encryptedData')
  })
})

describe('wx.getUserProfile', () => {
  it('seals no ids', () => {
    const weChat = openWeChat()
    const key = logIn(weChat, 'alice', 'shop')
    const answer = weChat.client('alice', 'shop', 'getUserProfile', { desc: '用于完善会员资料' })
    const plain = JSON.parse(opened(answer['encryptedData'], key, answer['iv']))
    expect(plain).toMatchObject({ nickName: '微信用户', watermark: { appid: 'wx0000000000000001' } })
    expect(plain).not.toHaveProperty('openId')
    expect(plain).not.toHaveProperty('unionId')
  })

  it.each([[{}], [{ desc: '' }], [{ desc: '一'.repeat(31) }]])('wants a purpose: %j', (options) => {
    expect(openWeChat().client('alice', 'shop', 'getUserProfile', options)['errMsg']).toMatch(
      /^getUserProfile:fail /,
    )
  })
})

it('wx.login after the data was received changes the key under which it opens', () => {
  const weChat = openWeChat()
  const before = logIn(weChat, 'alice', 'shop')
  const { encryptedData, iv } = weChat.client('alice', 'shop', 'getPhoneNumber')
  weChat.clock.advance('1m')
  const after = logIn(weChat, 'alice', 'shop')
  const readable = (key: string): boolean => {
    try {
      return JSON.parse(opened(encryptedData, key, iv)).phoneNumber === '13800000001'
    } catch {
      // One wrong key in 256 passes the padding check and then gives no JSON.
      return false
    }
  }
  expect([readable(before), readable(after)]).toEqual([true, false])
})

describe('wxa/getopendata', () => {
  const ask = (weChat: WeChat, list: unknown, openid?: string) =>
    weChat.ask('/wxa/getopendata', {
      query: { access_token: weChat.token('shop'), ...(openid !== undefined && { openid }) },
      body: { cloudid_list: list },
    })
  const readable = (answer: Readonly<Record<string, unknown>>) => {
    const list: { readonly cloud_id: string; readonly json: string }[] = JSON.parse(
      JSON.stringify(answer['data_list']),
    )
    return list.map(({ cloud_id, json }) => ({ cloud_id, ...JSON.parse(json) }))
  }

  it('tells what CloudIDs stand for, each by itself', () => {
    const weChat = openWeChat()
    logIn(weChat, 'alice', 'shop')
    const { openid } = weChat.world.caller('alice', 'shop')
    const id = String(weChat.client('alice', 'shop', 'getPhoneNumber')['cloudID'])
    expect(readable(ask(weChat, [id, 'invented'], openid))).toEqual([
      {
        cloud_id: id,
        cloudID: id,
        data: {
          phoneNumber: '13800000001',
          purePhoneNumber: '13800000001',
          countryCode: '86',
          watermark: { appid: 'wx0000000000000001', timestamp: Math.floor(weChat.clock.now() / 1_000) },
        },
      },
      { cloud_id: 'invented', cloudID: 'invented', errCode: -601005, errMsg: 'invalid cloudID.' },
    ])
  })

  it('tells no phone number to a request that does not say whose, but a profile', () => {
    const weChat = openWeChat()
    logIn(weChat, 'alice', 'shop')
    const ids = ['getPhoneNumber', 'getUserInfo'].map((api) =>
      String(weChat.client('alice', 'shop', api)['cloudID']),
    )
    expect(readable(ask(weChat, ids))).toMatchObject([
      { errCode: -601007 },
      { data: { nickName: '微信用户' } },
    ])
  })

  it('tells another app nothing, though it names nobody', () => {
    const weChat = openWeChat()
    logIn(weChat, 'alice', 'club')
    const id = weChat.client('alice', 'club', 'getUserInfo')['cloudID']
    expect(readable(ask(weChat, [id]))).toMatchObject([{ errCode: -601007 }])
  })

  it('says when the number is gone meanwhile: -601009', () => {
    const weChat = openWeChat()
    const id = String(weChat.client('alice', 'shop', 'getPhoneNumber')['cloudID'])
    weChat.world.change.addPerson({ id: 'alice', name: 'Alice' })
    const { openid } = weChat.world.caller('alice', 'shop')
    expect(readable(ask(weChat, [id], openid))).toMatchObject([{ errCode: -601009 }])
  })

  it.each([
    ['an openid of nobody', { query: { openid: 'oInvented' } }, 40003],
    ['no body', { body: undefined }, 44002],
    ['a body of another shape', { body: { cloudidList: [] } }, 47001],
  ])('refuses %s', (_, wrong: { query?: object; body?: unknown }, errcode) => {
    const weChat = openWeChat()
    const query = { access_token: weChat.token('shop'), ...wrong.query }
    const body = 'body' in wrong ? wrong.body : { cloudid_list: [] }
    expect(weChat.ask('/wxa/getopendata', { query, body })).toMatchObject({ errcode })
  })
})
