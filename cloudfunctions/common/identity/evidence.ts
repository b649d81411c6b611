import type { AppId, OpenId, UnionId } from '../base/ids.ts'

/** Route (途径): the way by which an openid or unionid was proved. */
export type Route = 'wx-context'

/** Evidence (凭据): what a route proved. Immutable; only routes create it. */
export interface Evidence {
  readonly appid: AppId
  readonly openid: OpenId
  readonly unionid?: UnionId
  readonly route: Route
  /** Milliseconds since 1970; decides which binding epoch the unionid belongs to. */
  readonly observedAt: number
}
