import type { App } from '../../base/apps.ts'
import { OneIdError } from '../../base/errors.ts'
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
 * @throws OneIdError APP_KIND_WRONG for a phone number elsewhere than in a mini-program, and as account
 */
export const accountOverHttp = async (call: SessionCall, caller: Caller, request: AccountFields) => {
  if (request.action === 'phone' && caller.app.kind !== 'mini-program')
    throw new OneIdError('APP_KIND_WRONG', 'only mini-programs get phone numbers', { field: 'action' })
  const { ports, now, config, secret } = call
  const ask = { ...ports, now, askPhoneNumber: phoneNumberOf(call, caller.app) }
  return account(ask, config, secret, { proof: caller, request, raw: undefined, event: {} })
}
