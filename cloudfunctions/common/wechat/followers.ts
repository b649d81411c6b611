import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import type { OpenId, UnionId } from '../base/ids.ts'
import { OpenIdSchema } from '../base/ids.ts'
import type { Secret } from '../base/secret.ts'
import { TOKEN_REFUSALS } from './accessToken.ts'
import { GivenUnionIdSchema } from './givenUnionId.ts'
import { readAnswer, refusalNumberIn } from './readAnswer.ts'
import type { Fetch } from './weChatApi.ts'
import { askWeChat, postToWeChat } from './weChatApi.ts'

/** People in one batchget (page batchUserInfo, 2026-11). */
export const FOLLOWERS_PER_BATCH = 100

/** Somebody and an official account. */
export interface Follower {
  readonly openid: OpenId
  readonly follows: boolean
  /** Only of a follower, and not always: batchget leaves it out now and then (public report, 2022-06). */
  readonly unionid?: UnionId
}

/** Up to 10,000 followers, in the order in which they came (page getFans, 2026-11). */
export interface FollowerPage {
  readonly openids: readonly OpenId[]
  /** Of all pages. */
  readonly total: number
  /** Where the next page goes on; absent on the last. */
  readonly next?: OpenId
}

/** What every call on behalf of an official account needs. */
interface AsAccount {
  /** access_token of the account */
  readonly token: Secret<string>
  readonly fetch: Fetch
}

const PAGE = '/cgi-bin/user/get'
const BATCH = '/cgi-bin/user/info/batchget'
const ONE = '/cgi-bin/user/info'

/** An openid that this account does not know, or does not know any more (page of global return codes, 2026-11). */
const INVALID_OPENID = 40003

const people = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const PageSchema = v.pipe(
  v.object({
    total: people,
    count: people,
    // Left out when the page is empty.
    data: v.optional(v.object({ openid: v.array(OpenIdSchema) }), { openid: [] }),
    next_openid: v.optional(v.union([v.literal(''), OpenIdSchema]), ''),
  }),
  v.check((page) => page.count === 0 || page.data.openid.length > 0),
)

/**
 * Reads one page of the followers of an official account.
 * @param next where the page before said to go on; absent for the first page
 * @returns `gone` if nobody can go on from there: assumption: who has unfollowed since is refused with 40003. The list
 * has to be begun again.
 * @throws OneIdError WECHAT_TOKEN_REFUSED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED, WECHAT_ADDRESS_REFUSED,
 * WECHAT_APP_REFUSED
 */
export const readFollowerPage = async ({
  token,
  fetch,
  next,
}: AsAccount & { readonly next?: OpenId }): Promise<FollowerPage | 'gone'> => {
  const from = next === undefined ? {} : { next_openid: next }
  const answer = await askWeChat(fetch, PAGE, { access_token: token.reveal(), ...from })
  if (next !== undefined && refusalNumberIn(answer) === INVALID_OPENID) return 'gone'
  const { total, count, data, next_openid } = readAnswer(
    { api: PAGE, own: TOKEN_REFUSALS, schema: PageSchema, wanted: 'page of followers' },
    answer,
  )
  const isLast = next_openid === '' || count === 0
  return { openids: data.openid, total, ...(!isLast && { next: next_openid }) }
}

/** `subscribe: 0` comes without further fields; what an old report saw beside it is not believed (2026-11). */
const FollowerSchema = v.pipe(
  v.object({ openid: OpenIdSchema, subscribe: v.picklist([0, 1]), unionid: GivenUnionIdSchema }),
  v.transform(({ openid, subscribe, unionid }): Follower => {
    const follows = subscribe === 1
    return { openid, follows, ...(follows && unionid !== undefined && { unionid }) }
  }),
)

const BatchSchema = v.object({ user_info_list: v.array(FollowerSchema) })

/**
 * Looks at up to FOLLOWERS_PER_BATCH people at once; who was not asked for is not in the result.
 * @returns in the order of `openids`; `mixed` if somebody of them is no follower, so that they have to be asked for one
 * by one: "must be the openid of a follower" (page batchUserInfo, 2026-11); 40003 does not say whose.
 * @throws OneIdError as readFollowerPage; INTERNAL for too many
 */
export const readFollowers = async ({
  token,
  fetch,
  openids,
}: AsAccount & { readonly openids: readonly OpenId[] }): Promise<readonly Follower[] | 'mixed'> => {
  if (openids.length === 0) return []
  if (openids.length > FOLLOWERS_PER_BATCH)
    throw new OneIdError('INTERNAL', `${BATCH}: ${openids.length} people, not ${FOLLOWERS_PER_BATCH} at most`)
  const body = { user_list: openids.map((openid) => ({ openid })) }
  const answer = await postToWeChat(fetch, BATCH, { access_token: token.reveal() }, body)
  if (refusalNumberIn(answer) === INVALID_OPENID) return 'mixed'
  const { user_info_list } = readAnswer(
    { api: BATCH, own: TOKEN_REFUSALS, schema: BatchSchema, wanted: 'list of followers' },
    answer,
  )
  const told = new Map(user_info_list.map((follower) => [follower.openid, follower]))
  return openids.map((openid) => {
    const follower = told.get(openid)
    if (follower === undefined) throw new OneIdError('WECHAT_BUSY', `${BATCH}: somebody is not in the answer`)
    return follower
  })
}

/**
 * Looks at one person. Who is unknown to the account (40003) does not follow it.
 * @throws OneIdError as readFollowerPage
 */
export const readFollower = async ({
  token,
  fetch,
  openid,
}: AsAccount & { readonly openid: OpenId }): Promise<Follower> => {
  const answer = await askWeChat(fetch, ONE, { access_token: token.reveal(), openid })
  if (refusalNumberIn(answer) === INVALID_OPENID) return { openid, follows: false }
  const follower = readAnswer(
    { api: ONE, own: TOKEN_REFUSALS, schema: FollowerSchema, wanted: 'follower' },
    answer,
  )
  if (follower.openid !== openid)
    throw new OneIdError('WECHAT_BUSY', `${ONE}: the answer is of somebody else`)
  return follower
}
