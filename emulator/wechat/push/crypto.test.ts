import { describe, expect, it } from 'vitest'
import { decryptMessage, encryptMessage, signatureOf } from './crypto.ts'

// Examples of the message push page (developers.weixin.qq.com, mini-program, server-ability/message-push, 2026-11):
// token AAAAA, EncodingAESKey of 43 A.
const TOKEN = 'AAAAA'
const KEY = { encodingAesKey: 'A'.repeat(43), appid: 'wxba5fad812f8e6fb9' }

const RECEIVED =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
const RECEIVED_TEXT =
  '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
const SENT = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=='

it.each([
  ['1714036504', '1514711492', 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
  ['1714037059', '486452656', '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
  ['1714112445', '415670741', '6c5c811b55cc85e0e1b54100749188c20beb3f5d'],
])('signature of %s %s', (timestamp, nonce, signature) => {
  expect(signatureOf(TOKEN, timestamp, nonce)).toBe(signature)
})

it.each([
  ['1714112445', '415670741', RECEIVED, '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3'],
  ['1713424427', '415670741', SENT, '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1'],
])('msg_signature of %s %s', (timestamp, nonce, encrypted, signature) => {
  expect(signatureOf(TOKEN, timestamp, nonce, encrypted)).toBe(signature)
})

describe('an encrypted message', () => {
  it.each([
    ['received', 'a8eedb185eb2fecf', RECEIVED_TEXT, RECEIVED],
    ['sent', '707722b803182950', '{"demo_resp":"good luck"}', SENT],
  ])('%s: both ways', (_, random, message, encrypted) => {
    expect(encryptMessage(KEY, message, random)).toBe(encrypted)
    expect(decryptMessage(KEY, encrypted)).toEqual({ message, random })
  })

  it.each([
    ['another app', { ...KEY, appid: 'wx0000000000000001' }],
    ['another key', { ...KEY, encodingAesKey: 'B'.repeat(43) }],
  ])('for %s is not read', (_, key) => {
    expect(() => decryptMessage(key, SENT)).toThrow()
  })

  it('is padded to blocks of 32 bytes, with a whole block where nothing is missing', () => {
    // 16 random, 4 length, 26 message, 18 appid: 64 bytes.
    const encrypted = encryptMessage(KEY, 'x'.repeat(26), '0123456789abcdef')
    expect(Buffer.from(encrypted, 'base64')).toHaveLength(96)
    expect(decryptMessage(KEY, encrypted).message).toBe('x'.repeat(26))
  })
})
