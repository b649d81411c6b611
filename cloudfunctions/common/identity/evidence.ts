import type { AppId, OpenId, UnionId } from '../base/ids.ts'

/** Route (途径): the way by which an openid or unionid was proved. */
export const ROUTES = [
  'wx-context',
  'shared-env',
  'code2session',
  'open-data',
  'cloud-id',
  'paid-order',
  'oauth-official-account',
  'oauth-website',
  'oauth-mobile',
  'follower',
  /** The word of the company: its list of legacy users, or a migration of an account that it started. */
  'import',
] as const
export type Route = (typeof ROUTES)[number]

/** Somebody was told of; the person was not there and has not signed in. */
export const isHearsay = (route: Route): boolean => route === 'follower' || route === 'import'

/** Evidence (凭据): what a route proved. Immutable; only routes create it. */
export interface Evidence {
  readonly appid: AppId
  readonly openid: OpenId
  readonly unionid?: UnionId
  readonly route: Route
  /** Milliseconds since 1970; decides which binding epoch the unionid belongs to. */
  readonly observedAt: number
  /** WeChat made this person up, for a page in snapshot mode (快照页). */
  readonly snapshot?: true
}
