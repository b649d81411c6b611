import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { Secret } from '../base/secret.ts'
import { readSigningKey } from './signingKeys.ts'

/** 0, 1, 2 … 31 in base64url. */
const COUNTING = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

const read = (text: string) => readSigningKey('ONEID_SIGNING_KEY', new Secret(text))

const missing = expect.objectContaining({ code: 'SECRET_MISSING' })

describe('a signing key', () => {
  // Expected values: RFC 5869 with Python's hmac, the point d·G of P-256 in Python's integers, RFC 7638 with hashlib.
  it('stays the same for ever: tokens that are out depend on it', () => {
    const { id, publicKey, refreshing, sealing, signing, verifying } = read(COUNTING)
    const point = {
      kty: 'EC',
      crv: 'P-256',
      x: 'QqZBR_i3plijiIf_8jBNdwjeRVYHxgx_5tNn9ahQBs8',
      y: 'BU1SaSwCHoam8Soh1XdofITtXgI_oejOCNgL43983Qs',
    }
    expect(publicKey).toEqual(point)
    expect(verifying.export({ format: 'jwk' })).toEqual(point)
    expect(signing.export({ format: 'jwk' })).toEqual({
      ...point,
      d: 'b_cmCYprj2Aao8m1FBT9iu2rLeRJ_55dJGe97nEMAmk',
    })
    expect(id).toBe('Q3PlIQuFNBmRXmTPyFaI2ZgWPUswdf110xILbZIfGnc')
    expect(Buffer.from(refreshing).toString('base64url')).toBe('PqtREOsBS8JlXMlXqq-tmujURADZO2Q4_ALS9CY4deQ')
    expect(Buffer.from(sealing).toString('base64url')).toBe('shXacRFJcQp2WNhG7_KIBfvrrDkajmbQ_hzIPgoM-pM')
  })

  it('of any 32 bytes is a pair, and is named as other programs name it (RFC 7638)', async () => {
    for (let n = 0; n < 50; n++) {
      const { id, publicKey, signing } = read(randomBytes(32).toString('base64url'))
      expect(
        createPublicKey(createPrivateKey(signing.export({ format: 'pem', type: 'pkcs8' }))).export({
          format: 'jwk',
        }),
      ).toEqual(publicKey)
      expect(id).toBe(
        await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x: publicKey.x ?? '', y: publicKey.y ?? '' }),
      )
    }
  })

  it('has a key of its own for each use, and shares none with another', () => {
    const keysOf = (text: string) => {
      const { signing, refreshing, sealing } = read(text)
      const { d } = signing.export({ format: 'jwk' })
      return [d, ...[refreshing, sealing].map((key) => Buffer.from(key).toString('base64url'))]
    }
    const other = COUNTING.replace('AAEC', 'AQEC')
    expect(new Set([COUNTING, other, ...keysOf(COUNTING), ...keysOf(other)]).size).toBe(8)
  })

  it('shows nothing of what is secret in its public half', () => {
    const { publicKey } = read(COUNTING)
    expect(Object.keys(publicKey).toSorted()).toEqual(['crv', 'kty', 'x', 'y'])
  })
})

describe('A46: what is no signing key', () => {
  it.each([
    ['empty', ''],
    ['blank', ' '.repeat(43)],
    ['31 bytes', Buffer.alloc(31, 1).toString('base64url')],
    ['33 bytes', Buffer.alloc(33, 1).toString('base64url')],
    ['64 bytes', Buffer.alloc(64, 1).toString('base64url')],
    ['padded', `${COUNTING}=`],
    ['plain base64', Buffer.alloc(32, 0xff).toString('base64')],
    ['plain base64 without padding', Buffer.alloc(32, 0xff).toString('base64').replace('=', '')],
    ['in hexadecimal', Buffer.alloc(32, 1).toString('hex')],
    ['with a line break at its end', `${COUNTING}\n`],
    ['with a space before it', ` ${COUNTING}`],
    ['with bits that belong to no byte', COUNTING.replace(/8$/, '9')],
    ['words of 43 characters', 'this is a pass phrase of forty-three letter'],
    ['a template that nobody filled in', '{{env.ONEID_SIGNING_KEY}}'],
  ])('%s is refused, and not quoted', (_what, text) => {
    expect(() => read(text)).toThrow(missing)
    const words = (() => {
      try {
        read(text)
        return ''
      } catch (error) {
        return String(error)
      }
    })()
    expect(words).toBe('OneIdError: SECRET_MISSING: ONEID_SIGNING_KEY is not 32 bytes in base64url')
  })
})
