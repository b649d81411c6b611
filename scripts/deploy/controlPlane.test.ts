import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { ControlPlaneClient } from './controlPlane.ts'
import { authorize, ControlPlaneError, createControlPlaneClient } from './controlPlane.ts'
import type { Send } from './send.ts'

const SECONDS = 1_551_113_065
const BODY = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
const SECRET_ID = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'

describe('a signature', () => {
  // The worked example of 签名方法 v3 (cloud.tencent.com/document/api/583/33846), in both editions: the newer one has
  // seven stars for a part of the key, and they are signed with.
  it.each([
    ['Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'],
    ['Gu5t9xGARNpq86cd98joQYCN3*******', '2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c'],
  ])('with %s is that of the documentation', (secretKey, signature) => {
    const key = { secretId: SECRET_ID, secretKey: new Secret(secretKey) }
    expect(authorize(key, 'cvm.tencentcloudapi.com', BODY, SECONDS)).toBe(
      `TC3-HMAC-SHA256 Credential=${SECRET_ID}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
    )
  })
})

type Sent = Parameters<Send>[0]

const clientOf = (send: Send): ControlPlaneClient =>
  createControlPlaneClient({
    key: { secretId: SECRET_ID, secretKey: new Secret('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE') },
    region: 'ap-shanghai',
    send,
    now: () => SECONDS * 1_000 + 999,
  })

const answering = (text: string, status = 200): ControlPlaneClient =>
  clientOf(async () => ({ status, body: Buffer.from(text) }))

const FieldsSchema = v.object({ Status: v.string() })

const refusalOf = async (client: ControlPlaneClient): Promise<unknown> => {
  try {
    return await client.call('scf', 'GetFunction', {}, FieldsSchema)
  } catch (error) {
    if (error instanceof ControlPlaneError) return [error.action, error.code, error.message]
    throw error
  }
}

describe('an action', () => {
  it('is a signed POST, and answers the fields that are needed', async () => {
    const sent: Sent[] = []
    const client = clientOf(async (one) => {
      sent.push(one)
      return { status: 200, body: Buffer.from('{"Response":{"Status":"Active","RequestId":"1","More":1}}') }
    })
    expect(await client.call('scf', 'GetFunction', { FunctionName: 'jobs' }, FieldsSchema)).toEqual({
      Status: 'Active',
    })
    expect(sent).toEqual([
      {
        method: 'POST',
        url: 'https://scf.tencentcloudapi.com/',
        body: '{"FunctionName":"jobs"}',
        headers: {
          authorization: expect.stringContaining(`${SECRET_ID}/2019-02-25/scf/tc3_request`),
          'content-type': 'application/json; charset=utf-8',
          'x-tc-action': 'GetFunction',
          'x-tc-version': '2018-04-16',
          'x-tc-region': 'ap-shanghai',
          'x-tc-timestamp': '1551113065',
        },
      },
    ])
  })

  // cloud.tencent.com/document/api/583/33847, 返回结果: refusals come with HTTP 200.
  it('that is refused is thrown', async () => {
    const refusal =
      '{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"},"RequestId":"1"}}'
    expect(await refusalOf(answering(refusal))).toEqual([
      'GetFunction',
      'AuthFailure.SignatureFailure',
      'GetFunction: AuthFailure.SignatureFailure: no',
    ])
  })

  it.each([
    ['an answer that lacks a field', answering('{"Response":{"RequestId":"1"}}'), 'UnexpectedAnswer'],
    ['a page of a proxy', answering('<html>please log in</html>'), 'NoAnswer'],
    ['another status', answering('{"Response":{"Status":"Active"}}', 502), 'NoAnswer'],
    ['no connection', clientOf(async () => Promise.reject(new Error('ECONNRESET'))), 'NoAnswer'],
  ])('with %s is thrown', async (_, client, code) => {
    expect(await refusalOf(client)).toEqual(['GetFunction', code, expect.stringContaining(code)])
  })
})
