import { randomUUID } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { httpError } from './cloudbase/functions/errors.ts'
import { failureWords } from './cloudbase/functions/failure.ts'
import { httpEvent, isTextBody } from './cloudbase/functions/httpEvent.ts'
import { httpReply } from './cloudbase/functions/httpReply.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { FUNCTION_LIMITS } from './cloudbase/functions/limits.ts'
import { ownHost } from './doors.ts'
import type { Listening } from './listen.ts'
import { listen } from './listen.ts'
import { readBody } from './requestBody.ts'
import { UserError } from './userError.ts'
import { hostPath } from './wechat/hosts.ts'

const PATH = /^\/http\/([^/]+)(\/.*)?$/

/** Responses with these statuses have no body, and `Response` refuses one. */
const WITHOUT_BODY = new Set([204, 205, 304])

const failed = (status: number, code: string, message: string, requestId: string): Response =>
  Response.json({ code, message, requestId }, { status })

const tooLarge = (requestId: string): Response =>
  failed(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'text has at most 100 KB, everything else 6 MB', requestId)

const WECHAT_PAGES = 'https://open.weixin.qq.com/'

/**
 * A function that sends a browser to WeChat's pages sends it to the simulated ones, as its own requests go to the
 * simulated servers: nothing leaves the machine, and a real person is never asked about a simulated app.
 */
const toSimulatedPages = (headers: Headers, origin: string): Headers => {
  const location = headers.get('location') ?? ''
  if (location.startsWith(WECHAT_PAGES))
    headers.set(
      'location',
      `${origin}${hostPath('open.weixin.qq.com')}/${location.slice(WECHAT_PAGES.length)}`,
    )
  return headers
}

/**
 * The HTTP access service (HTTP 访问服务): `/http/<function>/<path>` calls a function. It has a port of its own, so
 * that the pages of a project never share an origin with the local cloud, and it is open to every page, as it is on
 * the platform: what a function lets in, and whose scripts may read its answers, the function says.
 * @param onFault told what the local cloud itself did wrong
 * @param openPages WeChat's own pages, which ask people for consent: not on the origin of the console either
 */
const createHttpAccess = (
  functions: Functions,
  port: () => number,
  onFault: (error: unknown) => void,
  openPages: Hono,
): Hono => {
  const app = new Hono()
  app.onError((error) => {
    onFault(error)
    return failed(500, 'SYS_ERR', 'a fault of the local cloud; its terminal shows the stack', '')
  })
  app.use(ownHost(port))
  app.route(hostPath('open.weixin.qq.com'), openPages)
  app.all('/http/*', async (context) => {
    const requestId = randomUUID()
    const request = context.req.raw
    const url = new URL(request.url)
    const [, name = '', path = '/'] = PATH.exec(url.pathname) ?? []
    const body = await readBody(request.body, FUNCTION_LIMITS.HTTP_BINARY_BYTES)
    if (body === undefined) return tooLarge(requestId)
    const text = isTextBody(request.headers.get('content-type'), body)
    if (text && body.byteLength > FUNCTION_LIMITS.HTTP_TEXT_BYTES) return tooLarge(requestId)

    const { method, headers } = request
    const peer = getConnInfo(context).remote.address ?? ''
    const event = httpEvent({ method, path, query: url.searchParams, headers, body, peer, requestId })
    const outcome = await functions.call(name, event, { source: 'wx_http' })
    if ('failure' in outcome) {
      const { status, code } = httpError(outcome.failure)
      return failed(status, code, failureWords(outcome.failure), outcome.requestId)
    }
    try {
      const { status, headers: replyHeaders, body: content } = httpReply(outcome.result)
      return new Response(WITHOUT_BODY.has(status) ? null : content, {
        status,
        headers: toSimulatedPages(replyHeaders, url.origin),
      })
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      return failed(500, 'FUNCTION_INVOCATION_FAILED', `the answer is no HTTP: ${words}`, outcome.requestId)
    }
  })
  return app
}

/** Any port will do if the wanted one is taken: nothing but the printed address depends on it. */
const listenNear = async (app: Hono, port: number): Promise<Listening> => {
  try {
    return await listen(app, port)
  } catch (error) {
    if (error instanceof UserError && error.code === 'PORT_IN_USE') return listen(app, 0)
    throw error
  }
}

/** Opens the HTTP access service on a port of its own. */
export const openHttpAccess = async (
  functions: Functions,
  wantedPort: number,
  onFault: (error: unknown) => void,
  openPages: Hono,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  let port = 0
  const listening = await listenNear(
    createHttpAccess(functions, () => port, onFault, openPages),
    wantedPort,
  )
  port = listening.port
  return { url: `http://127.0.0.1:${port}`, close: listening.close }
}
