import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

const HeaderSchema = v.union([v.string(), v.array(v.string())])

/** What the HTTP access service gives a function (docs.cloudbase.net/service/access-cloud-function, 2026-11). */
const EventSchema = v.object({
  path: v.string(),
  httpMethod: v.pipe(v.string(), v.regex(/^[A-Z]{3,10}$/)),
  headers: v.record(v.string(), HeaderSchema),
  queryStringParameters: v.optional(v.nullable(v.record(v.string(), HeaderSchema)), {}),
  body: v.optional(v.nullable(v.string()), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
})

const ContextSchema = v.object({ SOURCE: v.optional(v.string(), '') })

const NO_HTTP = /^wx_(client|devtools|localdebug|crawler|trigger|paycallback)(,|$)/

/** A mini-program can send every event that the HTTP access service sends, with every address it likes. */
const comesFromClient = (context: unknown): boolean => {
  const parsed = v.safeParse(ContextSchema, context)
  return !parsed.success || NO_HTTP.test(parsed.output.SOURCE)
}

/** RFC 9110, 5.1 and 5.5. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value

/** Methods that no `Request` can have (Fetch standard, forbidden methods). */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Methods of which a request has no body. */
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

/** Header fields as HTTP knows them; what somebody else wrote there is left out. */
const headersOf = (sent: Readonly<Record<string, string | readonly string[]>>): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(sent))
    for (const one of listOf(value)) if (NAME.test(name) && VALUE.test(one)) headers.append(name, one)
  return headers
}

/**
 * The request behind an event, as every web framework reads it. Its host is nobody's: who asks can write it.
 * @throws OneIdError HTTP_ONLY, PATH_UNKNOWN
 */
export const readHttpEvent = (context: unknown, event: unknown): Request => {
  const parsed = v.safeParse(EventSchema, event)
  if (!parsed.success || comesFromClient(context)) throw new OneIdError('HTTP_ONLY', 'not an HTTP event')
  const {
    path,
    httpMethod: method,
    headers: sent,
    queryStringParameters,
    body,
    isBase64Encoded,
  } = parsed.output
  if (FORBIDDEN.has(method)) throw new OneIdError('PATH_UNKNOWN', `nothing answers ${method}`)
  const url = new URL('http://gateway.invalid')
  url.pathname = path
  for (const [name, value] of Object.entries(queryStringParameters ?? {}))
    for (const one of listOf(value)) url.searchParams.append(name, one)
  const headers = headersOf(sent)
  if (WITHOUT_BODY.has(method)) return new Request(url, { method, headers })
  return new Request(url, {
    method,
    headers,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  })
}

/** What the HTTP access service makes an answer of (集成返回). */
export interface HttpResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
}

/** Everything that we answer is text. */
export const httpResultOf = async (response: Response): Promise<HttpResult> => {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'))
  const cookies = response.headers.getSetCookie()
  return {
    statusCode: response.status,
    headers: { ...headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body: await response.text(),
  }
}
