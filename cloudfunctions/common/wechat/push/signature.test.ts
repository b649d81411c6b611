import { describe, expect, it } from 'vitest'
import { Secret } from '../../base/secret.ts'
import { isSigned } from './signature.ts'
import { SAMPLE } from './testing.ts'

// The samples of the page "message push", 2026-11.

const token = new Secret('AAAAA')

describe('the signature of a push', () => {
  it.each([
    ['1714036504', '1514711492', 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['1714037059', '486452656', '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    ['1714112445', '415670741', '6c5c811b55cc85e0e1b54100749188c20beb3f5d'],
  ])('is that of the sample: %s %s', (timestamp, nonce, signature) => {
    expect(isSigned(token, signature, [timestamp, nonce])).toBe(true)
    expect(isSigned(token, signature, [nonce, timestamp])).toBe(true)
  })

  it('is that of the sample with an encrypted text', () => {
    const parts = ['1714112445', '415670741', SAMPLE.encrypted]
    expect(isSigned(token, '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3', parts)).toBe(true)
    expect(isSigned(token, '6c5c811b55cc85e0e1b54100749188c20beb3f5d', parts)).toBe(false)
  })

  const SIGNATURE = '899cf89e464efb63f54ddac96b0a0a235f53aa78'
  const PARTS = ['1714037059', '486452656']
  it.each([
    ['another token', 'AAAAB', SIGNATURE, PARTS],
    ['another time', 'AAAAA', SIGNATURE, ['1714037060', '486452656']],
    ['another nonce', 'AAAAA', SIGNATURE, ['1714037059', '486452657']],
    ['a part less', 'AAAAA', SIGNATURE, ['1714037059']],
    ['a part more', 'AAAAA', SIGNATURE, [...PARTS, 'x']],
    ['another first digit', 'AAAAA', SIGNATURE.replace(/^8/, '9'), PARTS],
    ['another last digit', 'AAAAA', SIGNATURE.replace(/8$/, '9'), PARTS],
    ['a second spelling', 'AAAAA', SIGNATURE.toUpperCase(), PARTS],
  ])('A29: is refused with %s', (_, secret, signature, parts) => {
    expect(isSigned(new Secret(secret), signature, parts)).toBe(false)
  })

  it.each(['', '89', SIGNATURE.slice(1), `${SIGNATURE}0`, ` ${SIGNATURE}`, '签名', 'x'.repeat(10_000)])(
    'A34: is compared at equal length, whatever was sent: %j',
    (signature) => {
      expect(isSigned(token, signature, PARTS)).toBe(false)
    },
  )

  it('A46: verifies nothing with an empty token, with which everybody can sign', () => {
    // printf 1714037059486452656 | sha1sum
    const signature = '1a6334bc8f5dd6ee48e88763313182e004da209b'
    expect(isSigned(new Secret(''), signature, PARTS)).toBe(false)
    // The same text, with a token that is its first half.
    expect(isSigned(new Secret('1714037059'), signature, ['486452656'])).toBe(true)
  })
})
