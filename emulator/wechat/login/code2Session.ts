import * as v from 'valibot'
import type { Codes } from '../codes/index.ts'
import { authenticateApp } from '../credential.ts'
import type { ApiDoor, ApiRequest, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { openidOf } from '../ids.ts'
import { LOGIN_REFUSALS } from './errors.ts'
import { LOGIN_LIMITS } from './limits.ts'
import type { SessionKeys } from './sessionKeys.ts'

const CountedSchema = v.object({ minute: v.number(), calls: v.number() })
const MINUTE_MS = 60_000

/** `sns/jscode2session`: a code of wx.login for openid, session_key and perhaps the unionid. */
export const createCode2Session = (
  { world, now, tables }: WeChatParts,
  codes: Codes,
  keys: SessionKeys,
  isHighRisk: (personId: string) => boolean,
): readonly ApiDoor[] => {
  const counted = tables.open('code2Session', CountedSchema)

  const count = (appid: string, personId: string): void => {
    const name = `${appid} ${personId}`
    const minute = Math.floor(now() / MINUTE_MS)
    const before = counted.get(name)
    const calls = before?.minute === minute ? before.calls + 1 : 1
    counted.put(name, { minute, calls })
    if (calls > LOGIN_LIMITS.EXCHANGES_PER_MINUTE) throw REFUSALS.tooOften()
  }

  const answer = ({ query }: ApiRequest) => {
    const { appid, secret, js_code: code, grant_type: grant } = query
    const app = authenticateApp(world, appid, secret)
    if (code === undefined || code === '') throw REFUSALS.missingCode()
    // Assumption: looked at this late. A request with all its fields in the body hears of the missing appid (41002).
    if (grant !== 'authorization_code') throw REFUSALS.invalidGrantType()
    const { personId } = codes.redeem(['login'], app.appid, code)
    // Assumption: the code is used up whatever happens from here on.
    count(app.appid, personId)
    if (isHighRisk(personId)) throw LOGIN_REFUSALS.highRiskUser()
    const person = world.person(personId)
    const unionid = world.givesUnionid(app, personId) ? world.unionid(app, personId) : undefined
    return {
      // Assumption: the key that lives now, not the one that lived when the code was made; no dead key is given away.
      session_key: keys.use({ person, app }),
      openid: openidOf(app.appid, personId),
      ...(unionid !== undefined && { unionid }),
    }
  }

  // Parameters count in the address only, but a POST is let in and then lacks its appid (community reports of 41002).
  return (['GET', 'POST'] as const).map((method) => ({ method, path: '/sns/jscode2session', answer }))
}
