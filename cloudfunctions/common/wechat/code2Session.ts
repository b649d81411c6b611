import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import type { AppId, OpenId, UnionId } from '../base/ids.ts'
import { OpenIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { GivenUnionIdSchema } from './givenUnionId.ts'
import { readAnswer } from './readAnswer.ts'
import type { Fetch } from './weChatApi.ts'
import { askWeChat } from './weChatApi.ts'
import { checkCode } from './weChatNumbers.ts'

/** Who a login code stands for. The session_key opens this person's data, so it is used and forgotten. */
export interface Session {
  readonly openid: OpenId
  readonly unionid?: UnionId
  readonly sessionKey: Secret<string>
}

const PATH = '/sns/jscode2session'

/** Page code2Session, 2026-11; 40163 is not on it, but is what servers answer. */
const REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  [40029, 'CODE_INVALID'],
  [40163, 'CODE_USED'],
  [40226, 'WECHAT_BLOCKED_PERSON'],
])

const AnswerSchema = v.object({
  openid: OpenIdSchema,
  session_key: v.pipe(v.string(), v.nonEmpty()),
  unionid: GivenUnionIdSchema,
})

const readSession = (answer: unknown): Session => {
  const { openid, session_key, unionid } = readAnswer(
    { api: PATH, own: REFUSALS, schema: AnswerSchema, wanted: 'session' },
    answer,
  )
  return { openid, sessionKey: new Secret(session_key), ...(unionid !== undefined && { unionid }) }
}

/**
 * Exchanges the code of `wx.login` at WeChat. A code works once, so the exchange is never repeated: after a time-out
 * nobody knows whether it was used up.
 * @param secret AppSecret of that app
 * @throws OneIdError INPUT_INVALID, CODE_INVALID, CODE_USED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED,
 * WECHAT_ADDRESS_REFUSED, WECHAT_BLOCKED_PERSON, WECHAT_APP_REFUSED
 */
export const exchangeCode = async ({
  appid,
  secret,
  code,
  fetch,
}: {
  readonly appid: AppId
  readonly secret: Secret<string>
  readonly code: string
  readonly fetch: Fetch
}): Promise<Session> => {
  checkCode(code)
  return readSession(
    await askWeChat(fetch, PATH, {
      appid,
      secret: secret.reveal(),
      js_code: code,
      grant_type: 'authorization_code',
    }),
  )
}
