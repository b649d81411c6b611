import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../base/secret.ts'
import { decryptOpenData, isSignedBy, replayMarkOf } from './openData.ts'
import { respell, SAMPLE_IV, SAMPLE_KEY, says, seal } from './testing.ts'

// The sample of WeChat's page "Signature and decryption of user data" (its demo for Node), 2026-11.
const SAMPLE =
  'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew=='

const open = (encryptedData: string, iv = SAMPLE_IV, key = SAMPLE_KEY) =>
  decryptOpenData(new Secret(key), { encryptedData, iv })

const MINE = {
  openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  watermark: { timestamp: 1_477_314_187, appid: 'wx4f4bc4dec97d474b' },
}
const json = (data: object) => seal(JSON.stringify(data))

/** The one answer to everything: same words, nothing behind them. */
const UNREADABLE = expect.toSatisfy(says('OPEN_DATA_UNREADABLE: not the data of this session'))

describe('encryptedData', () => {
  it('opens as the sample does, down to whose data it is', () => {
    expect(open(SAMPLE)).toEqual({
      openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
      watermark: { timestamp: 1_477_314_187, appid: 'wx4f4bc4dec97d474b' },
    })
  })

  it('may name neither openId nor unionId', () => {
    const { watermark } = MINE
    expect(open(json({ watermark }))).toEqual({ watermark })
    expect(open(json({ ...MINE, unionId: '' })).unionId).toBeUndefined()
  })

  it.each([
    ['a key of 15 bytes', SAMPLE, SAMPLE_IV, Buffer.alloc(15).toString('base64')],
    ['a key of 24 bytes', SAMPLE, SAMPLE_IV, Buffer.alloc(24).toString('base64')],
    ['a key that is not base64', SAMPLE, SAMPLE_IV, '*'.repeat(24)],
    ['an empty key', SAMPLE, SAMPLE_IV, ''],
    ['an IV of 15 bytes', SAMPLE, Buffer.alloc(15).toString('base64'), SAMPLE_KEY],
    ['an IV of 17 bytes', SAMPLE, Buffer.alloc(17).toString('base64'), SAMPLE_KEY],
    ['blanks for plus signs, as forms send them', SAMPLE.replaceAll('+', ' '), SAMPLE_IV, SAMPLE_KEY],
    ['blanks around it', ` ${json(MINE)}`, SAMPLE_IV, SAMPLE_KEY],
    ['no data', '', SAMPLE_IV, SAMPLE_KEY],
    ['half a block', Buffer.alloc(24).toString('base64'), SAMPLE_IV, SAMPLE_KEY],
    ['a wrong padding', Buffer.alloc(32).toString('base64'), SAMPLE_IV, SAMPLE_KEY],
    ['a right padding around no UTF-8', seal(Buffer.from([0xff, 0xfe])), SAMPLE_IV, SAMPLE_KEY],
    [
      'a name that is no UTF-8',
      seal(
        Buffer.concat([
          Buffer.from(`{"nickName":"`),
          Buffer.from([0xff]),
          Buffer.from(`",${JSON.stringify(MINE).slice(1)}`),
        ]),
      ),
      SAMPLE_IV,
      SAMPLE_KEY,
    ],
    ['a right padding around no JSON', seal('nonsense'), SAMPLE_IV, SAMPLE_KEY],
    ['JSON of another shape', seal('null'), SAMPLE_IV, SAMPLE_KEY],
    ['no watermark', json({ openId: MINE.openId }), SAMPLE_IV, SAMPLE_KEY],
    ['an openId that is a number (A5)', json({ ...MINE, openId: 1234567890 }), SAMPLE_IV, SAMPLE_KEY],
    ['a unionId that is no id', json({ ...MINE, unionId: '$' }), SAMPLE_IV, SAMPLE_KEY],
    ['an IV that garbles the first block', SAMPLE, 'AAAAAAAAAAAAAAAAAAAAAA==', SAMPLE_KEY],
  ])('A10: is answered in the same way for %s', (_, encryptedData, iv, key) => {
    expect(() => open(encryptedData, iv, key)).toThrow(UNREADABLE)
  })

  it('A10: is answered in the same way for wrong keys, one in 256 of which passes the padding', () => {
    for (let n = 0; n < 1_000; n++) {
      const key = Buffer.alloc(16)
      key.writeUInt32BE(n)
      expect(() => open(SAMPLE, SAMPLE_IV, key.toString('base64'))).toThrow(UNREADABLE)
    }
  })

  it('A10: never opens after a change of one of its last two blocks', () => {
    const bytes = Buffer.from(SAMPLE, 'base64')
    const tail = fc.integer({ min: bytes.length - 32, max: bytes.length - 1 })
    fc.assert(
      fc.property(tail, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at)
        expect(() => open(changed.toString('base64'))).toThrow(UNREADABLE)
      }),
    )
  })

  it('is bounded: 16 KB open, a block more does not', () => {
    const bare = JSON.stringify({ ...MINE, more: '' }).length
    const of = (bytes: number) => json({ ...MINE, more: 'x'.repeat(bytes - 1 - bare) })
    expect(Buffer.from(of(16_384), 'base64')).toHaveLength(16_384)
    expect(open(of(16_384)).openId).toBe(MINE.openId)
    expect(Buffer.from(of(16_400), 'base64')).toHaveLength(16_400)
    expect(() => open(of(16_400))).toThrow(UNREADABLE)
  })

  it('A40: gains no field from __proto__', () => {
    const { watermark } = MINE
    const opened = open(
      seal(
        `{"__proto__":{"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE"},"watermark":${JSON.stringify(watermark)}}`,
      ),
    )
    expect(opened).toEqual({ watermark })
    expect(Object.getPrototypeOf(opened)).toBe(Object.prototype)
  })
})

