import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { cloudId } from './cloudId.ts'
import { APPID, BASE, NOW, OPENID, proved, TIMESTAMP, UNIONID } from './testing.ts'

const watermark = { appid: APPID, timestamp: TIMESTAMP }
const MINE = { openId: OPENID, unionId: UNIONID, watermark }
const vouched = { OPEN_DATA_INFO: '{"keys":["openData"]}' }

const prove = (value: unknown, raw: unknown = vouched, now = NOW) =>
  cloudId({ base: BASE, raw, event: { openData: value }, field: 'openData', now })
const proveThat = (data: unknown, now = NOW) => prove({ cloudID: 'c', data }, vouched, now)

const refused = (code: string, detail: string) =>
  expect.toSatisfy(says(`${code}: openData: ${detail}`, 'openData'))

describe('route cloud-id', () => {
  it('proves the unionid in what WeChat put in the place of the CloudID', () => {
    expect(proveThat(MINE)).toStrictEqual(proved('cloud-id', UNIONID))
  })

  it('proves no unionid if there is none in it, whatever the context had', () => {
    expect(proveThat({ openId: OPENID, watermark })).toStrictEqual(proved('cloud-id'))
  })

  it('A6: refuses an object that the client wrote itself', () => {
    expect(() => prove({ cloudID: 'c', data: MINE }, {})).toThrow(
      refused('CLOUD_ID_FORGED', 'not in OPEN_DATA_INFO'),
    )
  })

  it.each([
    [-601005, 'CLOUD_ID_INVALID'],
    [-601006, 'CLOUD_ID_EXPIRED'],
    [-601007, 'CLOUD_ID_FOREIGN'],
  ])('A7: passes on why WeChat refused: %i is %s', (errCode, code) => {
    expect(() => prove({ cloudID: 'c', errCode })).toThrow(refused(code, `WeChat says ${errCode}`))
  })

  it('A7: refuses the CloudID of another person', () => {
    expect(() => proveThat({ ...MINE, openId: 'oVICTIM_BJY1zhBYw2KhdUfwVJJE' })).toThrow(
      refused('CLOUD_ID_FOREIGN', 'the openId is not the caller’s'),
    )
  })

  it('A8: refuses the CloudID of another app', () => {
    expect(() => proveThat({ ...MINE, watermark: { ...watermark, appid: 'wxfedcba9876543210' } })).toThrow(
      refused('CLOUD_ID_FOREIGN', 'the watermark names another app'),
    )
  })

  it('refuses the CloudID of a phone number', () => {
    expect(() => proveThat({ purePhoneNumber: '13800000000', watermark })).toThrow(
      refused('CLOUD_ID_INVALID', 'no openId'),
    )
  })

  it('A9: refuses data that are older than five minutes, or dated more than five minutes ahead', () => {
    const expired = refused('CLOUD_ID_EXPIRED', 'the watermark is too far from now')
    expect(proveThat(MINE, NOW + 300_000)).toStrictEqual(proved('cloud-id', UNIONID))
    expect(() => proveThat(MINE, NOW + 300_001)).toThrow(expired)
    expect(proveThat(MINE, NOW - 300_000)).toStrictEqual(proved('cloud-id', UNIONID))
    expect(() => proveThat(MINE, NOW - 300_001)).toThrow(expired)
  })
})
