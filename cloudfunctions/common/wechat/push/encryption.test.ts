import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { Secret } from '../../base/secret.ts'
import { says } from '../testing.ts'
import { decryptPush } from './encryption.ts'
import { encryptBytes, encryptPush, frame, pad } from './testing.ts'

// The samples of the page "message push", 2026-11: one that was received, one that was sent.

const RECEIVED =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
const SENT = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=='
const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const APPID = 'wxba5fad812f8e6fb9'

const decrypt = (encrypted: string, key = KEY, appid = APPID) =>
  decryptPush({ key: new Secret(key), appid: v.parse(AppIdSchema, appid), encrypted })

/** The one answer to everything: same words, nothing behind them. */
const UNREADABLE = expect.toSatisfy(says('PUSH_UNREADABLE: not a message that was encrypted for this app'))

describe('an encrypted message', () => {
  it('opens as the samples do', () => {
    expect(decrypt(RECEIVED)).toBe(
      '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
    )
    expect(decrypt(SENT)).toBe('{"demo_resp":"good luck"}')
  })

  it('is sealed by these tests as the sample is', () => {
    expect(encryptPush('{"demo_resp":"good luck"}')).toBe(SENT)
  })

  // 16 random bytes, 4 of the length, 18 of the appid: 26 bytes more are a whole number of blocks, and one is added.
  it.each([0, 1, 9, 10, 25, 26, 27, 50_000])('may have %i bytes', (length) => {
    expect(decrypt(encryptPush('x'.repeat(length)))).toBe('x'.repeat(length))
  })

  it('has the length of its bytes, not of its characters', () => {
    expect(decrypt(encryptPush('关注𠮷'))).toBe('关注𠮷')
  })

  const message = frame('x'.repeat(26))
  const bytes = (...end: readonly number[]) => encryptBytes(Buffer.concat([message, Buffer.from(end)]))
  const of = (count: number, value = count) => Array.from({ length: count }, () => value)
  it.each([
    ['for another app', encryptPush('x', 'wx4f4bc4dec97d474b')],
    ['for an app whose id goes on', encryptPush('x', `${APPID}0`)],
    ['for no app', encryptPush('x', '')],
    ['with a length beyond the end', encryptBytes(pad(frame('x', 0xffff_ffff)))],
    ['with a length that takes the appid in', encryptBytes(pad(frame('x', 19)))],
    ['with a length that is too small', encryptBytes(pad(frame('xx', 1)))],
    ['that is shorter than its head', encryptBytes(pad(Buffer.alloc(19)))],
    ['that is nothing but padding', encryptBytes(pad(Buffer.alloc(0)))],
    ['that is empty', ''],
    ['of half a block of AES', Buffer.alloc(24).toString('base64')],
    ['of half a block of its own', bytes(...of(16))],
    ['without padding', encryptBytes(message)],
    ['with a padding of 0', bytes(...of(32, 0))],
    ['with a padding of 33', bytes(...of(32, 33))],
    ['with a padding of 64', bytes(...of(64))],
    ['with a padding of 255', bytes(...of(32, 255))],
    ['with a padding that is longer than the text', encryptBytes(Buffer.alloc(32, 64))],
    ['with a padding whose first byte differs', bytes(31, ...of(31, 32))],
    ['with a padding whose last byte but one differs', bytes(...of(30, 32), 31, 32)],
    ['of no UTF-8', encryptPush(Buffer.from([0xff, 0xfe]))],
    ['in another alphabet', SENT.replaceAll('+', '-').replaceAll('/', '_')],
    ['with blanks for plus signs', SENT.replaceAll('+', ' ')],
    ['with a line break', `${SENT}\n`],
    ['that lacks its end', SENT.slice(0, -4)],
    ['that was altered', SENT.replace(/^E/, 'F').replace(/SQ==$/, 'SA==')],
  ])('%s is answered in the same way', (_, encrypted) => {
    expect(() => decrypt(encrypted)).toThrow(UNREADABLE)
  })

  it.each([
    ['another key', 'B'.repeat(43)],
    ['42 characters', 'A'.repeat(42)],
    ['44 characters', 'A'.repeat(44)],
    ['the sign that ends base64', `${'A'.repeat(42)}=`],
    ['a line break', `${'A'.repeat(43)}\n`],
    ['a character of another alphabet', `${'A'.repeat(43)}*`],
    ['nothing (A46)', ''],
  ])('with %s as a key is answered in the same way', (_, key) => {
    expect(() => decrypt(SENT, key)).toThrow(UNREADABLE)
  })

  it('is answered in the same way for wrong keys, some of which pass the padding', () => {
    for (let n = 0; n < 1_000; n++) {
      const key = Buffer.alloc(32)
      key.writeUInt32BE(n + 1)
      expect(() => decrypt(SENT, key.toString('base64').slice(0, 43))).toThrow(UNREADABLE)
    }
  })
})
