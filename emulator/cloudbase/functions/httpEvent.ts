import { isUtf8 } from 'node:buffer'
import { ACCOUNT, ENVIRONMENT_ID } from './environment.ts'

/** A request to the HTTP access service (HTTP 访问服务). */
export interface HttpRequest {
  readonly method: string
  /** What follows the path under which the function is reached. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
  /** Address of who sent it. */
  readonly peer: string
  readonly requestId: string
}

const TEXT_TYPE = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)\b|[^;]*\+(json|xml)\b)/i

/** Whether a function gets the body as it is, and not as base64. Assumption: by content type, as API gateways do. */
export const isTextBody = (contentType: string | null, body: Uint8Array): boolean =>
  (contentType === null || TEXT_TYPE.test(contentType)) && isUtf8(body)

const queryOf = (query: URLSearchParams): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key)
      // Assumption: a key that comes twice is a list.
      return [key, values.length > 1 ? values : (values[0] ?? '')]
    }),
  )

/**
 * Who asks, and how. What a client says under these names is overwritten; X-Forwarded-For only grows, so that its last
 * address alone can be believed. Tencent Cloud's CLB keeps all four names for itself
 * (cloud.tencent.com/document/product/214/15171), its API gateway sets all but X-Forwarded-Proto (page "structures
 * passed to backends", 2026-11). Assumption: the HTTP access service sets them in the same way.
 */
const gatewayHeaders = ({ headers, peer }: HttpRequest): Readonly<Record<string, string>> => {
  const forwardedFor = headers.get('x-forwarded-for') ?? ''
  return {
    'x-real-ip': peer,
    'x-forwarded-for': forwardedFor === '' ? peer : `${forwardedFor}, ${peer}`,
    'x-client-proto': 'http',
    'x-forwarded-proto': 'http',
  }
}

/**
 * The event that a function gets for an HTTP request. docs.cloudbase.net/service/access-cloud-function, 2026-11.
 * Assumption: the path is without the part that leads to the function (路径透传 is off).
 */
export const httpEvent = (request: HttpRequest): Readonly<Record<string, unknown>> => {
  const { method, path, query, headers, body, requestId } = request
  const text = isTextBody(headers.get('content-type'), body)
  return {
    path,
    httpMethod: method,
    headers: { ...Object.fromEntries(headers), ...gatewayHeaders(request) },
    queryStringParameters: queryOf(query),
    requestContext: { requestId, envId: ENVIRONMENT_ID, appId: ACCOUNT.APPID, uin: ACCOUNT.UIN },
    body: Buffer.from(body).toString(text ? 'utf8' : 'base64'),
    isBase64Encoded: !text,
  }
}
