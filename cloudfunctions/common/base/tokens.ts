import * as v from 'valibot'
import { AppIdSchema, OpenIdSchema, UserIdSchema } from './ids.ts'

/** One session of an HTTP client; every refresh token that follows from one sign-in belongs to it. */
export const SessionIdSchema = v.pipe(v.string(), v.regex(/^se-[A-Za-z0-9_-]{32}$/), v.brand('SessionId'))
export type SessionId = v.InferOutput<typeof SessionIdSchema>

/** What an access token says. */
export const AccessClaimsSchema = v.object({
  userId: UserIdSchema,
  session: SessionIdSchema,
  /** Alias of the app that the person signed in to. */
  app: v.string(),
})
export type AccessClaims = v.InferOutput<typeof AccessClaimsSchema>

/** What a refresh token says: the n-th of its session. */
export const RefreshClaimsSchema = v.object({
  session: SessionIdSchema,
  app: v.string(),
  generation: v.number(),
})
export type RefreshClaims = v.InferOutput<typeof RefreshClaimsSchema>

/** A sign-in by web page on its way through WeChat: kept by the browser that began it, sealed. */
export const JourneySchema = v.object({
  state: v.string(),
  app: v.string(),
  redirect: v.string(),
  challenge: v.string(),
  /** Whether the person may be asked for consent, if the unionid is missing. */
  consent: v.picklist(['when-needed', 'never']),
  /** After the silent step: who it was. The second step must bring the same person. */
  openid: v.optional(OpenIdSchema),
})
export type Journey = v.InferOutput<typeof JourneySchema>

/** A sign-in by web page that has come to its end: whoever began it exchanges the ticket for a session. */
export const TicketSchema = v.object({
  /** Names the ticket. */
  id: v.string(),
  challenge: v.string(),
  appid: AppIdSchema,
  openid: OpenIdSchema,
  isNew: v.boolean(),
})
export type Ticket = v.InferOutput<typeof TicketSchema>

/**
 * Our own tokens. Each says what it is for, and is good for that alone. All instants are ms since 1970; what is
 * issued at the same instant with the same content may or may not be the same text, except for refresh tokens.
 */
export interface Tokens {
  readonly issueAccess: (claims: AccessClaims, now: number, expires: number) => Promise<string>
  /** @throws OneIdError TOKEN_INVALID, TOKEN_EXPIRED */
  readonly readAccess: (token: string, now: number) => Promise<AccessClaims>
  /** The same content and instants give the same text: a client that missed the answer gets it once more. */
  readonly issueRefresh: (claims: RefreshClaims, now: number, expires: number) => Promise<string>
  /** @throws OneIdError TOKEN_INVALID, TOKEN_EXPIRED */
  readonly readRefresh: (token: string, now: number) => Promise<RefreshClaims>
  readonly sealJourney: (journey: Journey, now: number, expires: number) => Promise<string>
  /** @throws OneIdError STATE_INVALID */
  readonly openJourney: (sealed: string, now: number) => Promise<Journey>
  readonly sealTicket: (ticket: Ticket, now: number, expires: number) => Promise<string>
  /** @throws OneIdError TICKET_INVALID, also if its challenge is not the SHA-256 of the verifier (RFC 7636, S256) */
  readonly openTicket: (sealed: string, verifier: string, now: number) => Promise<Ticket>
  /** Public keys with which everybody can verify access tokens (RFC 7517). */
  readonly keySet: () => { readonly keys: readonly Readonly<Record<string, unknown>>[] }
}
