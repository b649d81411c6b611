import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import type { AppId, OpenId, UnionId } from '../base/ids.ts'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../base/ids.ts'

/** Who WeChat says is calling. */
export interface WeChatCaller {
  readonly appid: AppId
  readonly openid: OpenId
  readonly unionid?: UnionId
}

const RawContextSchema = v.object({
  SOURCE: v.optional(v.string()),
  OPENID: v.optional(v.unknown()),
  APPID: v.optional(v.unknown()),
  UNIONID: v.optional(v.unknown()),
  FROM_OPENID: v.optional(v.unknown()),
  FROM_APPID: v.optional(v.unknown()),
  FROM_UNIONID: v.optional(v.unknown()),
})
type RawContext = v.InferOutput<typeof RawContextSchema>

/**
 * SOURCE is the chain of callers, first caller first: `wx_client`, or `wx_client,scf` when a function called this
 * one. Only a mini-program puts a person at its head; `wx_devtools` is the mini-program in WeChat DevTools. Timers
 * (`wx_trigger`), HTTP (`wx_http`) and payment callbacks (`wx_paycallback`) have no person, whatever else is set.
 * (Cloud.getWXContext reference of the WeChat documentation, 2026-11.)
 */
const comesFromMiniProgram = (source: string | undefined): boolean => {
  const [first, ...rest] = (source ?? '').split(',')
  return (first === 'wx_client' || first === 'wx_devtools') && rest.every((link) => link === 'scf')
}

/** A variable that is set to nothing is not set: the SDK shows it as an empty text. */
const isAbsent = (value: unknown): boolean => value === undefined || value === ''

const isShared = ({ FROM_OPENID, FROM_APPID, FROM_UNIONID }: RawContext): boolean =>
  ![FROM_OPENID, FROM_APPID, FROM_UNIONID].every(isAbsent)

const readContext = (raw: unknown): RawContext => {
  const parsed = v.safeParse(RawContextSchema, raw)
  if (!parsed.success) throw new OneIdError('NO_WECHAT_IDENTITY', 'no WeChat context')
  return parsed.output
}

const readable = <Schema extends v.GenericSchema>(
  schema: Schema,
  field: string,
  value: unknown,
): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new OneIdError('WECHAT_CONTEXT_UNREADABLE', `${field} is a ${typeof value} that is not an id`)
}

/** The three ids whose names begin with `prefix`, and no other: ids of two callers never make one. */
const callerIn = (context: RawContext, prefix: '' | 'FROM_'): WeChatCaller => {
  const { SOURCE } = context
  const [OPENID, APPID] = [context[`${prefix}OPENID`], context[`${prefix}APPID`]]
  if (!comesFromMiniProgram(SOURCE))
    throw new OneIdError('NO_WECHAT_IDENTITY', `SOURCE is ${SOURCE ?? 'absent'}`)
  if (isAbsent(OPENID) || isAbsent(APPID))
    throw new OneIdError('NO_WECHAT_IDENTITY', `${prefix}OPENID or ${prefix}APPID is absent`)
  const appid = readable(AppIdSchema, `${prefix}APPID`, APPID)
  const openid = readable(OpenIdSchema, `${prefix}OPENID`, OPENID)
  const UNIONID = context[`${prefix}UNIONID`]
  if (isAbsent(UNIONID)) return { appid, openid }
  return { appid, openid, unionid: readable(UnionIdSchema, `${prefix}UNIONID`, UNIONID) }
}

/**
 * Whether an app of another account is calling, with which this environment is shared (跨账号环境共享): any FROM_*
 * field says so. WeChat documents these fields for such calls only (Cloud.getWXContext reference, 2026-11).
 */
export const comesFromSharedEnvironment = (raw: unknown): boolean => {
  const parsed = v.safeParse(RawContextSchema, raw)
  return parsed.success && isShared(parsed.output)
}

/**
 * Reads what `cloud.getWXContext()` returned for a call from an app of the environment's own account.
 * @param raw the context, captured synchronously at the start of the invocation
 * @throws OneIdError NO_WECHAT_IDENTITY when no mini-program is calling, or one of another account is;
 * WECHAT_CONTEXT_UNREADABLE when one is but its ids are damaged: getWXContext() passes all-digit values through
 * parseInt (wx-server-sdk 4.0.2).
 */
export const readCaller = (raw: unknown): WeChatCaller => {
  const context = readContext(raw)
  if (isShared(context))
    throw new OneIdError('NO_WECHAT_IDENTITY', 'the caller is in FROM_*, not in OPENID and APPID')
  return callerIn(context, '')
}

/**
 * The same for a call from an app of another account: its person is in FROM_OPENID, FROM_APPID and FROM_UNIONID.
 * OPENID and the like are the owner's or absent (WeChat CloudBase Run documents them as absent), and never stand in.
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE
 */
export const readSharedCaller = (raw: unknown): WeChatCaller => callerIn(readContext(raw), 'FROM_')
