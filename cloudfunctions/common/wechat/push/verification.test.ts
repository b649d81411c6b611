import { describe, expect, it } from 'vitest'
import { Secret } from '../../base/secret.ts'
import { says } from '../testing.ts'
import { signPush } from './testing.ts'
import { answerVerification } from './verification.ts'

// The sample of the page "message push", 2026-11.

const QUERY = {
  signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
  echostr: '4375120948345356249',
  timestamp: '1714036504',
  nonce: '1514711492',
}
const SENT_AT = 1_714_036_504_000
const SETTINGS = { token: new Secret('AAAAA') }

const answer = (
  query: unknown,
  now = SENT_AT,
  settings: Parameters<typeof answerVerification>[0]['settings'] = SETTINGS,
) => answerVerification({ settings, query, now })
const refused = (detail: string) => expect.toSatisfy(says(`PUSH_SIGNATURE_WRONG: ${detail}`))

describe('the question whether a URL is ours', () => {
  it('is answered with the bare echostr, whether messages are encrypted or not', () => {
    expect(answer(QUERY)).toBe('4375120948345356249')
    expect(answer(QUERY, SENT_AT, { ...SETTINGS, key: new Secret('A'.repeat(43)) })).toBe(
      '4375120948345356249',
    )
  })

  it.each([
    ['another signature', { signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78' }],
    ['no signature', { signature: '' }],
    ['another time', { timestamp: '1714036505' }],
    ['another nonce', { nonce: '1514711493' }],
  ])('A29: is not answered with %s', (_, damage) => {
    expect(() => answer({ ...QUERY, ...damage })).toThrow(refused('signature'))
  })

  it('A46: is not answered where no token is set', () => {
    const signature = signPush('', QUERY.timestamp, QUERY.nonce)
    expect(() => answer({ ...QUERY, signature }, SENT_AT, { token: new Secret('') })).toThrow(
      refused('signature'),
    )
  })

  it('A29: is not answered after five minutes, nor without its parameters', () => {
    expect(answer(QUERY, SENT_AT + 300_000)).toBe('4375120948345356249')
    expect(() => answer(QUERY, SENT_AT + 300_001)).toThrow(refused('the timestamp is too far from now'))
    expect(() => answer({ echostr: '1' })).toThrow(refused('a parameter is missing or not of its form'))
    expect(() => answer(undefined)).toThrow(refused('a parameter is missing or not of its form'))
  })

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no text', 7],
    ['is there twice', ['1', '2']],
    ['has 1,025 bytes', 'x'.repeat(1_025)],
    ['has 342 characters of three bytes', '关'.repeat(342)],
  ])('is not answered when echostr %s', (_, echostr) => {
    expect(() => answer({ ...QUERY, echostr })).toThrow(refused('no echostr'))
  })

  it('may have an echostr of 1 KB', () => {
    expect(answer({ ...QUERY, echostr: 'x'.repeat(1_024) })).toHaveLength(1_024)
  })
})
