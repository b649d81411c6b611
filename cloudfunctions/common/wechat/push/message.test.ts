import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { Secret } from '../../base/secret.ts'
import { says } from '../testing.ts'
import { readPush } from './message.ts'
import { encryptPush, SAMPLE, SAMPLE_APPID, SAMPLE_KEY, SAMPLE_TOKEN, signPush } from './testing.ts'

// The samples of the page "message push", 2026-11.

const APPID = v.parse(AppIdSchema, SAMPLE_APPID)
const token = new Secret(SAMPLE_TOKEN)
const key = new Secret(SAMPLE_KEY)
const { timestamp, nonce } = SAMPLE
const SENT_AT = 1_714_112_445_000

const OPENID = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY'
const fieldsOf = (event: string) =>
  `<FromUserName><![CDATA[${OPENID}]]></FromUserName><CreateTime>1714112445</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>`
const FOLLOWED = `<xml>${fieldsOf('subscribe')}</xml>`

const signatureWrong = (detail: string) => expect.toSatisfy(says(`PUSH_SIGNATURE_WRONG: ${detail}`))

const plain = (body = FOLLOWED, query: unknown = PLAIN, settings = { token }, now = SENT_AT) =>
  readPush({ settings, appid: APPID, query, body, now })
const PLAIN = { signature: SAMPLE.signature, timestamp, nonce, openid: OPENID }

/** What WeChat adds to the URL when it sends this text. */
const sealedQuery = (encrypted: string) => ({
  ...PLAIN,
  encrypt_type: 'aes',
  msg_signature: signPush(SAMPLE_TOKEN, timestamp, nonce, encrypted),
})
const envelope = (encrypted: string, beside = '') =>
  `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>${beside}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`

const secure = (
  body: string,
  query: unknown,
  settings: Parameters<typeof readPush>[0]['settings'] = { token, key },
) => readPush({ settings, appid: APPID, query, body, now: SENT_AT })
const sealed = (message: string) => {
  const encrypted = encryptPush(message)
  return secure(envelope(encrypted), sealedQuery(encrypted))
}

describe('a message in the clear', () => {
  const followed = { kind: 'follow', openid: OPENID, at: SENT_AT, mark: SAMPLE.signature }

  it.each([
    ['XML', FOLLOWED],
    ['XML behind blanks', `\n  ${FOLLOWED}\n`],
    ['XML behind a byte order mark', `\ufeff${FOLLOWED}`],
    ['JSON', `{"FromUserName":"${OPENID}","CreateTime":1714112445,"MsgType":"event","Event":"subscribe"}`],
  ])('is read as %s', (_, body) => {
    expect(plain(body)).toStrictEqual(followed)
  })

  it.each([undefined, 'raw', ''])('is one whose encrypt_type is %j', (encrypt_type) => {
    expect(plain(FOLLOWED, { ...PLAIN, ...(encrypt_type !== undefined && { encrypt_type }) })).toStrictEqual(
      followed,
    )
  })

  it('may be of no interest', () => {
    expect(plain('<xml><MsgType>text</MsgType></xml>')).toStrictEqual({
      kind: 'other',
      mark: SAMPLE.signature,
    })
  })

  it.each([
    ['of nobody', { ...PLAIN, signature: '' }],
    ['of another time', { ...PLAIN, timestamp: '1714112446' }],
    ['of another nonce', { ...PLAIN, nonce: '415670742' }],
    ['with the signature of an encrypted one', { ...PLAIN, signature: SAMPLE.msg_signature }],
  ])('A29: is refused before its body is looked at: %s', (_, query) => {
    expect(() => plain('<!DOCTYPE xml>', query)).toThrow(signatureWrong('signature'))
  })

  it('A46: is refused where no token is set', () => {
    const query = { ...PLAIN, signature: signPush('', timestamp, nonce) }
    expect(() => plain(FOLLOWED, query, { token: new Secret('') })).toThrow(signatureWrong('signature'))
  })

  it.each(['', ' ', 'success', '[]', 'null', 'ToUserName=gh_97417a04a28d'])(
    'is unreadable when it is %j',
    (body) => {
      expect(() => plain(body)).toThrow(expect.toSatisfy(says('PUSH_UNREADABLE: neither XML nor JSON')))
    },
  )

  it('A28: is unreadable with a document type', () => {
    expect(() => plain(`<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>${FOLLOWED}`)).toThrow(
      expect.toSatisfy(says('PUSH_UNREADABLE: XML with a document type')),
    )
  })

  it.each([undefined, 'raw', 'AES', ''])(
    'is refused where messages can be encrypted, whose encrypt_type is %j',
    (encrypt_type) => {
      const query = { ...PLAIN, ...(encrypt_type !== undefined && { encrypt_type }) }
      expect(() => secure(FOLLOWED, query)).toThrow(signatureWrong('a message that is not encrypted'))
    },
  )
})