describe('the mark of encryptedData', () => {
  it('A9: is the SHA-256 of its bytes, however they are spelled', () => {
    // sha256sum of the 16 zero bytes.
    const mark = '374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb'
    expect(replayMarkOf('AAAAAAAAAAAAAAAAAAAAAA==')).toBe(mark)
    expect(respell('AAAAAAAAAAAAAAAAAAAAAA==')).toBe('AAAAAAAAAAAAAAAAAAAAAB==')
    expect(replayMarkOf('AAAAAAAAAAAAAAAAAAAAAB==')).toBe(mark)
    expect(replayMarkOf('AAAAAAAAAAAAAAAAAAAAAQ==')).not.toBe(mark)
  })
})

describe('the signature of rawData', () => {
  // The sample of the same page.
  const key = new Secret('HyVFkGl5F5OQWJZZaNzBBg==')
  const rawData =
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
  const signature = '75e81ceda165f4ffa64f4068af58c64b8f54b88c'

  it('is that of the sample', () => {
    expect(isSignedBy(key, rawData, signature)).toBe(true)
  })

  it.each([
    ['rawData was altered', rawData.replace('"gender":1', '"gender":2'), signature],
    ['rawData was formatted anew', rawData.replaceAll(',', ', '), signature],
    ['its first digit differs', rawData, signature.replace(/^7/, '8')],
    ['its last digit differs', rawData, signature.replace(/c$/, 'd')],
  ])('A11: is refused when %s', (_, altered, given) => {
    expect(isSignedBy(key, altered, given)).toBe(false)
  })

  it('A11: is refused with another session_key', () => {
    expect(isSignedBy(new Secret('tiihtNczf5v6AKRyjwEUhQ=='), rawData, signature)).toBe(false)
  })

  it.each(['', '75', signature.slice(1), `${signature}0`, '签名', 'x'.repeat(10_000)])(
    'A34: is compared at equal length, whatever was sent: %s',
    (given) => {
      expect(isSignedBy(key, rawData, given)).toBe(false)
    },
  )
})
