import * as v from 'valibot'
import { EnvironmentNameSchema } from './apps.ts'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** A page without its query: of the web, or of a developer's own machine. */
const isPage = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username, password, href } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
  const isBare = [search, hash, username, password].every((part) => part === '')
  return isSafe && isBare && href === text
}

/** What an API key may do. */
export const SCOPES = [
  /** Which user an openid or a unionid belongs to. */
  'resolve',
  /** The openids and unionids of a user, as they are. */
  'reveal',
  /** Legacy users, followers and migrated accounts. */
  'import',
] as const
export type Scope = (typeof SCOPES)[number]

const ClientSchema = v.strictObject({
  /** Shown in the audit. */
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  /** Environment variable with the fingerprint of the key, as `npm run admin -- key` prints it. */
  key: EnvironmentNameSchema,
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1)),
})
export type ApiClient = v.InferOutput<typeof ClientSchema>

/** The HTTP door: sessions, pages of official accounts and websites, pushes, the company's own servers. */
export const GatewaySchema = v.strictObject({
  /** Whom access tokens are for: the name under which your servers expect them. */
  audience: v.optional(v.pipe(v.string(), v.regex(/^[\w.:/-]{1,100}$/)), 'oneid'),
  /**
   * Environment variables with a signing key each, as `npm run admin -- signing-key` prints it. The first one signs; all are
   * believed. A new key goes to the front, and the old one leaves when its refresh tokens have expired.
   */
  signingKeys: v.optional(v.pipe(v.array(EnvironmentNameSchema), v.minLength(1)), ['ONEID_SIGNING_KEY']),
  /** Pages to which a sign-in may return, exactly as written here; any query may follow. Their scripts may call `gateway`. */
  redirects: v.optional(
    v.array(
      v.pipe(v.string(), v.check(isPage, 'is an https address without query (http only on this machine)')),
    ),
    [],
  ),
  /** The company's own servers. */
  clients: v.optional(v.array(ClientSchema), []),
  /** An access token that was stolen, or belongs to a session that was ended, is good for so long at your own servers. */
  accessMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 10),
  /** A session that nobody refreshes ends after so many days. */
  refreshDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(180)), 30),
})
export type Gateway = v.InferOutput<typeof GatewaySchema>

/** What contradicts itself; undefined if nothing does. */
export const clientProblem = ({ clients }: Gateway): string | undefined => {
  const twice = clients.findIndex(({ name }, at) => clients.slice(0, at).some((other) => other.name === name))
  return twice === -1 ? undefined : `gateway.clients[${twice}].name ${clients[twice]?.name} is listed twice`
}

const perMinute = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))

/**
 * Calls in a minute that one instance of a function lets through, each path counted by itself; as many at once, and then
 * as they come back. What costs money or much work counts as several.
 */
export const LimitsSchema = v.strictObject({
  /** Of one person in one app. */
  person: v.optional(perMinute, 120),
  /** From one address, before it is known who is calling: a whole office may share one. */
  address: v.optional(perMinute, 600),
  /** With one API key. */
  key: v.optional(perMinute, 6_000),
})
export type Limits = v.InferOutput<typeof LimitsSchema>
