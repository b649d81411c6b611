import { createHash, timingSafeEqual } from 'node:crypto'
import type { JWTVerifyGetKey } from 'jose'
import { EncryptJWT, errors, jwtDecrypt, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { Gateway } from '../base/gateway.ts'
import type { Secret } from '../base/secret.ts'
import type { Tokens } from '../base/tokens.ts'
import { AccessClaimsSchema, JourneySchema, RefreshClaimsSchema, TicketSchema } from '../base/tokens.ts'
import type { SigningKey } from './signingKeys.ts'
import { readSigningKey } from './signingKeys.ts'

export interface TokenOptions {
  /** The first one signs, all are believed. */
  readonly keys: readonly [SigningKey, ...(readonly SigningKey[])]
  /** Address of `gateway`: who issues, and whom refresh tokens are for. */
  readonly issuer: string
  /** Whom access tokens are for. */
  readonly audience: string
}

/** Header `typ` of access tokens (RFC 9068). */
const ACCESS_TYPE = 'at+jwt'

const seconds = (ms: number): number => Math.floor(ms / 1_000)

const reasonOf = (error: unknown): string => (error instanceof errors.JOSEError ? error.code : 'unreadable')

const refusalOf = (error: unknown): OneIdError => {
  if (error instanceof OneIdError) return error
  const code = error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID'
  return new OneIdError(code, reasonOf(error))
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Digests of both are compared, which are equally long and compared in constant time. */
const isChallengeOf = (verifier: string, challenge: string): boolean =>
  timingSafeEqual(sha256(sha256(verifier).toString('base64url')), sha256(challenge))

/** Only what says that it is for this purpose counts, however well it is signed. */
const claimsOf = <Claims>(schema: v.GenericSchema<unknown, Claims>, payload: unknown, purpose: string) => {
  const parsed = v.safeParse(v.object({ purpose: v.literal(purpose), claims: schema }), payload)
  if (!parsed.success) throw new OneIdError('TOKEN_INVALID', `not for the purpose ${purpose}`)
  return parsed.output.claims
}

/**
 * Access tokens are signed with ECDSA P-256, so that every server can verify them; refresh tokens with HMAC, whose text
 * follows from its content; journeys and tickets are encrypted.
 */
export const createTokens = ({ keys, issuer, audience }: TokenOptions): Tokens => {
  const [first] = keys
  const keyOf = (id: string | undefined): SigningKey => {
    const key = keys.find((one) => one.id === id)
    if (key === undefined) throw new OneIdError('TOKEN_INVALID', 'the key is not known')
    return key
  }

  const verify = async (
    token: string,
    key: JWTVerifyGetKey,
    options: { readonly audience: string; readonly algorithms: string[]; readonly typ: string },
    now: number,
  ): Promise<unknown> => {
    try {
      const wanted = { ...options, issuer, requiredClaims: ['exp', 'iat'], currentDate: new Date(now) }
      return (await jwtVerify(token, key, wanted)).payload
    } catch (error) {
      throw refusalOf(error)
    }
  }

  const seal = (purpose: string, claims: object, now: number, expires: number): Promise<string> =>
    new EncryptJWT({ purpose, claims })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first.id })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setIssuedAt(seconds(now))
      .setExpirationTime(seconds(expires))
      .encrypt(first.sealing)

  /** One answer to everything that is wrong: what is sealed is nobody's to try things out with. */
  const open = async <Claims>(
    sealed: string,
    { purpose, schema, refusal }: Sealed<Claims>,
    now: number,
  ): Promise<Claims> => {
    try {
      const { payload } = await jwtDecrypt(sealed, ({ kid }) => keyOf(kid).sealing, {
        issuer,
        audience: issuer,
        currentDate: new Date(now),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp', 'iat'],
      })
      return claimsOf(schema, payload, purpose)
    } catch (error) {
      throw new OneIdError(refusal, error instanceof OneIdError ? error.message : reasonOf(error))
    }
  }

  return {
    issueAccess: (claims, now, expires) =>
      new SignJWT({ purpose: 'access', sid: claims.session, app: claims.app })
        .setProtectedHeader({ alg: 'ES256', typ: ACCESS_TYPE, kid: first.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(claims.userId)
        .setIssuedAt(seconds(now))
        .setExpirationTime(seconds(expires))
        .sign(first.signing),
    readAccess: async (token, now) => {
      const key: JWTVerifyGetKey = ({ kid }) => keyOf(kid).verifying
      const options = { audience, algorithms: ['ES256'], typ: ACCESS_TYPE }
      const payload = v.safeParse(AccessPayloadSchema, await verify(token, key, options, now))
      if (!payload.success) throw new OneIdError('TOKEN_INVALID', 'not for the purpose access')
      const { sub: userId, sid: session, app } = payload.output
      return { userId, session, app }
    },
    issueRefresh: (claims, now, expires) =>
      new SignJWT({ purpose: 'refresh', claims })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: first.id })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setIssuedAt(seconds(now))
        .setExpirationTime(seconds(expires))
        .sign(first.refreshing),
    readRefresh: async (token, now) => {
      const key: JWTVerifyGetKey = ({ kid }) => keyOf(kid).refreshing
      const options = { audience: issuer, algorithms: ['HS256'], typ: 'JWT' }
      return claimsOf(RefreshClaimsSchema, await verify(token, key, options, now), 'refresh')
    },
    sealJourney: (journey, now, expires) => seal('journey', journey, now, expires),
    openJourney: (sealed, now) => open(sealed, JOURNEY, now),
    sealTicket: (ticket, now, expires) => seal('ticket', ticket, now, expires),
    openTicket: async (sealed, verifier, now) => {
      const ticket = await open(sealed, TICKET, now)
      if (!isChallengeOf(verifier, ticket.challenge))
        throw new OneIdError('TICKET_INVALID', 'another verifier began it')
      return ticket
    },
    keySet: () => ({
      keys: keys.map(({ id, publicKey }) => ({ ...publicKey, kid: id, alg: 'ES256', use: 'sig' })),
    }),
  }
}

/** Names that other servers know: `sub` is the user, `sid` the session (RFC 7519, OpenID Connect). */
const AccessPayloadSchema = v.object({
  purpose: v.literal('access'),
  sub: AccessClaimsSchema.entries.userId,
  sid: AccessClaimsSchema.entries.session,
  app: AccessClaimsSchema.entries.app,
})

/** The tokens of the deployment, made when they are first needed and kept by the instance. */
export const lazyTokens = (
  { signingKeys, audience }: Pick<Gateway, 'signingKeys' | 'audience'>,
  secretOf: (name: string) => Secret<string>,
  address: () => string,
): (() => Tokens) => {
  let made: Tokens | undefined
  return () => {
    if (made !== undefined) return made
    const [first, ...others] = signingKeys.map((name) => readSigningKey(name, secretOf(name)))
    if (first === undefined) throw new OneIdError('CONFIG_INVALID', 'gateway.signingKeys names no key')
    made = createTokens({ keys: [first, ...others], issuer: address(), audience })
    return made
  }
}

interface Sealed<Claims> {
  readonly purpose: string
  readonly schema: v.GenericSchema<unknown, Claims>
  readonly refusal: ErrorCode
}

const JOURNEY = { purpose: 'journey', schema: JourneySchema, refusal: 'STATE_INVALID' } as const
const TICKET = { purpose: 'ticket', schema: TicketSchema, refusal: 'TICKET_INVALID' } as const
