import type { AppRegistry } from '../base/apps.ts'
import { comesFromSharedEnvironment } from '../wechat/context.ts'
import type { Proof } from './proof.ts'
import { sharedEnv } from './sharedEnv.ts'
import { wxContext } from './wxContext.ts'

/**
 * Who is calling, by the route that WeChat's context allows: `shared-env` if an app of another account is calling,
 * else `wx-context`.
 * @param raw what `cloud.getWXContext()` returned at the start of the invocation
 * @param observedAt milliseconds since 1970
 * @throws OneIdError NO_WECHAT_IDENTITY, WECHAT_CONTEXT_UNREADABLE, APP_NOT_REGISTERED
 */
export const callerProof = (raw: unknown, registry: AppRegistry, observedAt: number): Proof =>
  (comesFromSharedEnvironment(raw) ? sharedEnv : wxContext)(raw, registry, observedAt)
