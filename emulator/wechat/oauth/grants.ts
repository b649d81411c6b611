import * as v from 'valibot'
import type { IssuedCode } from '../codes/index.ts'
import type { WorldApp } from '../definition.ts'
import type { WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { openidOf } from '../ids.ts'
import { OAUTH_REFUSALS } from './errors.ts'
import { OAUTH_LIMITS } from './limits.ts'

const GrantSchema = v.object({
  refreshToken: v.string(),
  refreshUntil: v.number(),
  accessToken: v.string(),
  accessUntil: v.number(),
  appid: v.string(),
  openid: v.string(),
  /** Of a snapshot page: an id that no person of the world has. */
  personId: v.string(),
  scope: v.string(),
  snapshot: v.boolean(),
})

/** Every access token that a grant has had. */
const AccessSchema = v.object({ accessToken: v.string(), refreshToken: v.string() })

/** What somebody allowed an app, with the tokens that stand for it. */
export type Grant = v.InferOutput<typeof GrantSchema>

export interface Grants {
  readonly issue: (app: WorldApp, code: IssuedCode) => Grant
  /** @throws WeChatRefusal 40030 unknown or of another app, 42002 expired */
  readonly refresh: (appid: string, refreshToken: string) => Grant
  /** What an access token of a person stands for. @throws WeChatRefusal 41001, 40014, 42001, 41009, 40003 */
  readonly of: (accessToken: string | undefined, openid: string | undefined) => Grant
  readonly list: () => readonly Grant[]
}

const DAY_MS = 86_400_000
/** No real server takes such a token. */
const MARK = 'LOCAL_'

export const openGrants = ({ tables, now, random }: WeChatParts): Grants => {
  const grants = tables.open('oauthGrants', GrantSchema)
  const access = tables.open('oauthAccess', AccessSchema)

  const freshAccess = () => ({
    accessToken: `${MARK}${random(48)}`,
    accessUntil: now() + OAUTH_LIMITS.ACCESS_LIFETIME_MS,
  })
  const put = (grant: Grant): Grant => {
    grants.put(grant.refreshToken, grant)
    const { accessToken, refreshToken } = grant
    access.put(accessToken, { accessToken, refreshToken })
    return grant
  }
  const forgetOld = (): void => {
    for (const { refreshToken, refreshUntil } of grants.list()) {
      if (refreshUntil + DAY_MS < now()) grants.remove(refreshToken)
    }
    for (const { accessToken, refreshToken } of access.list()) {
      if (grants.get(refreshToken) === undefined) access.remove(accessToken)
    }
  }

  return {
    issue: (app, { personId, scope, snapshot }) => {
      forgetOld()
      const lifetime =
        app.kind === 'mobile-app' ? OAUTH_LIMITS.MOBILE_REFRESH_LIFETIME_MS : OAUTH_LIMITS.REFRESH_LIFETIME_MS
      const { appid } = app
      const openid = openidOf(appid, personId)
      const refresh = { refreshToken: `${MARK}${random(48)}`, refreshUntil: now() + lifetime }
      return put({ ...refresh, ...freshAccess(), appid, openid, personId, scope, snapshot })
    },
    refresh: (appid, refreshToken) => {
      const grant = grants.get(refreshToken)
      if (grant?.appid !== appid) throw OAUTH_REFUSALS.invalidRefreshToken()
      if (grant.refreshUntil <= now()) throw OAUTH_REFUSALS.refreshTokenExpired()
      // One that has not run out stays and lives longer, one that has is replaced (website login guide, 2026-11).
      const alive = grant.accessUntil > now() ? { accessToken: grant.accessToken } : {}
      return put({ ...grant, ...freshAccess(), ...alive })
    },
    of: (accessToken = '', openid = '') => {
      if (accessToken === '') throw REFUSALS.missingAccessToken()
      const grant = grants.get(access.get(accessToken)?.refreshToken ?? '')
      if (grant === undefined) throw REFUSALS.invalidAccessToken()
      if (grant.accessToken !== accessToken || grant.accessUntil <= now()) throw REFUSALS.accessTokenExpired()
      if (openid === '') throw REFUSALS.missingOpenid()
      if (grant.openid !== openid) throw REFUSALS.invalidOpenid()
      return grant
    },
    list: () => grants.list(),
  }
}
