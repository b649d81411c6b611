import { createHmac } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { Secret } from '../base/secret.ts'
import { readSigningKey } from './signingKeys.ts'
import {
  ACCESS,
  AUDIENCE,
  access,
  CHALLENGE,
  COUNTING,
  headerOf,
  ISSUER,
  JOURNEY,
  journey,
  KEY,
  LATER,
  NOW,
  OPTIONS,
  OTHER,
  part,
  partsOf,
  REFRESH,
  refresh,
  SECOND,
  SESSION,
  TICKET,
  ticket,
  tokens,
  VERIFIER,
} from './testing.ts'
import { createTokens, lazyTokens } from './tokens.ts'

const refused = (code: string) => expect.objectContaining({ code })

describe('what a token says', () => {
  it('comes back', async () => {
    expect(await tokens.readAccess(await access(), NOW)).toEqual(ACCESS)
    expect(await tokens.readRefresh(await refresh(), NOW)).toEqual(REFRESH)
    expect(await tokens.openJourney(await journey(), NOW)).toEqual(JOURNEY)
    expect(await tokens.openTicket(await ticket(), VERIFIER, NOW)).toEqual(TICKET)
  })

  it('access tokens say it in the names that other servers know (RFC 9068)', async () => {
    const token = await access()
    expect(headerOf(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: KEY.id })
    const verified = await jwtVerify(
      token,
      createLocalJWKSet({ keys: [{ ...KEY.publicKey, kty: 'EC', kid: KEY.id }] }),
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: new Date(NOW),
      },
    )
    expect(verified.payload).toEqual({
      purpose: 'access',
      iss: 'https://id.example.com/gateway',
      aud: 'oneid',
      sub: 'uAAAAAAAAAAAAAAAAAAAAAA',
      sid: `se-${'s'.repeat(32)}`,
      app: 'shop',
      iat: SECOND,
      exp: SECOND + 600,
    })
  })

  // Expected text: RFC 7515 by hand with Python's hmac and base64, of the key that signingKeys.test.ts derives.
  it('a refresh token is the same text whenever it says the same', async () => {
    const counting = readSigningKey('KEY', new Secret(COUNTING))
    const fixed = createTokens({ ...OPTIONS, keys: [counting] })
    const header = part({ alg: 'HS256', typ: 'JWT', kid: 'Q3PlIQuFNBmRXmTPyFaI2ZgWPUswdf110xILbZIfGnc' })
    const body = part({
      purpose: 'refresh',
      claims: { session: SESSION, app: 'shop', generation: 3 },
      iss: ISSUER,
      aud: ISSUER,
      iat: SECOND,
      exp: SECOND + 600,
    })
    const key = Buffer.from('PqtREOsBS8JlXMlXqq-tmujURADZO2Q4_ALS9CY4deQ', 'base64url')
    const signature = createHmac('sha256', key).update(`${header}.${body}`).digest('base64url')
    expect(await refresh(fixed)).toBe(`${header}.${body}.${signature}`)
    expect(await refresh(fixed)).toBe(await refresh(fixed))
    expect(await fixed.issueRefresh({ ...REFRESH, generation: 4 }, NOW, LATER)).not.toBe(await refresh(fixed))
  })

  it('what a browser or a page carries cannot be read there', async () => {
    for (const sealed of [await journey(), await ticket()]) {
      expect(headerOf(sealed)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: KEY.id })
      const shown = partsOf(sealed).map((text) => Buffer.from(text, 'base64url').toString('latin1'))
      expect(shown.join()).not.toContain(TICKET.openid)
      expect(shown.join()).not.toContain(JOURNEY.redirect)
    }
    expect(await ticket()).not.toBe(await ticket())
  })

  it('the public keys are public', () => {
    const { keys } = createTokens({ ...OPTIONS, keys: [KEY, OTHER] }).keySet()
    expect(keys).toEqual([
      { ...KEY.publicKey, kid: KEY.id, alg: 'ES256', use: 'sig' },
      { ...OTHER.publicKey, kid: OTHER.id, alg: 'ES256', use: 'sig' },
    ])
    expect(JSON.stringify(keys)).not.toMatch(/"d":/)
  })
})

describe('a ticket', () => {
  // The challenge is that of RFC 7636, appendix B.
  it('opens to who has the verifier of its challenge', async () => {
    expect(await tokens.openTicket(await ticket(), VERIFIER, NOW)).toMatchObject({ id: 'ticket-1' })
  })

  it.each([
    ['another', `${VERIFIER.slice(0, -1)}l`],
    ['the challenge itself', CHALLENGE],
    ['a longer one', `${VERIFIER}A`],
    ['none', ''],
  ])('and to nobody else: %s', async (_what, verifier) => {
    await expect(tokens.openTicket(await ticket(), verifier, NOW)).rejects.toThrow(refused('TICKET_INVALID'))
  })
})

describe('the tokens of a deployment', () => {
  const secret = (byte: number) => new Secret(Buffer.alloc(32, byte).toString('base64url'))
  const named = (name: string) => secret(name === 'NEW' ? 2 : 1)

  it('are signed by the first key, believed from all, and made once', async () => {
    const asked: string[] = []
    const secretOf = (name: string) => {
      asked.push(name)
      return named(name)
    }
    const made = lazyTokens({ signingKeys: ['NEW', 'OLD'], audience: AUDIENCE }, secretOf, () => ISSUER)
    expect(asked).toEqual([])
    expect(headerOf(await access(made()))).toMatchObject({ kid: OTHER.id })
    await expect(made().readAccess(await access(), NOW)).resolves.toEqual(ACCESS)
    expect(asked).toEqual(['NEW', 'OLD'])
  })

  it('are none without a key, without an address, and with one key that is none', () => {
    const no = (signingKeys: string[], secretOf = named, address = () => ISSUER) =>
      lazyTokens({ signingKeys, audience: AUDIENCE }, secretOf, address)
    expect(no([])).toThrow(refused('CONFIG_INVALID'))
    expect(no(['NEW', 'OLD'], (name) => (name === 'OLD' ? new Secret('short') : secret(1)))).toThrow(
      refused('SECRET_MISSING'),
    )
    expect(
      no(['NEW'], named, () => {
        throw new Error('no address')
      }),
    ).toThrow('no address')
  })
})
