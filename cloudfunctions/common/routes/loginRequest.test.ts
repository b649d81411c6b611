import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { readLoginRequest } from './loginRequest.ts'

const code = '0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P'
const iv = 'r7BXXKkLb8qrSNn05n0qiA=='
const encryptedData = 'AAAAAAAAAAAAAAAAAAAAAA=='
const rawData = '{"nickName":"Band"}'
const signature = '75e81ceda165f4ffa64f4068af58c64b8f54b88c'
const all = { code, encryptedData, iv, rawData, signature }

const malformed = (field: string) =>
  expect.toSatisfy(says(`INPUT_INVALID: ${field} is missing or malformed`, field))

describe('the event of login', () => {
  it.each([
    [{}],
    [{ code }],
    [{ code, encryptedData, iv }],
    [all],
    [{ openData: { cloudID: 'c', data: {} } }],
    [{ openData: 'any text' }],
  ])('is read: %j', (event) => {
    expect(readLoginRequest(event)).toStrictEqual(event)
  })

  it('A1, A38: loses every id and every page parameter that a client or the platform put into it', () => {
    const ids = { openid: 'o', OPENID: 'o', unionid: 'u', userId: 'u', appid: 'wx', FROM_OPENID: 'o' }
    const parameters = { scene: 1037, referrerInfo: { appId: 'wx' }, openType: 'navigate' }
    const userInfo = { appId: 'wx4f4bc4dec97d474b', openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }
    expect(readLoginRequest({ ...ids, ...parameters, userInfo, code })).toStrictEqual({ code })
  })

  it('A40: gains nothing from __proto__', () => {
    expect(readLoginRequest(JSON.parse(`{"__proto__":{"code":"${code}"}}`))).toStrictEqual({})
  })

  it.each(['code', 'encryptedData', 'iv', 'rawData', 'signature'])(
    'A39: refuses a %s that is no text',
    (field) => {
      for (const value of [{ $gt: '' }, ['a'], 7, true, null, '']) {
        expect(() => readLoginRequest({ ...all, [field]: value })).toThrow(malformed(field))
      }
    },
  )

  it.each([
    ['code', `${code}&secret=1`],
    ['code', '1234567'],
    ['code', 'x'.repeat(129)],
    ['encryptedData', 'AAAA AAA'],
    ['encryptedData', 'AAAAA'],
    ['iv', 'AAAA'],
    ['iv', `A${iv}`],
    ['iv', `${iv}A`],
    ['iv', 'r7BXXKkLb8qrSNn05n0qiAAA'],
    ['signature', signature.slice(1)],
    ['signature', `${signature}0`],
    ['signature', `0${signature}`],
    ['signature', signature.toUpperCase()],
  ])('A39: refuses the %s %j', (field, value) => {
    expect(() => readLoginRequest({ ...all, [field]: value })).toThrow(malformed(field))
  })

  it('is bounded, with room for all that the decryption takes', () => {
    const sealed = Buffer.alloc(16_384).toString('base64')
    expect(sealed).toHaveLength(21_848)
    expect(readLoginRequest({ ...all, encryptedData: sealed }).encryptedData).toBe(sealed)
    expect(() => readLoginRequest({ ...all, encryptedData: `AAAA${sealed}` })).toThrow(
      malformed('encryptedData'),
    )
    expect(readLoginRequest({ ...all, rawData: 'x'.repeat(8_192) }).rawData).toHaveLength(8_192)
    expect(() => readLoginRequest({ ...all, rawData: 'x'.repeat(8_193) })).toThrow(malformed('rawData'))
  })

  it.each([
    ['code', 'encryptedData', { encryptedData, iv }],
    ['iv', 'encryptedData', { code, encryptedData }],
    ['encryptedData', 'iv', { code, iv }],
    ['signature', 'rawData', { code, encryptedData, iv, rawData }],
    ['rawData', 'signature', { code, encryptedData, iv, signature }],
    ['encryptedData', 'rawData', { code, rawData, signature }],
  ])('A11: names %s as what is missing beside %s', (missing, beside, event) => {
    expect(() => readLoginRequest(event)).toThrow(
      expect.toSatisfy(says(`INPUT_INVALID: ${missing} is missing beside ${beside}`, missing)),
    )
  })
})
