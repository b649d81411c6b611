import type { AppRegistry } from '../base/apps.ts'
import { readSharedCaller } from '../wechat/context.ts'
import type { Proof } from './proof.ts'
import { registeredApp } from './proof.ts'

/**
 * Route `shared-env`: an app of another account, with which this environment is shared (跨账号环境共享), called this
 * function. WeChat itself wrote its person into the FROM_* fields of the context; nothing else is looked at.
 * @param raw what `cloud.getWXContext()` returned at the start of the invocation
 * @param observedAt milliseconds since 1970
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE, APP_NOT_REGISTERED
 */
export const sharedEnv = (raw: unknown, registry: AppRegistry, observedAt: number): Proof => {
  const caller = readSharedCaller(raw)
  const app = registeredApp(registry, caller.appid)
  return { app, evidence: { ...caller, route: 'shared-env', observedAt } }
}