describe('an encrypted message', () => {
  const SAMPLE_QUERY = { ...PLAIN, encrypt_type: 'aes', msg_signature: SAMPLE.msg_signature }

  it.each([
    ['JSON', `{"ToUserName":"gh_97417a04a28d","Encrypt":"${SAMPLE.encrypted}"}`],
    ['XML', envelope(SAMPLE.encrypted)],
  ])('is read as the sample is, in %s', (_, body) => {
    expect(secure(body, SAMPLE_QUERY)).toStrictEqual({
      kind: 'other',
      mark: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    })
  })

  it('says who follows', () => {
    const encrypted = encryptPush(FOLLOWED)
    expect(secure(envelope(encrypted), sealedQuery(encrypted))).toStrictEqual({
      kind: 'follow',
      openid: OPENID,
      at: SENT_AT,
      mark: signPush(SAMPLE_TOKEN, timestamp, nonce, encrypted),
    })
  })

  it('in compatible mode stands beside another in the clear, which is not believed', () => {
    const encrypted = encryptPush(`<xml>${fieldsOf('unsubscribe')}</xml>`)
    const body = envelope(encrypted, fieldsOf('subscribe'))
    expect(secure(body, sealedQuery(encrypted))).toHaveProperty('kind', 'unfollow')
    const empty = encryptPush('<xml></xml>')
    expect(secure(envelope(empty, fieldsOf('subscribe')), sealedQuery(empty))).toHaveProperty('kind', 'other')
  })

  it('does not need the signature that covers no body', () => {
    expect(secure(envelope(SAMPLE.encrypted), { ...SAMPLE_QUERY, signature: '' })).toHaveProperty(
      'kind',
      'other',
    )
  })

  it.each([
    ['nobody', { msg_signature: '' }],
    ['nobody at all', { msg_signature: undefined }],
    ['the signature that covers no body', { msg_signature: SAMPLE.signature }],
    ['another time', { timestamp: '1714112446' }],
    ['another nonce', { nonce: '415670742' }],
  ])('A29: is refused when signed by %s', (_, damage) => {
    expect(() => secure(envelope(SAMPLE.encrypted), { ...SAMPLE_QUERY, ...damage })).toThrow(
      signatureWrong('msg_signature'),
    )
  })

  it.each([
    ['has no Encrypt', '<xml></xml>'],
    ['has Encrypt twice', envelope(SAMPLE.encrypted, `<Encrypt>${SAMPLE.encrypted}</Encrypt>`)],
    ['has an empty Encrypt', envelope('')],
    ['was altered', envelope(SAMPLE.encrypted.replace(/=$/, ''))],
  ])('A29: is refused when the body %s', (_, body) => {
    expect(() => secure(body, SAMPLE_QUERY)).toThrow(signatureWrong('msg_signature'))
  })

  it.each(['<xml></xml>', envelope(''), '{"Encrypt":""}', '{"Encrypt":null}'])(
    'A29: is refused without an encrypted text, whose signature is the one that covers no body: %s',
    (body) => {
      const query = { ...SAMPLE_QUERY, msg_signature: SAMPLE.signature }
      expect(() => secure(body, query)).toThrow(signatureWrong('msg_signature'))
    },
  )

  it('A46: is refused where no token is set', () => {
    const query = { ...SAMPLE_QUERY, msg_signature: signPush('', timestamp, nonce, SAMPLE.encrypted) }
    const settings = { token: new Secret(''), key }
    expect(() => secure(envelope(SAMPLE.encrypted), query, settings)).toThrow(signatureWrong('msg_signature'))
  })

  it('is SECRET_MISSING without a key, once it is known to come from WeChat', () => {
    const body = envelope(SAMPLE.encrypted)
    expect(() => secure(body, SAMPLE_QUERY, { token })).toThrow(
      expect.toSatisfy(says('SECRET_MISSING: an encrypted message, and no EncodingAESKey')),
    )
    expect(() => secure(body, { ...SAMPLE_QUERY, msg_signature: '' }, { token })).toThrow(
      'PUSH_SIGNATURE_WRONG',
    )
  })

  it('is unreadable when it is for another app', () => {
    const encrypted = encryptPush(FOLLOWED, 'wx4f4bc4dec97d474b')
    expect(() => secure(envelope(encrypted), sealedQuery(encrypted))).toThrow('PUSH_UNREADABLE')
  })

  it.each(['success', '<!DOCTYPE xml><xml></xml>', '<xml>', '[]'])(
    'is unreadable when %j is inside',
    (message) => {
      expect(() => sealed(message)).toThrow('PUSH_UNREADABLE')
    },
  )

  it('A28: is unreadable when its envelope has a document type', () => {
    expect(() => secure(`<!DOCTYPE xml>${envelope(SAMPLE.encrypted)}`, SAMPLE_QUERY)).toThrow(
      'PUSH_UNREADABLE',
    )
  })

  it('A43: tells of an authorisation that is of this app only', () => {
    const revoked = (appid: string) =>
      sealed(
        `{"MsgType":"event","Event":"user_authorization_revoke","CreateTime":1714112445,"OpenID":"${OPENID}","AppID":"${appid}","RevokeInfo":"201"}`,
      )
    expect(revoked(SAMPLE_APPID)).toMatchObject({
      kind: 'authorization',
      event: 'user_authorization_revoke',
      openid: OPENID,
      revokeInfo: '201',
    })
    expect(() => revoked('wx4f4bc4dec97d474b')).toThrow(
      'PUSH_UNREADABLE: user_authorization_revoke: of another app',
    )
  })
})

describe('the mark of a delivery', () => {
  it('is the same however the signed characters are divided among the parameters', () => {
    // A nonce that is as good a timestamp: exchanged, they have the same signature.
    const signature = signPush(SAMPLE_TOKEN, '1714112445', '1714112500')
    const one = plain(FOLLOWED, { signature, timestamp: '1714112445', nonce: '1714112500' })
    const other = plain(FOLLOWED, { signature, timestamp: '1714112500', nonce: '1714112445' })
    expect(other.mark).toBe(one.mark)
  })

  it('differs with the time, the nonce and the encrypted text', () => {
    const plainMark = (time: string, once: string) =>
      plain(FOLLOWED, { signature: signPush(SAMPLE_TOKEN, time, once), timestamp: time, nonce: once }).mark
    const marks = [
      plainMark('1714112445', '1'),
      plainMark('1714112446', '1'),
      plainMark('1714112445', '2'),
      sealed(FOLLOWED).mark,
      sealed('<xml></xml>').mark,
    ]
    expect(new Set(marks).size).toBe(5)
  })
})
