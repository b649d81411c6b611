import { describe, expect, it } from 'vitest'
import { Refusal } from './errors.ts'
import type { SignedRequest } from './signature.ts'
import { checkSignature } from './signature.ts'

// The worked example of 签名方法 v3 (cloud.tencent.com/document/api/583/33846): its two editions differ in the order of
// the body's fields and in how the secret key is shown.
const SECONDS = 1_551_113_065
const SECRET_ID = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
const SECRET_KEY = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const SIGNATURE = '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'
const BODY = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'

const key = { secretId: SECRET_ID, secretKey: SECRET_KEY }

const requestWith = (authorization: string, changes: Partial<SignedRequest> = {}): SignedRequest => ({
  method: 'POST',
  target: '/',
  headers: {
    authorization,
    host: 'cvm.tencentcloudapi.com:443',
    'content-type': 'application/json; charset=utf-8',
    'x-tc-timestamp': String(SECONDS),
  },
  body: Buffer.from(BODY),
  ...changes,
})

const authorization = (parts: { id?: string; date?: string; signed?: string; signature?: string } = {}) =>
  `TC3-HMAC-SHA256 Credential=${parts.id ?? SECRET_ID}/${parts.date ?? '2019-02-25'}/cvm/tc3_request, ` +
  `SignedHeaders=${parts.signed ?? 'content-type;host'}, Signature=${parts.signature ?? SIGNATURE}`

const codeOf = (request: SignedRequest, service = 'cvm', seconds = SECONDS): string => {
  try {
    checkSignature(request, service, key, seconds)
    return 'accepted'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('a signature', () => {
  it('of the documentation is accepted, five minutes early or late', () => {
    expect(codeOf(requestWith(authorization()))).toBe('accepted')
    expect(codeOf(requestWith(authorization()), 'cvm', SECONDS + 300)).toBe('accepted')
    expect(codeOf(requestWith(authorization()), 'cvm', SECONDS - 300)).toBe('accepted')
  })

  it.each([
    ['another body', requestWith(authorization(), { body: Buffer.from(`${BODY} `) })],
    ['another query', requestWith(authorization(), { target: '/?a=1' })],
    ['another method', requestWith(authorization(), { method: 'GET' })],
    ['another day', requestWith(authorization({ date: '2019-02-26' }))],
    ['another signature', requestWith(authorization({ signature: SIGNATURE.replace('7', '8') }))],
    ['a host that is not signed', requestWith(authorization({ signed: 'content-type' }))],
  ])('with %s fails', (_, request) => {
    expect(codeOf(request)).toBe('AuthFailure.SignatureFailure')
  })

  it.each([
    ['another product', requestWith(authorization()), 'scf', SECONDS, 'AuthFailure.SignatureFailure'],
    ['an old timestamp', requestWith(authorization()), 'cvm', SECONDS + 301, 'AuthFailure.SignatureExpire'],
    [
      'another id',
      requestWith(authorization({ id: 'AKIDother' })),
      'cvm',
      SECONDS,
      'AuthFailure.SecretIdNotFound',
    ],
    ['another scheme', requestWith('Bearer x'), 'cvm', SECONDS, 'AuthFailure.InvalidAuthorization'],
    ['nothing', requestWith(''), 'cvm', SECONDS, 'AuthFailure.InvalidAuthorization'],
  ])('of %s fails', (_, request, service, seconds, code) => {
    expect(codeOf(request, service, seconds)).toBe(code)
  })
})
