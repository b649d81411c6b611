import type { Config } from '../../base/config.ts'
import { OneIdError } from '../../base/errors.ts'
import type { Secret } from '../../base/secret.ts'
import type { Evidence } from '../../identity/evidence.ts'
import type { AdminFields } from '../../routes/adminRequest.ts'
import type { CurrentAccount } from '../../store/currentAccount.ts'
import { createSealing } from '../../store/sealing.ts'
import { callerOf, isDirect } from '../account/caller.ts'
import type { Ports } from '../ports.ts'
import { appoint } from './appoint.ts'
import { backlog, revive } from './backlog.ts'
import { becomeFirst } from './becomeFirst.ts'
import type { AdminCall } from './call.ts'
import { conflicts, lift, resolve } from './conflicts.ts'
import { coverage } from './coverage.ts'
import { find, show } from './find.ts'
import { mergeUsers, splitUsers } from './merge.ts'
import { paymentWindows } from './paymentWindows.ts'

interface Administration {
  readonly ports: Ports
  readonly config: Config
  readonly secret: Secret<string>
  readonly setupFingerprint: AdminCall['setupFingerprint']
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The account itself must be an administrator's: an alias that a merge has left gives no rights. */
const isAdministrator = (caller: CurrentAccount): boolean => caller.user.administrator && isDirect(caller)

const answer = (call: AdminCall, request: Exclude<AdminFields, { action: 'becomeFirst' }>) => {
  switch (request.action) {
    case 'find':
      return find(call, request)
    case 'show':
      return show(call, request)
    case 'merge':
      return mergeUsers(call, request)
    case 'split':
      return splitUsers(call, request)
    case 'conflicts':
      return conflicts(call, request)
    case 'resolve':
      return resolve(call, request)
    case 'liftBarrier':
      return lift(call, request)
    case 'backlog':
      return backlog(call, request)
    case 'revive':
      return revive(call, request)
    case 'coverage':
      return coverage(call, request)
    case 'paymentWindows':
      return paymentWindows(call, request)
    case 'appoint':
    case 'dismiss':
      return appoint(call, request)
  }
}

/**
 * What administrators do. Everybody else is refused, except for who brings the code of the first administrator.
 * @throws OneIdError NOT_SIGNED_IN, NOT_ADMINISTRATOR and those of the actions
 */
export const administer = async (
  { ports, config, secret, setupFingerprint, now }: Administration,
  { appid, openid }: Pick<Evidence, 'appid' | 'openid'>,
  request: AdminFields,
) => {
  const caller = await callerOf(ports.db, { appid, openid })
  const call: AdminCall = { ports, config, sealing: createSealing(secret), now, caller, setupFingerprint }
  if (request.action === 'becomeFirst') return becomeFirst(call, request)
  if (!isAdministrator(caller)) throw new OneIdError('NOT_ADMINISTRATOR', request.action)
  return answer(call, request)
}
