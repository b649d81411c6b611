import type { Scope } from '../common/base/gateway.ts'
import type { ReplyName } from '../common/base/httpReplies.ts'
import type { Schema } from '../common/routes/readEvent.ts'
import type { Endpoint } from '../common/runtime/http.ts'

/** An endpoint with what docs/openapi.json says about it: the schemas are those that it reads with. */
export interface Described extends Endpoint {
  readonly summary: string
  /** Who may call: everybody, who has a session, or a server with an API key of this scope. */
  readonly security: 'none' | 'session' | Scope
  readonly body?: Schema
  readonly query?: Schema
  readonly reply: ReplyName
}
