import type { Functions } from './cloudbase/functions/index.ts'
import type { Deliver, PushReply, PushRequest } from './wechat/push/request.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const overHttp = async (address: string, request: PushRequest): Promise<PushReply> => {
  const url = new URL(address)
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isHttp || !LOOPBACK.test(url.hostname)) throw new Error(`${url.host} is not on this machine`)
  for (const [name, value] of Object.entries(request.query)) url.searchParams.append(name, value)
  const { method, body, contentType, signal } = request
  const reply = await fetch(url, {
    method,
    redirect: 'manual',
    signal,
    ...(method === 'POST' && { body, headers: { 'content-type': contentType } }),
  })
  return { status: reply.status, body: await reply.text() }
}

/** Assumption: no page names the SOURCE of a message push; this is the listed value for what has no other. */
const SOURCE = 'wx_unknown'

/**
 * Carries messages and events of the simulated WeChat: by HTTP to this machine only, or to a cloud function, which is
 * given a plain object and OPENID in its context. What a function returns is as good as an empty reply.
 * @param httpUrl address of the HTTP access service, for a target that is a path there
 */
export const createPushDelivery =
  (callFunction: Functions['call'], httpUrl: () => Promise<string>): Deliver =>
  async (target, request) => {
    const { url } = target
    if (url !== undefined) return overHttp(url.startsWith('/') ? `${await httpUrl()}${url}` : url, request)
    const { event, appid, openid } = request
    const outcome = await callFunction(target.function ?? '', event, { source: SOURCE, appid, openid })
    return { status: 'failure' in outcome ? 500 : 200, body: '' }
  }
