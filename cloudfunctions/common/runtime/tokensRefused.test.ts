import { createHmac } from 'node:crypto'
import { CompactEncrypt, EncryptJWT, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  ACCESS,
  AUDIENCE,
  access,
  ISSUER,
  JOURNEY,
  KEY,
  LATER,
  makers,
  NOW,
  OPTIONS,
  OTHER,
  PURPOSES,
  part,
  partsOf,
  REFUSAL,
  readers,
  refresh,
  SECOND,
  SESSION,
  TICKET,
  tokens,
  VERIFIER,
} from './testing.ts'
import type { TokenOptions } from './tokens.ts'
import { createTokens } from './tokens.ts'

/** Whatever is no token of ours, or is one for something else. */

const refused = (code: string) => expect.objectContaining({ code })

describe('A17: a token for one purpose', () => {
  const pairs = PURPOSES.flatMap((made) =>
    PURPOSES.filter((used) => used !== made).map((used) => [made, used] as const),
  )

  it.each(pairs)('%s is none for %s', async (made, used) => {
    const token = await makers()[made]()
    await expect(readers()[used](token)).rejects.toThrow(refused(REFUSAL[used]))
  })

  it('is told by what is signed, too: not by header, audience and key alone', async () => {
    const sign = (purpose: string) =>
      new SignJWT({ purpose, sid: SESSION, app: 'shop' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: KEY.id })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(ACCESS.userId)
        .setIssuedAt(SECOND)
        .setExpirationTime(SECOND + 60)
        .sign(KEY.signing)
    expect(await readers().access(await sign('access'))).toEqual(ACCESS)
    await expect(readers().access(await sign('refresh'))).rejects.toThrow(refused('TOKEN_INVALID'))
    const swapped = (purpose: string, claims: object) =>
      new EncryptJWT({ purpose, claims })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: KEY.id })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setIssuedAt(SECOND)
        .setExpirationTime(SECOND + 60)
        .encrypt(KEY.sealing)
    expect(await readers().ticket(await swapped('ticket', TICKET))).toEqual(TICKET)
    await expect(readers().ticket(await swapped('journey', TICKET))).rejects.toThrow(
      refused('TICKET_INVALID'),
    )
    await expect(readers().journey(await swapped('ticket', JOURNEY))).rejects.toThrow(
      refused('STATE_INVALID'),
    )
  })
})

describe('what was sealed', () => {
  const sealed = ({ iss = ISSUER, aud = ISSUER, exp = SECOND + 60, iat = SECOND }: Claims = {}) =>
    new EncryptJWT({ purpose: 'ticket', claims: TICKET, ...{ iss, aud, exp, iat } })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: KEY.id })
      .encrypt(KEY.sealing)

  it('is nobody else’s, and for nobody else', async () => {
    const [other, local] = ['https://other.example.com/gateway', 'http://127.0.0.1:8791/http/gateway']
    expect(await readers().ticket(await sealed())).toEqual(TICKET)
    for (const claims of [{ iss: other }, { iss: local }, { aud: other }, { aud: AUDIENCE }, { exp: SECOND }])
      await expect(readers().ticket(await sealed(claims))).rejects.toThrow(refused('TICKET_INVALID'))
  })
})

