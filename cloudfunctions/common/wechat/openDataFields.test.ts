import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../base/ids.ts'
import { OpenDataSchema } from './openData.ts'
import { readCloudId } from './openDataFields.ts'
import { says } from './testing.ts'

// Page Cloud.CloudID and the list of cloud development's error codes, 2026-11.

const APPID = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
const NOW = 1_477_314_187_000
const data = {
  openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  watermark: { appid: 'wx4f4bc4dec97d474b', timestamp: 1_477_314_187 },
}
const vouched = { OPEN_DATA_INFO: '{"keys":["openData"]}' }

const read = (value: unknown, raw: unknown = vouched, now = NOW) =>
  readCloudId(OpenDataSchema, { raw, event: { openData: value }, field: 'openData', appid: APPID, now })

const refused = (code: string, detail: string) =>
  expect.toSatisfy(says(`${code}: openData: ${detail}`, 'openData'))

describe('a CloudID', () => {
  it('is read as the data that WeChat put in its place', () => {
    expect(read({ cloudID: 'c', data: { ...data, nickName: '微信用户' } })).toEqual(data)
    expect(read({ cloudID: 'c', errCode: 0, data })).toEqual(data)
  })

  it.each([
    ['nothing is vouched for', {}],
    ['another field is', { OPEN_DATA_INFO: '{"keys":["phone"]}' }],
    ['the field is inside a field that is', { OPEN_DATA_INFO: '{"keys":["openData.inner"]}' }],
  ])('A6: written by the client is refused when %s', (_, raw) => {
    expect(() => read({ cloudID: 'c', data }, raw)).toThrow(
      refused('CLOUD_ID_FORGED', 'not in OPEN_DATA_INFO'),
    )
  })

  it('A6: is not looked at before WeChat vouches for it', () => {
    const event = {
      get openData(): unknown {
        throw new Error('looked at')
      },
    }
    expect(() =>
      readCloudId(OpenDataSchema, { raw: {}, event, field: 'openData', appid: APPID, now: NOW }),
    ).toThrow('CLOUD_ID_FORGED')
    expect(() => read({ cloudID: 'c', errCode: -601006 }, {})).toThrow('CLOUD_ID_FORGED')
  })

  it('A7: that stayed a text, nested or as the sixth, is refused', () => {
    expect(() => read('18_nxLrhO9z', {})).toThrow('CLOUD_ID_FORGED')
    expect(() => read({ inner: { cloudID: 'c', data } })).toThrow(
      refused('CLOUD_ID_INVALID', 'not the data that this call wants'),
    )
  })

  it.each([
    [-601001, 'WECHAT_BUSY'],
    [-601005, 'CLOUD_ID_INVALID'],
    [-601006, 'CLOUD_ID_EXPIRED'],
    [-601007, 'CLOUD_ID_FOREIGN'],
    [-601009, 'PHONE_MISSING'],
    [-601099, 'CLOUD_ID_INVALID'],
  ])('A7: that WeChat refuses with %i is %s', (errCode, code) => {
    const value = { cloudID: 'c', errCode, errMsg: 'cloudID expired.' }
    expect(() => read(value)).toThrow(refused(code, `WeChat says ${errCode}`))
    expect(() => read({ ...value, data })).toThrow(refused(code, `WeChat says ${errCode}`))
  })

  it.each([
    ['a text', '18_nxLrhO9z'],
    ['nothing', undefined],
    ['null', null],
    ['no data', { cloudID: 'c' }],
    ['data without a watermark', { cloudID: 'c', data: { openId: data.openId } }],
  ])('is refused when it is %s', (_, value) => {
    expect(() => read(value)).toThrow(refused('CLOUD_ID_INVALID', 'not the data that this call wants'))
  })

  it.each([undefined, null, 'event'])('is refused when the event is %j', (event) => {
    expect(() =>
      readCloudId(OpenDataSchema, { raw: vouched, event, field: 'openData', appid: APPID, now: NOW }),
    ).toThrow(refused('CLOUD_ID_INVALID', 'not the data that this call wants'))
  })

  it('A8: of another app is refused', () => {
    const foreign = { ...data, watermark: { ...data.watermark, appid: 'wxfedcba9876543210' } }
    expect(() => read({ cloudID: 'c', data: foreign })).toThrow(
      refused('CLOUD_ID_FOREIGN', 'the watermark names another app'),
    )
  })

  it('A9: is good for five minutes by its watermark', () => {
    const value = { cloudID: 'c', data }
    const expired = refused('CLOUD_ID_EXPIRED', 'the watermark is too far from now')
    expect(read(value, vouched, NOW + 300_000)).toEqual(data)
    expect(() => read(value, vouched, NOW + 300_001)).toThrow(expired)
    expect(read(value, vouched, NOW - 300_000)).toEqual(data)
    expect(() => read(value, vouched, NOW - 300_001)).toThrow(expired)
  })
})
