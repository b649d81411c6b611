import * as v from 'valibot'

/** What goes back to whoever sent an HTTP request. */
export interface HttpReply {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | string
}

const HeaderSchema = v.union([v.string(), v.number(), v.boolean()])

/** The answer with which a function says everything itself (集成返回). */
const IntegratedSchema = v.object({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  headers: v.optional(v.nullable(v.record(v.string(), v.union([HeaderSchema, v.array(HeaderSchema)]))), {}),
  body: v.optional(v.unknown(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
})

const TEXT = 'text/plain; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

const reply = (status: number, type: string, body: HttpReply['body']): HttpReply => ({
  status,
  headers: new Headers({ 'content-type': type }),
  body,
})

const integrated = (answer: v.InferOutput<typeof IntegratedSchema>): HttpReply => {
  const { statusCode, body, isBase64Encoded } = answer
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, String(one))
  }
  const isText = typeof body === 'string'
  if (!headers.has('content-type')) headers.set('content-type', isText ? TEXT : JSON_TYPE)
  // Length and transfer belong to the server: a wrong one would cut the answer off.
  for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name)
  if (!isText) return { status: statusCode, headers, body: JSON.stringify(body) }
  return { status: statusCode, headers, body: isBase64Encoded ? Buffer.from(body, 'base64') : body }
}

/**
 * What the HTTP access service makes of a function's result: text and numbers are text, an object with a status is the
 * whole answer, every other object is JSON. docs.cloudbase.net/service/access-cloud-function, 2026-11. Assumption:
 * nothing returned is an empty text, true and false are JSON, and an impossible status makes the object plain JSON.
 * @throws TypeError for a header that HTTP does not allow
 */
export const httpReply = (result: unknown): HttpReply => {
  if (typeof result === 'string' || typeof result === 'number') return reply(200, TEXT, String(result))
  if (result === null || result === undefined) return reply(200, TEXT, '')
  const parsed = v.safeParse(IntegratedSchema, result)
  return parsed.success ? integrated(parsed.output) : reply(200, JSON_TYPE, JSON.stringify(result))
}
