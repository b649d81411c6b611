import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../base/secret.ts'
import { createSealing } from './sealing.ts'

const USER = 'uAAAAAAAAAAAAAAAAAAAAAA'
const PHONE = '+8613800000001'
const ABOUT = `phone of ${USER}`

const sealing = createSealing(new Secret('0123456789abcdef0123456789abcdef'))
const other = createSealing(new Secret('0123456789abcdef0123456789abcdeg'))

const counting = (count: number) => Uint8Array.from({ length: count }, (_, n) => n)

const unreadable = expect.objectContaining({ code: 'DATA_UNREADABLE' })

describe('what is made with the secret of a deployment', () => {
  // Expected values: RFC 5869 and RFC 2104 with Python's hmac and hashlib, AES-GCM with pyca/cryptography 48.
  it('stays the same for ever: stored pseudonyms, hashes and seals depend on it', () => {
    expect(sealing.pseudonym(USER)).toBe('p-uAjCynTkJu5-BK_zAj_hI_phnPcJ-ulF')
    expect(sealing.phoneHash(PHONE)).toBe('eVEu75J2Zus-uYK8Wp5QsAUrjJ2zBMOt')
    const sealed = 'AAECAwQFBgcICQoLmbI7Eu0_B2fd-oupRpHn0D96JBD9p-PIgEx5tK2D'
    expect(sealing.seal(PHONE, ABOUT, counting)).toBe(sealed)
    expect(sealing.open(sealed, ABOUT)).toBe(PHONE)
  })

  it('has a key of its own for each use, and is another with another secret', () => {
    expect(sealing.pseudonym(PHONE)).not.toBe(`p-${sealing.phoneHash(PHONE)}`)
    expect(other.pseudonym(USER)).not.toBe(sealing.pseudonym(USER))
    expect(other.phoneHash(PHONE)).not.toBe(sealing.phoneHash(PHONE))
  })
})

describe('a seal', () => {
  it('opens to any text that was sealed, and two of one text do not show that they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, about) => {
        const [one, two] = [sealing.seal(text, about, randomBytes), sealing.seal(text, about, randomBytes)]
        expect(sealing.open(one, about)).toBe(text)
        expect(one).not.toBe(two)
      }),
    )
  })

  it('does not open with another secret, or about anybody else', () => {
    const sealed = sealing.seal(PHONE, ABOUT, randomBytes)
    expect(() => other.open(sealed, ABOUT)).toThrow(unreadable)
    expect(() => sealing.open(sealed, 'phone of uBAAAAAAAAAAAAAAAAAAAAA')).toThrow(unreadable)
  })

  it('does not open when any bit of it was changed', () => {
    const sealed = Buffer.from(sealing.seal(PHONE, ABOUT, randomBytes), 'base64url')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = Buffer.from(sealed)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => sealing.open(altered.toString('base64url'), ABOUT)).toThrow(unreadable)
    }
  })

  it('does not open when a part of it is missing: a short tag proves nothing', () => {
    const sealed = Buffer.from(sealing.seal(PHONE, ABOUT, randomBytes), 'base64url')
    for (let length = 0; length < sealed.length; length++)
      expect(() => sealing.open(sealed.subarray(0, length).toString('base64url'), ABOUT)).toThrow(unreadable)
  })

  it('tells nothing about what it was given when it does not open', () => {
    const error = (() => {
      try {
        return sealing.open(PHONE, ABOUT)
      } catch (thrown) {
        return String(thrown)
      }
    })()
    expect(error).not.toContain(PHONE)
    expect(error).not.toContain(USER)
  })
})
