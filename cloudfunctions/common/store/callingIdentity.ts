import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { AppIdSchema, OpenIdSchema } from '../base/ids.ts'
import { identityId } from './documentIds.ts'

const ContextSchema = v.object({
  /** The chain of callers, first caller first: only a mini-program, or WeChat DevTools, puts a person at its head. */
  SOURCE: v.pipe(v.string(), v.regex(/^wx_(?:client|devtools)(?:,scf)*$/)),
  OPENID: v.optional(v.unknown()),
  APPID: v.optional(v.unknown()),
  FROM_OPENID: v.optional(v.unknown()),
  FROM_APPID: v.optional(v.unknown()),
  FROM_UNIONID: v.optional(v.unknown()),
})

const IdsSchema = v.object({ appid: AppIdSchema, openid: OpenIdSchema })

/** A variable that is set to nothing is not set: the SDK shows it as an empty text. */
const isAbsent = (value: unknown): boolean => value === undefined || value === ''

/**
 * Document id of the identity that is calling. If any FROM_* field is there, an app of another account is calling, with
 * which the environment is shared, and FROM_OPENID and FROM_APPID are the person; OPENID and APPID never complete them
 * (Cloud.getWXContext reference, 2026-11). It agrees with the routes, which business functions do not copy.
 * @param context what `cloud.getWXContext()` returned at the start of the invocation
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE
 */
export const callingIdentity = (context: unknown): string => {
  const read = v.safeParse(ContextSchema, context)
  if (!read.success) throw new OneIdError('NO_WECHAT_IDENTITY', 'SOURCE is not a mini-program’s')
  const { OPENID, APPID, FROM_OPENID, FROM_APPID, FROM_UNIONID } = read.output
  const isShared = ![FROM_OPENID, FROM_APPID, FROM_UNIONID].every(isAbsent)
  const given = isShared ? { appid: FROM_APPID, openid: FROM_OPENID } : { appid: APPID, openid: OPENID }
  if (isAbsent(given.appid) || isAbsent(given.openid))
    throw new OneIdError('NO_WECHAT_IDENTITY', 'no openid or no appid')
  const ids = v.safeParse(IdsSchema, given)
  if (!ids.success) throw new OneIdError('WECHAT_CONTEXT_UNREADABLE', 'openid or appid is not an id')
  return identityId(ids.output.appid, ids.output.openid)
}
