import type { Config } from '../../base/config.ts'
import type { Caller } from '../../routes/proof.ts'
import type { Sealing } from '../../store/sealing.ts'
import type { Ports } from '../ports.ts'

/** What an action on one's own account works with. */
export interface AccountPorts extends Ports {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly sealing: Sealing
}

/** One call of a person for the own account. */
export interface AccountCall {
  readonly ports: AccountPorts
  readonly config: Config
  /** Who is calling. */
  readonly proof: Caller
}
