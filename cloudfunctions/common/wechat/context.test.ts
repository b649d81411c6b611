import { describe, expect, it } from 'vitest'
import { comesFromSharedEnvironment, readCaller, readSharedCaller } from './context.ts'

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

const FROM_APPID = 'wxfedcba9876543210'
const FROM_OPENID = 'oFROM_Aabcdef_-0123456789xyz'
const FROM_UNIONID = 'oFROM_Uzyxwvu_-9876543210abc'
const shared = { SOURCE: 'wx_client', FROM_OPENID, FROM_APPID, FROM_UNIONID }
const owner = { OPENID, APPID, UNIONID }

describe('the caller from an app of another account', () => {
  it.each([
    ['alone', shared],
    ['beside ids of the owner', { ...shared, ...owner }],
    ['behind another function', { ...shared, SOURCE: 'wx_client,scf' }],
  ])('A4: is read from FROM_* %s', (_, raw) => {
    expect(readSharedCaller(raw)).toEqual({ appid: FROM_APPID, openid: FROM_OPENID, unionid: FROM_UNIONID })
  })

  it('A4: may be without a unionid, and then has not the owner’s', () => {
    const known = { appid: FROM_APPID, openid: FROM_OPENID }
    expect(readSharedCaller({ ...owner, SOURCE: 'wx_client', FROM_OPENID, FROM_APPID })).toEqual(known)
    expect(readSharedCaller({ ...owner, ...shared, FROM_UNIONID: '' })).toEqual(known)
  })

  it.each([
    ['FROM_OPENID', { ...shared, ...owner, FROM_OPENID: undefined }],
    ['FROM_OPENID that is not empty', { ...shared, ...owner, FROM_OPENID: '' }],
    ['FROM_APPID', { ...shared, ...owner, FROM_APPID: undefined }],
    ['FROM_APPID that is not empty', { ...shared, ...owner, FROM_APPID: '' }],
    ['both', { SOURCE: 'wx_client', ...owner, FROM_UNIONID }],
  ])('A4: does not exist without %s, whoever OPENID is', (_, raw) => {
    expect(() => readSharedCaller(raw)).toThrow('NO_WECHAT_IDENTITY: FROM_OPENID or FROM_APPID is absent')
  })

  it.each(['wx_http', 'wx_trigger', 'wx_paycallback', 'scf', undefined])(
    'A3: does not exist for SOURCE %s',
    (SOURCE) => {
      expect(() => readSharedCaller({ ...shared, SOURCE })).toThrow(
        `NO_WECHAT_IDENTITY: SOURCE is ${SOURCE ?? 'absent'}`,
      )
    },
  )

  it.each([
    ['FROM_OPENID', { FROM_OPENID: 1234567890 }],
    ['FROM_APPID', { FROM_APPID: 42 }],
    ['FROM_UNIONID', { FROM_UNIONID: 42 }],
  ])('A5: is refused, not converted, when %s is a number', (field, damage) => {
    expect(() => readSharedCaller({ ...shared, ...damage })).toThrow(
      `WECHAT_CONTEXT_UNREADABLE: ${field} is a number that is not an id`,
    )
  })
})

describe('which of the two is calling', () => {
  it.each([{ FROM_OPENID }, { FROM_APPID }, { FROM_UNIONID }, { FROM_OPENID: 7 }])(
    'A4: %j alone says that it is one of another account, and OPENID does not count',
    (from) => {
      const raw = { SOURCE: 'wx_client', ...owner, ...from }
      expect(comesFromSharedEnvironment(raw)).toBe(true)
      expect(() => readCaller(raw)).toThrow(
        'NO_WECHAT_IDENTITY: the caller is in FROM_*, not in OPENID and APPID',
      )
    },
  )

  it('is one of the own account where no FROM_* field is set to anything', () => {
    const raw = { SOURCE: 'wx_client', ...owner, FROM_OPENID: '', FROM_APPID: '', FROM_UNIONID: '' }
    expect(comesFromSharedEnvironment(raw)).toBe(false)
    expect(readCaller(raw)).toEqual({ appid: APPID, openid: OPENID, unionid: UNIONID })
    expect(comesFromSharedEnvironment({})).toBe(false)
  })

  it('A3: is nobody where there is no context', () => {
    expect(comesFromSharedEnvironment(undefined)).toBe(false)
    expect(() => readCaller(undefined)).toThrow('NO_WECHAT_IDENTITY: no WeChat context')
    expect(() => readSharedCaller(undefined)).toThrow('NO_WECHAT_IDENTITY: no WeChat context')
  })
})
