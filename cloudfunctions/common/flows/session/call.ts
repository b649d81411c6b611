import type { Config } from '../../base/config.ts'
import type { Secret } from '../../base/secret.ts'
import type { Tokens } from '../../base/tokens.ts'
import type { Fetch } from '../../wechat/weChatApi.ts'
import type { SecretOf } from '../appSecret.ts'
import type { Ports } from '../ports.ts'

/** One call of a client that comes over HTTP. */
export interface SessionCall {
  readonly ports: Ports
  readonly config: Config
  readonly tokens: Tokens
  readonly fetch: Fetch
  readonly secretOf: SecretOf
  /** Of the deployment. */
  readonly secret: Secret<string>
  /** Milliseconds since 1970 at which the call arrived. */
  readonly now: number
}
