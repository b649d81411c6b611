import type { CodeKind, Codes } from '../codes/index.ts'
import { authenticateApp } from '../credential.ts'
import type { WorldApp } from '../definition.ts'
import type { ApiDoor } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import type { World } from '../world.ts'
import { OAUTH_REFUSALS } from './errors.ts'
import type { Grant, Grants } from './grants.ts'
import { OAUTH_LIMITS } from './limits.ts'

/** Codes that an app of this kind may exchange; a mini-program has sns/jscode2session instead. */
const CODE_KINDS: Readonly<Record<WorldApp['kind'], readonly CodeKind[]>> = {
  'mini-program': [],
  'official-account': ['oauth'],
  website: ['website'],
  'mobile-app': ['mobile'],
}

/** What the person agreed to; a silent authorisation agrees to nothing. */
const isAgreed = ({ scope }: Grant): boolean => scope === 'snsapi_userinfo' || scope === 'snsapi_login'

/** The people of a snapshot page have a name and nothing else. Assumption: the name that anonymous users have. */
const VIRTUAL_NAME = '微信用户'

/** The four doors of user authorisation: `/sns/oauth2/access_token`, `/sns/oauth2/refresh_token`, userinfo and auth. */
export const oauthDoors = (world: World, codes: Codes, grants: Grants): readonly ApiDoor[] => {
  const unionidOf = ({ appid, personId }: Grant): { unionid?: string } => {
    const unionid = world.unionid(world.app(appid), personId)
    return unionid === undefined ? {} : { unionid }
  }
  const tokensOf = (grant: Grant) => ({
    access_token: grant.accessToken,
    expires_in: OAUTH_LIMITS.ACCESS_LIFETIME_MS / 1_000,
    refresh_token: grant.refreshToken,
    openid: grant.openid,
    scope: grant.scope,
  })
  /** A mini-program is not in the table of who may call (pages snsRefreshToken, snsAuth). Assumption: the number. */
  const refuseMiniProgram = ({ kind }: WorldApp): void => {
    if (kind === 'mini-program') throw REFUSALS.notAuthorised()
  }

  const exchange: ApiDoor = {
    method: 'GET',
    path: '/sns/oauth2/access_token',
    perMinute: OAUTH_LIMITS.PER_MINUTE,
    answer: ({ query }) => {
      const app = authenticateApp(world, query['appid'], query['secret'])
      const code = query['code'] ?? ''
      if (code === '') throw REFUSALS.missingCode()
      if (query['grant_type'] !== 'authorization_code') throw REFUSALS.invalidGrantType()
      refuseMiniProgram(app)
      const grant = grants.issue(app, codes.redeem(CODE_KINDS[app.kind], app.appid, code))
      return {
        ...tokensOf(grant),
        ...(grant.snapshot && { is_snapshotuser: 1 }),
        ...(isAgreed(grant) && unionidOf(grant)),
      }
    },
  }

  const refresh: ApiDoor = {
    method: 'GET',
    path: '/sns/oauth2/refresh_token',
    perMinute: OAUTH_LIMITS.PER_MINUTE,
    answer: ({ query }) => {
      const { appid = '', refresh_token: token = '' } = query
      if (appid === '') throw REFUSALS.missingAppid()
      if (query['grant_type'] !== 'refresh_token') throw REFUSALS.invalidGrantType()
      if (token === '') throw OAUTH_REFUSALS.missingRefreshToken()
      const app = world.apps.find((one) => one.appid === appid)
      if (app === undefined) throw REFUSALS.invalidAppid()
      refuseMiniProgram(app)
      return tokensOf(grants.refresh(appid, token))
    },
  }

  const userinfo: ApiDoor = {
    method: 'GET',
    path: '/sns/userinfo',
    answer: ({ query }) => {
      const grant = grants.of(query['access_token'], query['openid'])
      // Public report 0006eec7030d28b7656ea683e55400: 48001, and the first question is whether it was snsapi_base.
      if (!isAgreed(grant)) throw REFUSALS.notAuthorised()
      return {
        openid: grant.openid,
        nickname: grant.snapshot ? VIRTUAL_NAME : world.person(grant.personId).name,
        // Not given since 2021-10-20.
        sex: 0,
        province: '',
        city: '',
        country: '',
        // Empty for somebody without a picture.
        headimgurl: '',
        privilege: [],
        ...unionidOf(grant),
      }
    },
  }

  const auth: ApiDoor = {
    method: 'GET',
    path: '/sns/auth',
    answer: ({ query }) => {
      grants.of(query['access_token'], query['openid'])
      return { errcode: 0, errmsg: 'ok' }
    },
  }

  return [exchange, refresh, userinfo, auth]
}
