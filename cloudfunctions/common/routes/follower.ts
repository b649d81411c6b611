import type { App } from '../base/apps.ts'
import type { Evidence } from '../identity/evidence.ts'
import type { Follower } from '../wechat/followers.ts'

/**
 * Route `follower`: WeChat names somebody who follows an official account.
 * @param follower who follows; nobody else is evidence
 * @param observedAt milliseconds since 1970
 */
export const follower = (
  app: App,
  { openid, unionid }: Pick<Follower, 'openid' | 'unionid'>,
  observedAt: number,
): Evidence => ({
  appid: app.appid,
  openid,
  ...(unionid !== undefined && { unionid }),
  route: 'follower',
  observedAt,
})
