import * as v from 'valibot'
import { AppIdSchema, OpenIdSchema, UserIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { SessionIdSchema } from '../base/tokens.ts'
import type { SigningKey } from './signingKeys.ts'
import { readSigningKey } from './signingKeys.ts'
import type { TokenOptions } from './tokens.ts'
import { createTokens } from './tokens.ts'

/** Keys and tokens of each purpose, for the tests of tokens. */

const keyOf = (byte: number): SigningKey =>
  readSigningKey('KEY', new Secret(Buffer.alloc(32, byte).toString('base64url')))

/** 0, 1, 2 … 31. */
export const COUNTING = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

export const KEY = keyOf(1)
export const OTHER = keyOf(2)
export const ISSUER = 'https://id.example.com/gateway'
export const AUDIENCE = 'oneid'
export const OPTIONS: TokenOptions = { keys: [KEY], issuer: ISSUER, audience: AUDIENCE }
export const tokens = createTokens(OPTIONS)

/** 2026-11-20T00:00:00Z, in ms and in seconds. */
export const NOW = 1_795_132_800_000
export const SECOND = 1_795_132_800
export const LATER = NOW + 600_000

export const SESSION = v.parse(SessionIdSchema, `se-${'s'.repeat(32)}`)
export const ACCESS = { userId: v.parse(UserIdSchema, `u${'A'.repeat(22)}`), session: SESSION, app: 'shop' }
export const REFRESH = { session: SESSION, app: 'shop', generation: 3 }
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const JOURNEY = {
  state: '0123456789abcdef0123456789abcdef',
  app: 'news',
  redirect: 'https://www.example.com/login',
  challenge: CHALLENGE,
  consent: 'when-needed',
} as const
export const TICKET = {
  id: 'ticket-1',
  challenge: CHALLENGE,
  appid: v.parse(AppIdSchema, 'wx2f7a6c0d9e3b5184'),
  openid: v.parse(OpenIdSchema, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'),
  isNew: true,
}

export const access = (of = tokens) => of.issueAccess(ACCESS, NOW, LATER)
export const refresh = (of = tokens) => of.issueRefresh(REFRESH, NOW, LATER)
export const journey = (of = tokens) => of.sealJourney(JOURNEY, NOW, LATER)
export const ticket = (of = tokens) => of.sealTicket(TICKET, NOW, LATER)

export const readers = (of = tokens) =>
  ({
    access: (token: string, now = NOW) => of.readAccess(token, now),
    refresh: (token: string, now = NOW) => of.readRefresh(token, now),
    journey: (token: string, now = NOW) => of.openJourney(token, now),
    ticket: (token: string, now = NOW) => of.openTicket(token, VERIFIER, now),
  }) as const
export type Purpose = keyof ReturnType<typeof readers>
export const PURPOSES: readonly Purpose[] = ['access', 'refresh', 'journey', 'ticket']
export const makers = (of = tokens): Readonly<Record<Purpose, () => Promise<string>>> => ({
  access: () => access(of),
  refresh: () => refresh(of),
  journey: () => journey(of),
  ticket: () => ticket(of),
})

export const REFUSAL = {
  access: 'TOKEN_INVALID',
  refresh: 'TOKEN_INVALID',
  journey: 'STATE_INVALID',
  ticket: 'TICKET_INVALID',
} as const
export const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
export const partsOf = (token: string) => token.split('.')
export const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(partsOf(token)[0] ?? '', 'base64url').toString())
