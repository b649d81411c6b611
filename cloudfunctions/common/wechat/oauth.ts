import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { AppId, OpenId, UnionId } from '../base/ids.ts'
import { OpenIdSchema } from '../base/ids.ts'
import type { Secret } from '../base/secret.ts'
import { AccessTokenSchema, TOKEN_REFUSALS } from './accessToken.ts'
import { GivenUnionIdSchema } from './givenUnionId.ts'
import { readAnswer } from './readAnswer.ts'
import type { Fetch } from './weChatApi.ts'
import { askWeChat } from './weChatApi.ts'
import { checkCode } from './weChatNumbers.ts'

/** What somebody allowed an official account, a website or a mobile app (网页授权). */
export interface OAuthGrant {
  readonly openid: OpenId
  /** Not with scope snsapi_base (web authorisation guide, 2026-11). */
  readonly unionid?: UnionId
  readonly scope: readonly string[]
  /** Of this person, for readUserInfo; no API of the app takes it. */
  readonly accessToken: Secret<string>
  /** The page was opened as a snapshot (快照页): openid and unionid are of a person who does not exist. */
  readonly snapshot: boolean
}

const EXCHANGE = '/sns/oauth2/access_token'
const USER_INFO = '/sns/userinfo'

/** Pages snsAccessToken and global return codes, 2026-11; 42003 is a code that has expired. */
const CODE_REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  [40029, 'CODE_INVALID'],
  [42003, 'CODE_INVALID'],
  [40163, 'CODE_USED'],
])

const GrantSchema = v.object({
  access_token: AccessTokenSchema,
  openid: OpenIdSchema,
  scope: v.pipe(
    v.string(),
    v.transform((text) => text.split(',').filter((name) => name !== '')),
  ),
  unionid: GivenUnionIdSchema,
  // Whatever is neither of these may mean a snapshot, whose person must not become an account.
  is_snapshotuser: v.optional(v.picklist([0, 1]), 0),
})

/**
 * Exchanges the code with which WeChat sent somebody back. A code works once, so the exchange is never repeated: after
 * a time-out nobody knows whether it was used up.
 * @param secret AppSecret of that app
 * @throws OneIdError INPUT_INVALID, CODE_INVALID, CODE_USED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED,
 * WECHAT_ADDRESS_REFUSED, WECHAT_APP_REFUSED
 */
export const exchangeOAuthCode = async ({
  appid,
  secret,
  code,
  fetch,
}: {
  readonly appid: AppId
  readonly secret: Secret<string>
  readonly code: string
  readonly fetch: Fetch
}): Promise<OAuthGrant> => {
  checkCode(code)
  const query = { appid, secret: secret.reveal(), code, grant_type: 'authorization_code' }
  const { openid, unionid, scope, access_token, is_snapshotuser } = readAnswer(
    { api: EXCHANGE, own: CODE_REFUSALS, schema: GrantSchema, wanted: 'grant' },
    await askWeChat(fetch, EXCHANGE, query),
  )
  const snapshot = is_snapshotuser === 1
  return { openid, ...(unionid !== undefined && { unionid }), scope, accessToken: access_token, snapshot }
}

const PersonSchema = v.object({ openid: OpenIdSchema, unionid: GivenUnionIdSchema })

/**
 * Asks for the unionid of somebody who agreed to snsapi_userinfo or snsapi_login. Name and picture come with it and are
 * not read: nothing of them is kept.
 * @param accessToken of the grant of this person
 * @throws OneIdError WECHAT_TOKEN_REFUSED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED, WECHAT_ADDRESS_REFUSED;
 * WECHAT_APP_REFUSED also for an openid of somebody else (40003) and a scope that does not allow it (48001)
 */
export const readUserInfo = async ({
  accessToken,
  openid,
  fetch,
}: {
  readonly accessToken: Secret<string>
  readonly openid: OpenId
  readonly fetch: Fetch
}): Promise<{ readonly unionid?: UnionId }> => {
  const query = { access_token: accessToken.reveal(), openid, lang: 'zh_CN' }
  const person = readAnswer(
    { api: USER_INFO, own: TOKEN_REFUSALS, schema: PersonSchema, wanted: 'person' },
    await askWeChat(fetch, USER_INFO, query),
  )
  if (person.openid !== openid)
    throw new OneIdError('WECHAT_BUSY', `${USER_INFO}: the answer is of somebody else`)
  return person.unionid === undefined ? {} : { unionid: person.unionid }
}

const PAGES = {
  'official-account': 'https://open.weixin.qq.com/connect/oauth2/authorize',
  website: 'https://open.weixin.qq.com/connect/qrconnect',
} as const

/**
 * The page of WeChat to which a browser is sent to sign in. The parameters stand in the order of the guides, which older
 * ones say WeChat checks, and the fragment is part of the address (web authorisation and website login guides, 2026-11).
 * @param redirectUri on the domain that is set for the app; WeChat adds `code` and `state` to it
 * @param scope snsapi_base or snsapi_userinfo, of a website snsapi_login
 * @param state letters and digits, at most 128
 */
export const authorizeAddress = ({
  kind,
  appid,
  redirectUri,
  scope,
  state,
}: {
  readonly kind: keyof typeof PAGES
  readonly appid: AppId
  readonly redirectUri: string
  readonly scope: string
  readonly state: string
}): string => {
  const parameters: readonly (readonly [name: string, value: string])[] = [
    ['appid', appid],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', scope],
    ['state', state],
  ]
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${PAGES[kind]}?${query}#wechat_redirect`
}
