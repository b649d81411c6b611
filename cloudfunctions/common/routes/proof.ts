import type { App, AppRegistry } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { AppId } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'

/** Evidence together with the registered app it is about. */
export interface Proof {
  readonly evidence: Evidence
  readonly app: App
}

/** @throws OneIdError APP_NOT_REGISTERED */
export const registeredApp = (registry: AppRegistry, appid: AppId): App => {
  const app = registry.find(appid)
  if (app === undefined) throw new OneIdError('APP_NOT_REGISTERED', `appid ${appid}`)
  return app
}
