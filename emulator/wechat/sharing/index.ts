import * as v from 'valibot'
import { openidOf } from '../ids.ts'
import type { MiniProgramCaller, World } from '../world.ts'
import { SHARING_REFUSALS, SharingRefusal } from './errors.ts'
import { AUTH_FUNCTION, OWNER_IN_CONTEXT } from './limits.ts'

export { AUTH_FUNCTION, SHARING_REFUSALS, SharingRefusal }

/** Somebody in a mini-program that uses the environment of another account (跨账号环境共享). */
export interface SharedCaller {
  readonly fromAppid: string
  readonly fromOpenid: string
  readonly fromUnionid?: string
  /** Of the owner, as far as OWNER_IN_CONTEXT says. */
  readonly appid?: string
  readonly openid?: string
  readonly unionid?: string
}

/**
 * Who calls, as functions of the shared environment see them; undefined in the owner's own app, where nothing is
 * shared. Only apps of one entity share, and only what is their own (guide of environment sharing, read 2026-11).
 * @param resource appid or alias of the app that owns the environment: `resourceAppid`
 * @throws SharingRefusal, UserError APP_UNKNOWN
 */
export const sharedCaller = (
  world: World,
  { appid, openid, unionid }: MiniProgramCaller,
  resource: string,
): SharedCaller | undefined => {
  const owner = world.app(resource)
  if (owner.appid === appid) return undefined
  if (owner.appid !== world.environmentOwner?.appid) {
    throw SHARING_REFUSALS.unauthorizedEnvironment(`${owner.alias} does not own the environment`)
  }
  if (owner.entity !== world.app(appid).entity) {
    throw SHARING_REFUSALS.unauthorizedEnvironment(`${owner.alias} belongs to another entity`)
  }
  const person = world.whoIs(appid, openid)?.person.id ?? ''
  const ownersUnionid = world.unionid(owner, person)
  return {
    fromAppid: appid,
    fromOpenid: openid,
    ...(unionid !== undefined && { fromUnionid: unionid }),
    ...(OWNER_IN_CONTEXT.appid && { appid: owner.appid }),
    ...(OWNER_IN_CONTEXT.openid && { openid: openidOf(owner.appid, person) }),
    ...(OWNER_IN_CONTEXT.unionid && ownersUnionid !== undefined && { unionid: ownersUnionid }),
  }
}

const AuthSchema = v.object({ errCode: v.number(), errMsg: v.optional(v.unknown()) })

/**
 * Reads what cloudbase_auth answered: `{ errCode: 0 }` lets the caller in.
 * Assumption: an errCode that is no number counts as none.
 * @throws SharingRefusal
 */
export const judgeAuth = (answer: unknown): void => {
  const parsed = v.safeParse(AuthSchema, answer)
  if (!parsed.success) throw SHARING_REFUSALS.emptyErrCode()
  const { errCode, errMsg } = parsed.output
  if (errCode !== 0) throw SHARING_REFUSALS.denied(String(errMsg ?? '') || `errCode ${errCode}`)
}
