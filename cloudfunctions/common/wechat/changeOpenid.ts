import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { AppId, OpenId } from '../base/ids.ts'
import { OpenIdSchema } from '../base/ids.ts'
import type { Secret } from '../base/secret.ts'
import { TOKEN_REFUSALS } from './accessToken.ts'
import { readAnswer } from './readAnswer.ts'
import type { Fetch } from './weChatApi.ts'
import { postToWeChat } from './weChatApi.ts'

/** openids in one call (page changeopenid, 2026-11). */
export const OPENIDS_PER_CHANGE = 100

/** Who somebody was in the old account, and is in the new one. */
export interface ChangedOpenId {
  readonly from: OpenId
  /** Absent if WeChat knows nobody of this openid in the old account. */
  readonly to?: OpenId
}

const PATH = '/cgi-bin/changeopenid'

/**
 * Page changeopenid, 2026-11: 63178 wrong from_appid, or the migration is not confirmed; -1, elsewhere "busy", comes
 * here until the migration is complete.
 */
const REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  ...TOKEN_REFUSALS,
  [63178, 'MIGRATION_NOT_READY'],
  [-1, 'MIGRATION_NOT_READY'],
])

const ResultSchema = v.union([
  v.object({ ori_openid: OpenIdSchema, err_msg: v.literal('ok'), new_openid: OpenIdSchema }),
  v.object({ ori_openid: OpenIdSchema, err_msg: v.pipe(v.string(), v.notValue('ok')) }),
])

const AnswerSchema = v.object({ result_list: v.array(ResultSchema) })

/**
 * Asks for the openids that followers of an official account have after its migration (账号迁移) to another: for 15 days
 * at most after the migration was approved, and not for people who did not follow the old account.
 * @param token access_token of the new account
 * @param fromAppid the old account. The page wants its original id (gh_…) and "not the appid"; what works is the appid
 * (public report 000aea3bf1cf708d3cc4e31186b000, 2026-03).
 * @param openids of the old account, at most OPENIDS_PER_CHANGE
 * @returns in the order of `openids`
 * @throws OneIdError MIGRATION_NOT_READY, WECHAT_TOKEN_REFUSED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED,
 * WECHAT_ADDRESS_REFUSED, WECHAT_APP_REFUSED; INTERNAL for too many
 */
export const changeOpenids = async ({
  token,
  fetch,
  fromAppid,
  openids,
}: {
  readonly token: Secret<string>
  readonly fetch: Fetch
  readonly fromAppid: AppId
  readonly openids: readonly OpenId[]
}): Promise<readonly ChangedOpenId[]> => {
  if (openids.length === 0) return []
  if (openids.length > OPENIDS_PER_CHANGE)
    throw new OneIdError('INTERNAL', `${PATH}: ${openids.length} openids, not ${OPENIDS_PER_CHANGE} at most`)
  const body = { from_appid: fromAppid, openid_list: openids }
  const { result_list } = readAnswer(
    { api: PATH, own: REFUSALS, schema: AnswerSchema, wanted: 'list of openids' },
    await postToWeChat(fetch, PATH, { access_token: token.reveal() }, body),
  )
  const told = new Map(result_list.map((result) => [result.ori_openid, result]))
  return openids.map((from) => {
    const result = told.get(from)
    if (result === undefined) throw new OneIdError('WECHAT_BUSY', `${PATH}: an openid is not in the answer`)
    return 'new_openid' in result ? { from, to: result.new_openid } : { from }
  })
}
