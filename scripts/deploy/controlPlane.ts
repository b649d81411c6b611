import { createHash, createHmac } from 'node:crypto'
import * as v from 'valibot'
import type { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { Send } from './send.ts'

/** A key of the Tencent Cloud account: 访问管理 → API 密钥. */
export interface AccountKey {
  readonly secretId: string
  readonly secretKey: Secret<string>
}

/** What the control plane refused, or that nobody answered. */
export class ControlPlaneError extends Error {
  /** As the platform has it, `ResourceNotFound.Function` for example; `NoAnswer` if there was none. */
  readonly code: string
  readonly action: string

  constructor(action: string, code: string, message: string, options?: ErrorOptions) {
    super(`${action}: ${code}: ${message}`, options)
    this.name = 'ControlPlaneError'
    this.code = code
    this.action = action
  }
}

export type Service = 'tcb' | 'scf'

/** Actions of the control plane. */
export interface ControlPlaneClient {
  /**
   * Asks once, never again: what was lost on the way may have been done.
   * @param fields what of the answer is needed
   * @throws ControlPlaneError
   */
  readonly call: <S extends v.GenericSchema>(
    service: Service,
    action: string,
    body: object,
    fields: S,
  ) => Promise<v.InferOutput<S>>
  /**
   * What is at an address that an action answered, which needs no signature.
   * @throws ControlPlaneError
   */
  readonly download: (action: string, url: string) => Promise<Buffer>
}

export interface ControlPlaneOptions {
  readonly key: AccountKey
  /** Of the environment: `ap-shanghai`. */
  readonly region: string
  readonly send: Send
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const VERSIONS: Readonly<Record<Service, string>> = { tcb: '2018-06-08', scf: '2018-04-16' }
const CONTENT_TYPE = 'application/json; charset=utf-8'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/**
 * The `Authorization` of a POST (cloud.tencent.com/document/api/583/33846, 签名方法 v3, 2026-11).
 * @param seconds X-TC-Timestamp of the same request
 */
export const authorize = (
  { secretId, secretKey }: AccountKey,
  host: string,
  body: string,
  seconds: number,
): string => {
  const [service = ''] = host.split('.')
  const date = new Date(seconds * 1_000).toISOString().slice(0, 10)
  const scope = `${date}/${service}/tc3_request`
  const signed = 'content-type;host'
  const canonical = `POST\n/\n\ncontent-type:${CONTENT_TYPE}\nhost:${host}\n\n${signed}\n${sha256(body)}`
  const text = `TC3-HMAC-SHA256\n${seconds}\n${scope}\n${sha256(canonical)}`
  const key = hmac(hmac(hmac(`TC3${secretKey.reveal()}`, date), service), 'tc3_request')
  const signature = hmac(key, text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}

const ErrorSchema = v.object({ Error: v.object({ Code: v.string(), Message: v.string() }) })
const AnswerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ Response: v.record(v.string(), v.unknown()) }),
)

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Every refusal is thrown: `tcb` itself ends with 0 after most of them. */
export const createControlPlaneClient = (options: ControlPlaneOptions): ControlPlaneClient => {
  const { key, region, send, now } = options

  const ask = async (action: string, sent: Parameters<Send>[0]): Promise<Buffer> => {
    const noAnswer = (why: string, cause?: unknown) =>
      new ControlPlaneError(action, 'NoAnswer', why, { cause })
    const answer = await send(sent).catch((error: unknown) => {
      throw noAnswer(whyOf(error), error)
    })
    if (answer.status !== 200) throw noAnswer(`HTTP ${answer.status} of ${new URL(sent.url).hostname}`)
    return answer.body
  }

  return {
    call: async (service, action, content, fields) => {
      const host = `${service}.tencentcloudapi.com`
      const seconds = Math.floor(now() / 1_000)
      const body = JSON.stringify(content)
      const headers = {
        'content-type': CONTENT_TYPE,
        authorization: authorize(key, host, body, seconds),
        'x-tc-action': action,
        'x-tc-version': VERSIONS[service],
        'x-tc-region': region,
        'x-tc-timestamp': String(seconds),
      }
      const answer = await ask(action, { method: 'POST', url: `https://${host}/`, headers, body })
      const parsed = v.safeParse(AnswerSchema, answer.toString())
      if (!parsed.success)
        throw new ControlPlaneError(action, 'NoAnswer', `what answers at ${host} is something else`)
      const { Response } = parsed.output
      if (v.is(ErrorSchema, Response))
        throw new ControlPlaneError(action, Response.Error.Code, Response.Error.Message)
      const found = v.safeParse(fields, Response)
      if (found.success) return found.output
      const field = v.getDotPath(found.issues[0]) ?? ''
      throw new ControlPlaneError(action, 'UnexpectedAnswer', `${field}: ${found.issues[0].message}`)
    },
    download: (action, url) => ask(action, { method: 'GET', url, headers: {}, body: '' }),
  }
}
