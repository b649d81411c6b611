import type { Config } from '../../base/config.ts'
import type { Secret } from '../../base/secret.ts'
import type { Ports } from '../ports.ts'

/** One call of an operator, who is known by an API key. */
export interface ImportCall {
  readonly ports: Ports
  readonly config: Config
  /** Of the deployment. */
  readonly secret: Secret<string>
  /** Milliseconds since 1970. */
  readonly now: number
  /** Name of the client whose key it is: the actor in the audit. */
  readonly by: string
}
