import type { AppRegistry } from '../base/apps.ts'
import { readCaller } from '../wechat/context.ts'
import type { Proof } from './proof.ts'
import { registeredApp } from './proof.ts'

/**
 * Route `wx-context`: the mini-program called this function, and WeChat itself wrote who the caller is into the
 * context. Nothing of the event is looked at.
 * @param raw what `cloud.getWXContext()` returned at the start of the invocation
 * @param observedAt milliseconds since 1970
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE, APP_NOT_REGISTERED
 */
export const wxContext = (raw: unknown, registry: AppRegistry, observedAt: number): Proof => {
  const caller = readCaller(raw)
  const app = registeredApp(registry, caller.appid)
  return { app, evidence: { ...caller, route: 'wx-context', observedAt } }
}
