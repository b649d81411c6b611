import type { Config } from '../../base/config.ts'
import type { Secret } from '../../base/secret.ts'
import type { AdminFields } from '../../routes/adminRequest.ts'
import type { CurrentAccount } from '../../store/currentAccount.ts'
import type { Sealing } from '../../store/sealing.ts'
import type { Ports } from '../ports.ts'

/** One call of an administrator. */
export interface AdminCall {
  readonly ports: Ports
  readonly config: Config
  readonly sealing: Sealing
  /** Milliseconds since 1970. */
  readonly now: number
  /** Who is calling: an administrator, except where somebody becomes the first. */
  readonly caller: CurrentAccount
  /** Fingerprint of the code for the first administrator. @throws OneIdError SECRET_MISSING */
  readonly setupFingerprint: () => Secret<string>
}

export type Asked<Action extends AdminFields['action']> = Extract<AdminFields, { action: Action }>
