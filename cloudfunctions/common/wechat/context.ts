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
})

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

const readable = <Schema extends v.GenericSchema>(
  schema: Schema,
  field: string,
  value: unknown,
): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new OneIdError('WECHAT_CONTEXT_UNREADABLE', `${field} is a ${typeof value} that is not an id`)
}

/**
 * Reads what `cloud.getWXContext()` returned.
 * @param raw the context, captured synchronously at the start of the invocation
 * @throws OneIdError NO_WECHAT_IDENTITY when no mini-program is calling, WECHAT_CONTEXT_UNREADABLE when one is but
 * its ids are damaged: getWXContext() passes all-digit values through parseInt (wx-server-sdk 4.0.2).
 */
export const readCaller = (raw: unknown): WeChatCaller => {
  const parsed = v.safeParse(RawContextSchema, raw)
  if (!parsed.success) throw new OneIdError('NO_WECHAT_IDENTITY', 'no WeChat context')
  const { SOURCE, OPENID, APPID, UNIONID } = parsed.output
  if (!comesFromMiniProgram(SOURCE))
    throw new OneIdError('NO_WECHAT_IDENTITY', `SOURCE is ${SOURCE ?? 'absent'}`)
  if (OPENID === undefined || OPENID === '' || APPID === undefined || APPID === '') {
    throw new OneIdError('NO_WECHAT_IDENTITY', 'OPENID or APPID is absent')
  }
  const appid = readable(AppIdSchema, 'APPID', APPID)
  const openid = readable(OpenIdSchema, 'OPENID', OPENID)
  if (UNIONID === undefined || UNIONID === '') return { appid, openid }
  return { appid, openid, unionid: readable(UnionIdSchema, 'UNIONID', UNIONID) }
}
