import { createCipheriv, createHash } from 'node:crypto'

/** The samples of the page "message push" (developers.weixin.qq.com, 2026-11), for tests. */
export const SAMPLE_TOKEN = 'AAAAA'
export const SAMPLE_KEY = 'A'.repeat(43)
export const SAMPLE_APPID = 'wxba5fad812f8e6fb9'

/** A message as WeChat sent it: its time and nonce, the encrypted text, the signature and what is inside. */
export const SAMPLE = {
  timestamp: '1714112445',
  nonce: '415670741',
  signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
  msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
  encrypted:
    '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
  message:
    '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
} as const

/** Signs as WeChat does. */
export const signPush = (token: string, ...parts: readonly string[]): string =>
  createHash('sha1')
    .update([token, ...parts].sort().join(''))
    .digest('hex')

/** Encrypts bytes as they are: they have to be whole blocks of AES. */
export const encryptBytes = (padded: Buffer, key = SAMPLE_KEY): string => {
  const aes = Buffer.from(`${key}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

/** What is inside of an encrypted text, before its padding. */
export const frame = (message: string | Buffer, length?: number, appid: string = SAMPLE_APPID): Buffer => {
  const text = Buffer.from(message)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length ?? text.length)
  return Buffer.concat([Buffer.from('707722b803182950'), head, text, Buffer.from(appid)])
}

/** PKCS#7 with blocks of 32 bytes. */
export const pad = (bytes: Buffer): Buffer => {
  const count = 32 - (bytes.length % 32)
  return Buffer.concat([bytes, Buffer.alloc(count, count)])
}

/** Encrypts a message as WeChat does. */
export const encryptPush = (message: string | Buffer, appid?: string): string =>
  encryptBytes(pad(frame(message, undefined, appid)))
