import { Hono } from 'hono'
import type { ApiHostOptions } from './api.ts'
import { createApiHost } from './api.ts'
import type { ApiDoor } from './door.ts'

/** WeChat's own hosts; function instances send requests for them here. */
export const WECHAT_HOSTS = ['api.weixin.qq.com', 'open.weixin.qq.com', 'api.mch.weixin.qq.com'] as const

/** Path under which the simulation of a host is mounted. */
export const hostPath = (host: (typeof WECHAT_HOSTS)[number]): string => `/wechat/${host}`

/** The simulated WeChat over HTTP. */
export const createWeChatHosts = (
  doors: readonly ApiDoor[],
  now: () => number,
  options: ApiHostOptions = {},
): Hono => {
  const app = new Hono()
  app.route('/api.weixin.qq.com', createApiHost(doors, now, options))
  return app
}
