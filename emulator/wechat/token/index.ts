import * as v from 'valibot'
import { authenticateApp } from '../credential.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { TOKEN_LIMITS } from './limits.ts'

const TokenSchema = v.object({
  token: v.string(),
  appid: v.string(),
  /** The two APIs know nothing of each other's tokens. */
  kind: v.picklist(['plain', 'stable']),
  issuedAt: v.number(),
  /** Real end: earlier than issuedAt + lifetime when it was replaced. */
  expiresAt: v.number(),
})
type Token = v.InferOutput<typeof TokenSchema>

/** Times at which an app forced a new stable token. */
const ForcedSchema = v.object({ at: v.array(v.number()) })

export interface Tokens {
  readonly doors: readonly ApiDoor[]
  /**
   * The app that a request's `access_token` speaks for.
   * @throws WeChatRefusal 41001 missing, 42001 expired, 40001 unknown or replaced
   */
  readonly appidOf: (token: string | undefined) => string
}

const DAY_MS = 86_400_000
const MARK = 'LOCAL_'

/** `cgi-bin/token` and `cgi-bin/stable_token`. Every token begins with `LOCAL_`: no real server would take it. */
export const createTokens = (parts: WeChatParts): Tokens => {
  const { world, now, tables, random } = parts
  const tokens = tables.open('accessTokens', TokenSchema)
  const forced = tables.open('forcedTokens', ForcedSchema)

  const current = (appid: string, kind: Token['kind']): Token | undefined =>
    tokens.list().findLast((one) => one.appid === appid && one.kind === kind)

  const issue = (appid: string, kind: Token['kind'], overlapMs: number): Token => {
    const replaced = current(appid, kind)
    if (replaced !== undefined) {
      tokens.put(replaced.token, { ...replaced, expiresAt: Math.min(replaced.expiresAt, now() + overlapMs) })
    }
    for (const old of tokens.list()) if (old.expiresAt + DAY_MS < now()) tokens.remove(old.token)
    const token = `${MARK}${random(64)}`
    const made: Token = { token, appid, kind, issuedAt: now(), expiresAt: now() + TOKEN_LIMITS.LIFETIME_MS }
    tokens.put(token, made)
    return made
  }

  const reply = ({ token, expiresAt }: Token) => ({
    access_token: token,
    expires_in: Math.floor((expiresAt - now()) / 1_000),
  })

  const stable = (appid: string): Token => {
    const present = current(appid, 'stable')
    const fresh = present !== undefined && present.expiresAt - now() > TOKEN_LIMITS.STABLE_RENEWAL_MS
    return fresh ? present : issue(appid, 'stable', TOKEN_LIMITS.OVERLAP_MS)
  }

  const force = (appid: string): Token => {
    const before = (forced.get(appid)?.at ?? []).filter((at) => now() - at < DAY_MS)
    const last = before.at(-1)
    if (last !== undefined && now() - last < TOKEN_LIMITS.FORCED_APART_MS) throw REFUSALS.tooOften()
    if (before.length >= TOKEN_LIMITS.FORCED_PER_DAY) throw REFUSALS.dailyQuota()
    forced.put(appid, { at: [...before, now()] })
    return issue(appid, 'stable', 0)
  }

  const plainDoor: ApiDoor = {
    method: 'GET',
    path: '/cgi-bin/token',
    answer: ({ query }) => {
      if (query['grant_type'] !== 'client_credential') throw REFUSALS.invalidGrantType()
      const { appid } = authenticateApp(world, query['appid'], query['secret'])
      return reply(issue(appid, 'plain', TOKEN_LIMITS.OVERLAP_MS))
    },
  }

  const StableBody = v.looseObject({
    grant_type: v.optional(v.unknown()),
    appid: v.optional(v.unknown()),
    secret: v.optional(v.unknown()),
    force_refresh: v.optional(v.boolean(), false),
  })
  const stableDoor: ApiDoor = {
    method: 'POST',
    path: '/cgi-bin/stable_token',
    perMinute: TOKEN_LIMITS.STABLE_PER_MINUTE,
    answer: ({ body }) => {
      const parsed = v.safeParse(StableBody, body)
      if (!parsed.success) throw REFUSALS.unreadableBody()
      const { grant_type, appid, secret, force_refresh } = parsed.output
      if (grant_type !== 'client_credential') throw REFUSALS.invalidGrantType()
      const app = authenticateApp(world, appid, secret)
      return reply(force_refresh ? force(app.appid) : stable(app.appid))
    },
  }

  return {
    doors: [plainDoor, stableDoor],
    appidOf: (token) => {
      if (token === undefined || token === '') throw REFUSALS.missingAccessToken()
      const found = tokens.get(token)
      if (found === undefined) throw REFUSALS.invalidCredential()
      if (found.expiresAt > now()) return found.appid
      // One that has run out by itself is expired; one that was replaced is not the latest.
      throw found.expiresAt === found.issuedAt + TOKEN_LIMITS.LIFETIME_MS
        ? REFUSALS.accessTokenExpired()
        : REFUSALS.invalidCredential()
    },
  }
}
