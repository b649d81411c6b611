import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from './errors.ts'
import { CONTROL_LIMITS } from './limits.ts'

/** A key of an account: what a person makes in the console under 访问管理. */
export interface AccountKey {
  readonly secretId: string
  readonly secretKey: string
}

/** A request as it came, before anything of its body is read. */
export interface SignedRequest {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([a-z]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const hmac = (key: string | Buffer, content: string): Buffer =>
  createHmac('sha256', key).update(content).digest()

const canonical = ({ method, target, headers, body }: SignedRequest, signed: readonly string[]): string => {
  const [, query = ''] = target.split('?')
  const lines = signed.map((name) => {
    const value = String(headers[name] ?? '').trim()
    // The port is no part of what is signed.
    return `${name}:${(name === 'host' ? value.replace(/:\d+$/, '') : value).toLowerCase()}\n`
  })
  return `${method}\n/\n${query}\n${lines.join('')}\n${signed.join(';')}\n${sha256(body)}`
}

const failure = (words: string): Refusal => new Refusal('AuthFailure.SignatureFailure', words)

/**
 * Checks a request as the platform does (cloud.tencent.com/document/api/583/33846, 签名方法 v3, 2026-11).
 * @param service of the host that was asked: `tcb`, `scf`
 * @param seconds now
 * @throws Refusal AuthFailure.*
 */
export const checkSignature = (
  request: SignedRequest,
  service: string,
  key: AccountKey,
  seconds: number,
): void => {
  const { authorization = '' } = request.headers
  const parts = AUTHORIZATION.exec(authorization)
  if (parts === null)
    throw new Refusal('AuthFailure.InvalidAuthorization', 'Authorization is no TC3-HMAC-SHA256')
  const [, secretId = '', date = '', signedService = '', names = '', signature = ''] = parts
  if (secretId !== key.secretId)
    throw new Refusal('AuthFailure.SecretIdNotFound', 'The SecretId is not found.')
  const signed = names.split(';')
  for (const needed of ['content-type', 'host'])
    if (!signed.includes(needed)) throw failure(`${needed} is not signed`)
  const timestamp = Number(request.headers['x-tc-timestamp'])
  if (!(Math.abs(seconds - timestamp) <= CONTROL_LIMITS.CLOCK_SKEW_SECONDS))
    throw new Refusal('AuthFailure.SignatureExpire', 'X-TC-Timestamp is more than five minutes away')
  if (new Date(timestamp * 1_000).toISOString().slice(0, 10) !== date || signedService !== service)
    throw failure('the credential is of another day or service')
  const scope = `${date}/${service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical(request, signed))}`
  const signing = hmac(hmac(hmac(`TC3${key.secretKey}`, date), service), 'tc3_request')
  if (!timingSafeEqual(hmac(signing, text), Buffer.from(signature, 'hex')))
    throw failure('The provided credentials could not be validated because of a signature mismatch.')
}
