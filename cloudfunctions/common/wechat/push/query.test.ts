import { describe, expect, it } from 'vitest'
import { says } from '../testing.ts'
import { readPushQuery } from './query.ts'

// The sample of the page "message push", 2026-11.

const QUERY = {
  signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
  timestamp: '1714112445',
  nonce: '415670741',
  encrypt_type: 'aes',
  msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
}
const SENT_AT = 1_714_112_445_000
const refused = (detail: string) => expect.toSatisfy(says(`PUSH_SIGNATURE_WRONG: ${detail}`))

describe('the parameters of a push', () => {
  it('are read, and others are not', () => {
    expect(readPushQuery({ ...QUERY, openid: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY' }, SENT_AT)).toStrictEqual(QUERY)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'signature=1'],
    ['an empty object', {}],
    ['a signature twice', { ...QUERY, signature: [QUERY.signature, QUERY.signature] }],
    ['a number for a timestamp', { ...QUERY, timestamp: 1714112445 }],
    ['a timestamp in milliseconds', { ...QUERY, timestamp: '1714112445000' }],
    ['a timestamp with a zero in front', { ...QUERY, timestamp: '01714112445' }],
    ['a timestamp with a blank', { ...QUERY, timestamp: ' 1714112445' }],
    ['a timestamp with an exponent', { ...QUERY, timestamp: '17141124e2' }],
    ['a timestamp with a fraction', { ...QUERY, timestamp: '1714112445.0' }],
    ['an empty nonce', { ...QUERY, nonce: '' }],
    ['a nonce of 129 characters', { ...QUERY, nonce: 'x'.repeat(129) }],
    ['an encrypt_type that is no text', { ...QUERY, encrypt_type: ['aes'] }],
    ['a msg_signature that is no text', { ...QUERY, msg_signature: {} }],
  ])('A29: are refused as %s', (_, query) => {
    expect(() => readPushQuery(query, SENT_AT)).toThrow(refused('a parameter is missing or not of its form'))
  })

  it.each(['signature', 'timestamp', 'nonce'])('A29: are refused without %s', (name) => {
    const rest = Object.fromEntries(Object.entries(QUERY).filter(([parameter]) => parameter !== name))
    expect(() => readPushQuery(rest, SENT_AT)).toThrow(refused('a parameter is missing or not of its form'))
  })

  it('A29: are good for five minutes, either way', () => {
    const late = refused('the timestamp is too far from now')
    expect(readPushQuery(QUERY, SENT_AT + 300_000)).toEqual(QUERY)
    expect(() => readPushQuery(QUERY, SENT_AT + 300_001)).toThrow(late)
    expect(readPushQuery(QUERY, SENT_AT - 300_000)).toEqual(QUERY)
    expect(() => readPushQuery(QUERY, SENT_AT - 300_001)).toThrow(late)
  })
})
