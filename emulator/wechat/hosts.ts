import { Hono } from 'hono'
import { invalidUrl } from './errors.ts'

/** WeChat's own hosts; function instances send requests for them here. */
export const WECHAT_HOSTS = ['api.weixin.qq.com', 'open.weixin.qq.com', 'api.mch.weixin.qq.com'] as const

/** Path under which the simulation of a host is mounted. */
export const hostPath = (host: (typeof WECHAT_HOSTS)[number]): string => `/wechat/${host}`

/** The simulated WeChat over HTTP: what no door answers is answered as the real host would. */
export const createWeChatHosts = (): Hono => {
  const app = new Hono()
  app.all('/api.weixin.qq.com/*', (context) => context.json(invalidUrl()))
  return app
}