interface Claims {
  readonly iss?: string
  readonly aud?: string
  readonly exp?: number
  readonly iat?: number
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Another bit that counts, also in the last character of a part, whose low bits stand for nothing. */
const otherThan = (character = '.'): string => BASE64URL[BASE64URL.indexOf(character) ^ 32] ?? 'A'

describe.each(PURPOSES)('%s: whatever is wrong with it', (purpose) => {
  const read = readers()[purpose]
  const from = (options: Partial<TokenOptions>) => makers(createTokens({ ...OPTIONS, ...options }))[purpose]()
  const refusal = refused(REFUSAL[purpose])

  it('is refused: another key, even under the name of ours', async () => {
    await expect(read(await from({ keys: [OTHER] }))).rejects.toThrow(refusal)
    await expect(read(await from({ keys: [{ ...OTHER, id: KEY.id }] }))).rejects.toThrow(refusal)
  })

  it('is refused: a key that nobody names, and one that nobody knows', async () => {
    await expect(read(await from({ keys: [{ ...KEY, id: '' }] }))).rejects.toThrow(refusal)
    await expect(read(await from({ keys: [{ ...KEY, id: 'unknown' }] }))).rejects.toThrow(refusal)
  })

  it('is refused: another issuer', async () => {
    await expect(read(await from({ issuer: 'https://other.example.com/gateway' }))).rejects.toThrow(refusal)
    await expect(read(await from({ issuer: `${ISSUER}/` }))).rejects.toThrow(refusal)
  })

  it('A47: is refused: of a local cloud, though the key had leaked into it', async () => {
    await expect(read(await from({ issuer: 'http://127.0.0.1:8791/http/gateway' }))).rejects.toThrow(refusal)
  })

  it('is refused: any character of it changed, any end of it cut off', async () => {
    const token = await makers()[purpose]()
    for (let at = 0; at < token.length; at += 7) {
      const altered = `${token.slice(0, at)}${otherThan(token[at])}${token.slice(at + 1)}`
      await expect(read(altered)).rejects.toThrow(refusal)
      await expect(read(token.slice(0, at))).rejects.toThrow(refusal)
    }
  })

  it.each(['', '.', '..', '....', 'null', '{}', 'a.b.c', 'a.b.c.d.e', ' ', '\u0000'])(
    'is refused: %j',
    async (text) => {
      await expect(read(text)).rejects.toThrow(refusal)
    },
  )

  it('counts until the second in which it expires', async () => {
    const token = await makers()[purpose]()
    await expect(read(token, LATER - 1)).resolves.toBeDefined()
    const expired = purpose === 'access' || purpose === 'refresh' ? refused('TOKEN_EXPIRED') : refusal
    await expect(read(token, LATER)).rejects.toThrow(expired)
  })

  it('an old key is believed as long as it is listed', async () => {
    const old = await from({ keys: [OTHER] })
    const rotated = readers(createTokens({ ...OPTIONS, keys: [KEY, OTHER] }))[purpose]
    await expect(rotated(old)).resolves.toBeDefined()
    await expect(read(old)).rejects.toThrow(refusal)
    // What is issued now is signed with the new key: it outlives the removal of the old one.
    await expect(read(await from({ keys: [KEY, OTHER] }))).resolves.toBeDefined()
  })
})

describe('access and refresh tokens', () => {
  it('of another audience are none', async () => {
    const others = await access(createTokens({ ...OPTIONS, audience: 'somebody-else' }))
    await expect(tokens.readAccess(others, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
  })

  it.each([{ alg: 'none' }, { alg: 'None' }, { alg: 'NONE' }, { alg: '' }, {}])(
    'that nobody signed are none: %j',
    async (header) => {
      for (const [purpose, token] of [
        ['access', await access()],
        ['refresh', await refresh()],
      ] as const) {
        const [, body] = partsOf(token)
        const typ = purpose === 'access' ? 'at+jwt' : 'JWT'
        const forged = `${part({ ...header, typ, kid: KEY.id })}.${body}`
        for (const signature of ['', '.', '.AAAA'])
          await expect(readers()[purpose](`${forged}${signature}`)).rejects.toThrow(refused('TOKEN_INVALID'))
      }
    },
  )

  it('signed with the public key as if it were a secret are none', async () => {
    const [, body] = partsOf(await access())
    const secrets = [
      KEY.verifying.export({ format: 'pem', type: 'spki' }),
      KEY.verifying.export({ format: 'der', type: 'spki' }),
      JSON.stringify(KEY.publicKey),
      KEY.id,
      '',
    ]
    for (const typ of ['at+jwt', 'JWT'])
      for (const secret of secrets) {
        const signed = `${part({ alg: 'HS256', typ, kid: KEY.id })}.${body}`
        const forged = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
        await expect(tokens.readAccess(forged, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
        await expect(tokens.readRefresh(forged, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
      }
  })

  it('that bring a key of their own are none', async () => {
    const forged = await new SignJWT({ purpose: 'access', sid: SESSION, app: 'shop' })
      .setProtectedHeader({
        alg: 'ES256',
        typ: 'at+jwt',
        kid: OTHER.id,
        jwk: { ...OTHER.publicKey, kty: 'EC' },
      })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(ACCESS.userId)
      .setIssuedAt(SECOND)
      .setExpirationTime(SECOND + 60)
      .sign(OTHER.signing)
    await expect(tokens.readAccess(forged, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
  })

  it('without a name of the key, without an end, without a beginning, or not yet valid are none', async () => {
    const signed = (
      change: (jwt: SignJWT) => SignJWT,
      { kid = KEY.id, typ = 'at+jwt' }: { readonly kid?: string | undefined; readonly typ?: string } = {},
    ) =>
      change(
        new SignJWT({ purpose: 'access', sid: SESSION, app: 'shop' })
          .setIssuer(ISSUER)
          .setAudience(AUDIENCE)
          .setSubject(ACCESS.userId),
      )
        .setProtectedHeader({ alg: 'ES256', typ, ...(kid !== '' && { kid }) })
        .sign(KEY.signing)
    const whole = (jwt: SignJWT) => jwt.setIssuedAt(SECOND).setExpirationTime(SECOND + 60)
    await expect(tokens.readAccess(await signed(whole), NOW)).resolves.toEqual(ACCESS)
    const wrong = [
      await signed(whole, { kid: '' }),
      await signed(whole, { typ: 'JWT' }),
      await signed((jwt) => jwt.setIssuedAt(SECOND)),
      await signed((jwt) => jwt.setExpirationTime(SECOND + 60)),
      await signed((jwt) => whole(jwt).setNotBefore(SECOND + 1)),
      await signed((jwt) => whole(jwt).setSubject('somebody')),
      await signed((jwt) => whole(jwt).setAudience(ISSUER)),
    ]
    for (const token of wrong)
      await expect(tokens.readAccess(token, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
  })

  it('signed as if they were sealed, and sealed as if they were signed, are none', async () => {
    const sealed = await new CompactEncrypt(Buffer.from(await access()))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: KEY.id })
      .encrypt(KEY.sealing)
    await expect(tokens.readAccess(sealed, NOW)).rejects.toThrow(refused('TOKEN_INVALID'))
    await expect(tokens.openTicket(sealed, VERIFIER, NOW)).rejects.toThrow(refused('TICKET_INVALID'))
    const signed = await new SignJWT({ purpose: 'ticket', claims: TICKET })
      .setProtectedHeader({ alg: 'HS256', kid: KEY.id })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setIssuedAt(SECOND)
      .setExpirationTime(SECOND + 60)
      .sign(KEY.sealing)
    await expect(tokens.openTicket(signed, VERIFIER, NOW)).rejects.toThrow(refused('TICKET_INVALID'))
  })

  it('are not quoted by their refusal', async () => {
    const token = await access(createTokens({ ...OPTIONS, keys: [OTHER] }))
    const words = await tokens.readAccess(token, NOW).then(
      () => '',
      (error: unknown) => String(error),
    )
    expect(words).toBe('OneIdError: TOKEN_INVALID: the key is not known')
  })
})
