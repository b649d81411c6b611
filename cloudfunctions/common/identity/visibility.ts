import type { App, BindingEpoch } from '../base/apps.ts'
import type { Evidence, Route } from './evidence.ts'

type NextRoute = Extract<Route, 'open-data' | 'paid-order' | 'oauth-official-account' | 'follower'>

/** The least trouble for the person first. Websites and mobile apps always get a unionid, or are not bound. */
const NEXT_ROUTES: Readonly<Record<App['kind'], readonly NextRoute[]>> = {
  'mini-program': ['open-data', 'paid-order'],
  'official-account': ['oauth-official-account', 'follower'],
  website: [],
  'mobile-app': [],
}

/**
 * What a client may learn about the unionid: whether it is known, else why not and which routes can bring it.
 * The ids themselves are never part of it.
 */
export type UnionidVisibility =
  | { readonly unionid: 'known' }
  | {
      readonly unionid: 'missing'
      readonly reason: 'APP_NOT_BOUND' | 'NOT_PROVIDED' | 'BINDING_NOT_REGISTERED'
      readonly nextRoutes: readonly NextRoute[]
    }

/**
 * @param known whether the identity has a unionid of the binding in force, from this call or an earlier one
 */
export const unionidVisibility = (
  evidence: Evidence,
  binding: BindingEpoch | undefined,
  known: boolean,
  kind: App['kind'],
): UnionidVisibility => {
  if (known) return { unionid: 'known' }
  if (binding !== undefined) {
    return { unionid: 'missing', reason: 'NOT_PROVIDED', nextRoutes: NEXT_ROUTES[kind] }
  }
  // A unionid that belongs to no registered open platform cannot be kept: two platforms could issue the same text.
  const reason = evidence.unionid === undefined ? 'APP_NOT_BOUND' : 'BINDING_NOT_REGISTERED'
  return { unionid: 'missing', reason, nextRoutes: [] }
}
