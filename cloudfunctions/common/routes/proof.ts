import type { App, AppRegistry } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { AppId, UnionId } from '../base/ids.ts'
import type { Evidence, Route } from '../identity/evidence.ts'

/** Evidence together with the registered app it is about. */
export interface Proof {
  readonly evidence: Evidence
  readonly app: App
}

/** Who is calling: proved by this call, or by the sign-in that a session began with. */
export interface Caller {
  readonly app: App
  readonly evidence: Pick<Evidence, 'appid' | 'openid'>
}

/** @throws OneIdError APP_NOT_REGISTERED */
export const registeredApp = (registry: AppRegistry, appid: AppId): App => {
  const app = registry.find(appid)
  if (app === undefined) throw new OneIdError('APP_NOT_REGISTERED', `appid ${appid}`)
  return app
}

/**
 * What a further route proved about who is calling: the same person in the same app, and the unionid that this route
 * brought. A unionid of the route before is not carried over, so that evidence says no more than its route proved.
 */
export const furtherProof = (
  { app, evidence: { appid, openid, observedAt } }: Proof,
  route: Route,
  unionid: UnionId | undefined,
): Proof => ({
  app,
  evidence: { appid, openid, ...(unionid !== undefined && { unionid }), route, observedAt },
})
