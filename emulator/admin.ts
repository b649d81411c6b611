import { randomUUID } from 'node:crypto'
import type { HonoRequest } from 'hono'
import { Hono } from 'hono'
import type { Credentials } from './cloudbase/credentials.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { readMultipart } from './cloudbase/multipart.ts'
import type { WireMessage } from './cloudbase/wire.ts'
import { cutConnection } from './faultSwitches.ts'
import { readBody } from './requestBody.ts'
import type { FaultyReply } from './wireFaults.ts'

/**
 * Longest multipart request. Our own bound: WeChat takes media of 10 MB at most ("uploadTempMedia", "imgSecCheck",
 * developers.weixin.qq.com, 2026-11), and nothing else that comes as multipart is long.
 */
const MULTIPART_MAX_BYTES = 32 * 1024 * 1024

/**
 * Exactly this: for multipart actions the SDK compares the header as a string to tell an error in JSON from bytes
 * (wx-server-sdk 2.6.3, 3.0.4 and 4.0.2).
 */
const JSON_TYPE = 'application/json; charset=utf-8'

type Content = Pick<WireMessage, 'body' | 'parts'>

const readContent = async (request: HonoRequest): Promise<Content | { readonly problem: string }> => {
  const contentType = request.header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    return { body: await request.json().catch(() => undefined), parts: {} }
  }
  const bytes = await readBody(request.raw.body, MULTIPART_MAX_BYTES)
  if (bytes === undefined) return { problem: `a multipart body has at most ${MULTIPART_MAX_BYTES} bytes` }
  const content = await readMultipart(contentType, bytes)
  return 'problem' in content ? content : { body: content.fields, parts: content.parts }
}

/** `POST /admin`: where the SDK of every function instance sends its requests. */
export const createAdmin = (
  credentials: Credentials,
  functions: Functions,
  wire: (message: WireMessage) => Promise<FaultyReply>,
): Hono => {
  const app = new Hono()
  app.post('/', async (context) => {
    const json = (reply: object) => context.body(JSON.stringify(reply), 200, { 'content-type': JSON_TYPE })
    const holder = credentials.holderOf(context.req.header('authorization'))
    if (holder === undefined) {
      return context.json({ code: 'SIGN_PARAM_INVALID', message: 'no credential of a running instance' }, 401)
    }
    const content = await readContent(context.req)
    if ('problem' in content) {
      return json({ requestId: randomUUID(), code: 'INVALID_PARAM', message: content.problem })
    }
    const source = context.req.header('x-tcb-source') ?? ''
    const reply = await wire({ ...content, source, call: functions.callOf(holder) })
    if (reply === 'kill') functions.kill(holder)
    if (reply === 'kill' || reply === 'cut') {
      cutConnection(context.env)
      return context.body(null)
    }
    if (!(reply instanceof Uint8Array)) return json(reply)
    return context.body(new Uint8Array(reply), 200, { 'content-type': 'application/octet-stream' })
  })
  return app
}
