import type { Config } from '../../base/config.ts'
import type { Secret } from '../../base/secret.ts'
import type { AccountFields } from '../../routes/accountRequest.ts'
import type { Caller } from '../../routes/proof.ts'
import { createSealing } from '../../store/sealing.ts'
import type { Ports } from '../ports.ts'
import type { AccountCall } from './call.ts'
import { claimGuest } from './claimGuest.ts'
import { askForDeletion, cancelDeletion } from './deletion.ts'
import { exportAccount } from './export.ts'
import { listIdentities } from './identities.ts'
import { me } from './me.ts'
import type { PhoneSource } from './phone.ts'
import { setPhone } from './phone.ts'
import { changeProfile } from './profile.ts'
import { unlink } from './unlink.ts'

/** One call of the function `account`. */
export interface AccountInput extends Pick<PhoneSource, 'raw' | 'event'> {
  /** Who is calling. */
  readonly proof: Caller
  readonly request: AccountFields
}

/**
 * What people do with their own account. Whose it is, only the proof says.
 * @param secret of the deployment
 * @throws OneIdError NOT_SIGNED_IN and those of the action
 */
export const account = (
  { now, askPhoneNumber, ...ports }: Ports & { readonly now: number } & Pick<PhoneSource, 'askPhoneNumber'>,
  config: Config,
  secret: Secret<string>,
  { proof, request, raw, event }: AccountInput,
) => {
  const call: AccountCall = { ports: { ...ports, now, sealing: createSealing(secret) }, config, proof }
  switch (request.action) {
    case 'me':
      return me(call)
    case 'profile':
      return changeProfile(call, request)
    case 'phone': {
      const cloudIdField = request.phone === undefined ? undefined : 'phone'
      return setPhone(call, { code: request.code, cloudIdField, raw, event, askPhoneNumber })
    }
    case 'identities':
      return listIdentities(call)
    case 'unlink':
      return unlink(call, request.id)
    case 'claimGuest':
      return claimGuest(call, request.guestId)
    case 'export':
      return exportAccount(call)
    case 'delete':
      return askForDeletion(call)
    case 'cancelDeletion':
      return cancelDeletion(call)
  }
}
