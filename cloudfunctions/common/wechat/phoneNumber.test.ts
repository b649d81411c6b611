import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../base/ids.ts'
import { PhoneNumberSchema, phoneNumberError, phoneNumberOf, phoneNumberOfCloudId } from './phoneNumber.ts'
import { says } from './testing.ts'

// Page getPhoneNumber of the server API, 2026-11.

const APPID = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
const watermark = { appid: 'wx4f4bc4dec97d474b', timestamp: 1_477_314_187 }
const NOW = 1_477_314_187_000

const reply = (countryCode: unknown, purePhoneNumber: unknown) => ({
  errCode: 0,
  phoneInfo: { phoneNumber: 'not looked at', purePhoneNumber, countryCode, watermark },
})

describe('the number in an answer of WeChat', () => {
  it.each([
    ['86', '13800000000', '+8613800000000'],
    [86, '13800000000', '+8613800000000'],
    ['+86', '13800000000', '+8613800000000'],
    [852, '61234567', '+85261234567'],
    ['1', '(212) 555-0100', '+12125550100'],
    ['86', '138 0000 0000', '+8613800000000'],
    ['290', '2345', '+2902345'],
    ['86', '1234567890123', '+861234567890123'],
  ])('of %j and %j is %s', (countryCode, pure, number) => {
    expect(phoneNumberOf(reply(countryCode, pure))).toBe(number)
  })

  it.each([
    ['no number', reply('86', '')],
    ['no number behind a long country code', reply('8613800000000', '')],
    ['a number that is none', reply('86', 'one three eight')],
    ['a number with an extension', reply('86', '13800000000;1')],
    ['a number that is a JSON number', reply('86', 13_800_000_000)],
    ['six digits in all', reply('1', '23456')],
    ['sixteen digits in all', reply('86', '12345678901234')],
    ['no country code', reply('', '13800000000')],
    ['a country code that begins with 0', reply('086', '13800000000')],
    ['a country code below zero', reply(-86, '13800000000')],
    ['a country code in the middle', reply('8+6', '13800000000')],
    ['two signs', reply('++86', '13800000000')],
    ['no phoneInfo', { errCode: 0 }],
    ['nothing', undefined],
  ])('is WECHAT_BUSY for %s', (_, answer) => {
    expect(() => phoneNumberOf(answer)).toThrow(
      'WECHAT_BUSY: phonenumber.getPhoneNumber: the answer has no number',
    )
  })

  it.each(['+8613800000000\n', '8613800000000', '+0123456789', ' +8613800000000'])(
    'is never of the form %j',
    (text) => {
      expect(v.is(PhoneNumberSchema, text)).toBe(false)
    },
  )
})

describe('the number behind a CloudID', () => {
  const read = (
    { purePhoneNumber = '13800000000', mark = watermark }: { purePhoneNumber?: string; mark?: unknown } = {},
    raw: unknown = { OPEN_DATA_INFO: '{"keys":["phone"]}' },
  ) =>
    phoneNumberOfCloudId({
      raw,
      event: { phone: { cloudID: 'c', data: { purePhoneNumber, countryCode: '86', watermark: mark } } },
      field: 'phone',
      appid: APPID,
      now: NOW,
    })

  it('is normalised in the same way', () => {
    expect(read()).toBe('+8613800000000')
  })

  it('A6: is refused when the client wrote it itself', () => {
    expect(() => read({}, {})).toThrow('CLOUD_ID_FORGED')
  })

  it('A8: is refused when it is of another app', () => {
    expect(() => read({ mark: { ...watermark, appid: 'wxfedcba9876543210' } })).toThrow('CLOUD_ID_FOREIGN')
  })

  it('is refused when there is none', () => {
    expect(() => read({ purePhoneNumber: '' })).toThrow(
      expect.toSatisfy(says('CLOUD_ID_INVALID: phone: no phone number', 'phone')),
    )
  })
})

describe('what the SDK rejects with', () => {
  it.each([
    [40029, 'PHONE_CODE_INVALID'],
    [40013, 'PHONE_CODE_INVALID'],
    [-1, 'WECHAT_BUSY'],
    [-604102, 'WECHAT_BUSY'],
    [-604103, 'WECHAT_BUSY'],
    [45011, 'WECHAT_RATE_LIMITED'],
    [45009, 'WECHAT_QUOTA_USED'],
    [-604101, 'WECHAT_APP_REFUSED'],
    [-604104, 'WECHAT_APP_REFUSED'],
    [48001, 'WECHAT_APP_REFUSED'],
  ])('is by number: %i is %s', (errCode, code) => {
    const error = Object.assign(new Error('fail invalid code hint: [..]'), { errCode })
    expect(phoneNumberError(error)).toSatisfy(
      says(`${code}: phonenumber.getPhoneNumber: WeChat says ${errCode}`),
    )
  })

  it.each([new Error('socket hang up'), { errCode: 'ETIMEDOUT' }, undefined])(
    'is WECHAT_BUSY without a number: %s',
    (error) => {
      expect(phoneNumberError(error).message).toBe('WECHAT_BUSY: phonenumber.getPhoneNumber: no answer')
    },
  )
})
