import type { App, AppRegistry } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { Evidence } from '../identity/evidence.ts'
import { readCaller } from '../wechat/context.ts'

/** Evidence together with the registered app it is about. */
export interface Proof {
  readonly evidence: Evidence
  readonly app: App
}

/**
 * Route `wx-context`: the mini-program called this function, and WeChat itself wrote who the caller is into the
 * context. Nothing of the event is looked at.
 * @param raw what `cloud.getWXContext()` returned at the start of the invocation
 * @param observedAt milliseconds since 1970
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE, APP_NOT_REGISTERED
 */
export const wxContext = (raw: unknown, registry: AppRegistry, observedAt: number): Proof => {
  const caller = readCaller(raw)
  const app = registry.find(caller.appid)
  if (app === undefined) throw new OneIdError('APP_NOT_REGISTERED', `appid ${caller.appid}`)
  return { app, evidence: { ...caller, route: 'wx-context', observedAt } }
}
