import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import type { AppId } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { readAnswer } from './readAnswer.ts'
import type { Fetch } from './weChatApi.ts'
import { postToWeChat } from './weChatApi.ts'

/** What an app shows to the APIs of WeChat, for as long as WeChat said. */
export interface AccessToken {
  readonly token: Secret<string>
  /** From the answer on, in milliseconds. */
  readonly lifetimeMs: number
}

/**
 * What numbers mean to every API that takes an access_token (page of global return codes, 2026-11): wrong or not the
 * latest, invalid, expired. A newer token may help, once.
 */
export const TOKEN_REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  [40001, 'WECHAT_TOKEN_REFUSED'],
  [40014, 'WECHAT_TOKEN_REFUSED'],
  [42001, 'WECHAT_TOKEN_REFUSED'],
])

/** "Keep room for at least 512 characters" (page getStableAccessToken, 2026-11); the bound keeps junk out. */
export const AccessTokenSchema = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(2_048),
  v.transform((text) => new Secret(text)),
)

const PATH = '/cgi-bin/stable_token'

/** Of these numbers 40001 says here that the AppSecret is wrong: a matter of the app, not of a token. */
const REFUSALS: ReadonlyMap<number, ErrorCode> = new Map()

const AnswerSchema = v.object({
  access_token: AccessTokenSchema,
  /** Seconds. */
  expires_in: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})

/**
 * Fetches the access_token of an app. In the normal mode WeChat answers the same token until five minutes before its
 * end, then a new one, and for these five minutes takes both: who asks twice takes nothing away from anybody. With
 * force_refresh the token of every other program dies, so it is never sent (page getStableAccessToken, 2026-11).
 * @param secret AppSecret of that app
 * @throws OneIdError WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED, WECHAT_ADDRESS_REFUSED, WECHAT_APP_REFUSED
 */
export const fetchStableToken = async ({
  appid,
  secret,
  fetch,
}: {
  readonly appid: AppId
  readonly secret: Secret<string>
  readonly fetch: Fetch
}): Promise<AccessToken> => {
  const body = { grant_type: 'client_credential', appid, secret: secret.reveal() }
  const answer = await postToWeChat(fetch, PATH, {}, body)
  const { access_token, expires_in } = readAnswer(
    { api: PATH, own: REFUSALS, schema: AnswerSchema, wanted: 'token' },
    answer,
  )
  return { token: access_token, lifetimeMs: expires_in * 1_000 }
}
