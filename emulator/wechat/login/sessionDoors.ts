import type { Holder } from '../clientApi.ts'
import type { ApiDoor, ApiRequest, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import type { Tokens } from '../token/index.ts'
import { LOGIN_REFUSALS } from './errors.ts'
import { LOGIN_LIMITS } from './limits.ts'
import type { SessionKeys } from './sessionKeys.ts'
import { loginStateSignature } from './signature.ts'

/** What a server may do with a session_key that it holds: ask whether it lives, and have it replaced. */
export const createSessionDoors = (
  { world }: WeChatParts,
  tokens: Tokens,
  keys: SessionKeys,
): readonly ApiDoor[] => {
  /** Whose key the request is signed with. Assumption: the order of the checks. */
  const signer = ({ query }: ApiRequest): Holder => {
    const appid = tokens.appidOf(query['access_token'])
    const { openid, signature, sig_method: method } = query
    if (openid === undefined || openid === '') throw REFUSALS.missingOpenid()
    const holder = world.whoIs(appid, openid)
    if (holder === undefined) throw REFUSALS.invalidOpenid()
    if (method !== 'hmac_sha256') throw LOGIN_REFUSALS.invalidSignatureMethod()
    const key = keys.live(holder)
    if (key === undefined || signature !== loginStateSignature(key)) throw LOGIN_REFUSALS.invalidSignature()
    return holder
  }

  return [
    {
      method: 'GET',
      path: '/wxa/checksession',
      answer: (request) => {
        signer(request)
        return { errcode: 0, errmsg: 'ok' }
      },
    },
    {
      method: 'GET',
      path: '/wxa/resetusersessionkey',
      perMinute: LOGIN_LIMITS.RESETS_PER_MINUTE,
      answer: (request) => {
        const holder = signer(request)
        const { openid } = request.query
        return { errcode: 0, errmsg: 'ok', openid, session_key: keys.reset(holder) }
      },
    },
  ]
}
