import { describe, expect, it } from 'vitest'
import { replayMarkOf } from '../wechat/openData.ts'
import { respell, SAMPLE_IV, says, seal, sign } from '../wechat/testing.ts'
import { openData } from './openData.ts'
import { APPID, BASE, NOW, OPENID, proved, sessionOf, TIMESTAMP, UNIONID } from './testing.ts'

const MINE = { openId: OPENID, unionId: UNIONID, watermark: { appid: APPID, timestamp: TIMESTAMP } }
const SEALED = seal(JSON.stringify(MINE))

type Given = Parameters<typeof openData>[0]

const open = (given: Partial<Given> = {}) =>
  openData({
    base: BASE,
    session: sessionOf(OPENID),
    encryptedData: SEALED,
    iv: SAMPLE_IV,
    now: NOW,
    ...given,
  })
const openThat = (data: object, given: Partial<Given> = {}) =>
  open({ encryptedData: seal(JSON.stringify(data)), ...given })

describe('route open-data', () => {
  it('proves the unionid in what WeChat sealed', () => {
    expect(open()).toStrictEqual({
      proof: proved('open-data', UNIONID),
      replayMark: replayMarkOf(SEALED),
    })
  })

  it('proves no unionid if there is none in it, whatever context and session had', () => {
    const { openId, watermark } = MINE
    const { proof } = openThat({ openId, watermark }, { session: sessionOf(OPENID, UNIONID) })
    expect(proof).toStrictEqual(proved('open-data'))
  })

  it('A9: names the same data in the same way, however they are spelled', () => {
    const again = respell(SEALED)
    expect(again).not.toBe(SEALED)
    expect(open({ encryptedData: again }).replayMark).toBe(open().replayMark)
    expect(openThat({ ...MINE, nickName: 'other' }).replayMark).not.toBe(open().replayMark)
  })

  it('A8: refuses data of another app', () => {
    const watermark = { appid: 'wxfedcba9876543210', timestamp: TIMESTAMP }
    expect(() => openThat({ ...MINE, watermark })).toThrow(
      expect.toSatisfy(says('OPEN_DATA_FOREIGN: the watermark names another app')),
    )
  })

  it.each([
    ['another person', { ...MINE, openId: 'oVICTIM_BJY1zhBYw2KhdUfwVJJE' }],
    ['nobody', { unionId: UNIONID, watermark: MINE.watermark }],
  ])('A8: refuses data of %s', (_, data) => {
    expect(() => openThat(data)).toThrow(
      expect.toSatisfy(says('OPEN_DATA_FOREIGN: the openId is not the caller’s')),
    )
  })

  it('A8: refuses a unionId that is not the one of the session', () => {
    expect(open({ session: sessionOf(OPENID, UNIONID) }).proof).toStrictEqual(proved('open-data', UNIONID))
    expect(() => open({ session: sessionOf(OPENID, 'oUNION_OF_SESSION') })).toThrow(
      expect.toSatisfy(says('OPEN_DATA_FOREIGN: the unionId is not that of the session')),
    )
  })

  it('A14: refuses the session of another person before it opens anything', () => {
    const session = sessionOf('oVICTIM_BJY1zhBYw2KhdUfwVJJE')
    expect(() => open({ session, encryptedData: 'junk' })).toThrow('CODE_OF_ANOTHER_PERSON')
  })

  it('A9: refuses data that are older than five minutes, or dated more than five minutes ahead', () => {
    const expired = expect.toSatisfy(says('OPEN_DATA_EXPIRED: the watermark is too far from now'))
    expect(open({ now: NOW + 300_000 }).proof).toStrictEqual(proved('open-data', UNIONID))
    expect(() => open({ now: NOW + 300_001 })).toThrow(expired)
    expect(open({ now: NOW - 300_000 }).proof).toStrictEqual(proved('open-data', UNIONID))
    expect(() => open({ now: NOW - 300_001 })).toThrow(expired)
  })

  it.each([
    ['data', { encryptedData: 'AAAA' }],
    ['IV', { iv: 'AAAA' }],
  ])('A10: says the same for any %s that does not open', (_, given) => {
    expect(() => open(given)).toThrow(
      expect.toSatisfy(says('OPEN_DATA_UNREADABLE: not the data of this session')),
    )
  })
})

describe('rawData beside encryptedData', () => {
  const rawData = '{"nickName":"Band"}'

  it('may come with its signature', () => {
    expect(open({ rawData, signature: sign(rawData) }).proof).toStrictEqual(proved('open-data', UNIONID))
  })

  it.each([
    ['altered', { rawData: '{"nickName":"Bond"}', signature: sign(rawData) }],
    ['signed with another session_key', { rawData, signature: sign(rawData, 'HyVFkGl5F5OQWJZZaNzBBg==') }],
    ['empty, with a junk signature', { rawData: '', signature: '' }],
  ])('A11: is refused when it is %s', (_, given) => {
    expect(() => open(given)).toThrow(
      expect.toSatisfy(says('OPEN_DATA_SIGNATURE_WRONG: rawData is not what was signed')),
    )
  })

  it('A11: cannot come without its signature, nor the signature without it', () => {
    expect(() => open({ rawData })).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: signature is missing', 'signature')),
    )
    expect(() => open({ signature: sign(rawData) })).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: rawData is missing', 'rawData')),
    )
  })
})
