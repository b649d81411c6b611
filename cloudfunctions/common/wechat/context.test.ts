import { describe, expect, it } from 'vitest'
import { readCaller } from './context.ts'

const APPID = 'wx0123456789abcdef'
const OPENID = 'oABCDEFabcdef_-0123456789xyz'
const UNIONID = 'oZYXWVUzyxwvu_-9876543210abc'

describe('the caller that WeChat vouches for', () => {
  it.each(['wx_client', 'wx_devtools', 'wx_client,scf', 'wx_client,scf,scf'])(
    'is read from SOURCE %s',
    (SOURCE) => {
      expect(readCaller({ SOURCE, OPENID, APPID, UNIONID, ENV: 'local' })).toEqual({
        appid: APPID,
        openid: OPENID,
        unionid: UNIONID,
      })
    },
  )

  it('may be without a unionid', () => {
    const known = { appid: APPID, openid: OPENID }
    expect(readCaller({ SOURCE: 'wx_client', OPENID, APPID })).toEqual(known)
    expect(readCaller({ SOURCE: 'wx_client', OPENID, APPID, UNIONID: '' })).toEqual(known)
  })

  it.each([
    ['no context', {}],
    ['no object', undefined],
    ['HTTP access', { SOURCE: 'wx_http', OPENID, APPID }],
    ['a timer', { SOURCE: 'wx_trigger', OPENID, APPID }],
    ['a payment callback', { SOURCE: 'wx_paycallback', OPENID, APPID }],
    ['a function called by a timer', { SOURCE: 'wx_trigger,scf', OPENID, APPID }],
    ['a timer behind a client', { SOURCE: 'wx_client,wx_trigger', OPENID, APPID }],
    ['another function alone', { SOURCE: 'scf', OPENID, APPID }],
    ['a source that only looks alike', { SOURCE: 'wx_client2', OPENID, APPID }],
    ['an absent SOURCE', { OPENID, APPID }],
    ['no OPENID', { SOURCE: 'wx_client', APPID }],
    ['no APPID', { SOURCE: 'wx_client', OPENID, APPID: '' }],
  ])('A3: does not exist for %s', (_, raw) => {
    expect(() => readCaller(raw)).toThrow('NO_WECHAT_IDENTITY')
  })

  it.each([
    ['OPENID', { OPENID: 1234567890, APPID }],
    ['UNIONID', { OPENID, APPID, UNIONID: 42 }],
    ['APPID', { OPENID, APPID: 'touristappid' }],
    ['OPENID', { OPENID: `${OPENID}' or 1`, APPID }],
  ])('A5: is refused, not converted, when %s is damaged', (field, raw) => {
    expect(() => readCaller({ SOURCE: 'wx_client', ...raw })).toThrow(`WECHAT_CONTEXT_UNREADABLE: ${field}`)
  })
})
