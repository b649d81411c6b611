import type { App } from '../../base/apps.ts'
import type { AccountFields } from '../../routes/accountRequest.ts'
import type { Caller } from '../../routes/proof.ts'
import { createSealing } from '../../store/sealing.ts'
import { askPhoneNumber } from '../../wechat/phoneNumber.ts'
import { createWithToken } from '../appTokens.ts'
import type { SessionCall } from '../session/call.ts'
import { account } from './index.ts'

/** The paid call by HTTPS: cloud calls are refused where no mini-program began the chain. */
const phoneNumberOf =
  ({ ports, secret, fetch, secretOf }: SessionCall, app: App) =>
  (code: string): Promise<unknown> => {
    const withToken = createWithToken({ ports, sealing: createSealing(secret), fetch, secretOf })
    return withToken(app, (token) => askPhoneNumber({ token, fetch, code }))
  }

/**
 * What people do with their own account, for clients that have a session. CloudIDs are worth nothing here: nobody
 * vouches for them outside of a cloud call.
 * @throws OneIdError as account
 */
export const accountOverHttp = (call: SessionCall, caller: Caller, request: AccountFields) => {
  const { ports, now, config, secret } = call
  const ask = { ...ports, now, askPhoneNumber: phoneNumberOf(call, caller.app) }
  return account(ask, config, secret, { proof: caller, request, raw: undefined, event: {} })
}
