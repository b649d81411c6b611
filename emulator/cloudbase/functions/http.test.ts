import { describe, expect, it } from 'vitest'
import { httpEvent } from './httpEvent.ts'
import { httpReply } from './httpReply.ts'

const event = (
  contentType: string | undefined,
  body: Uint8Array | string,
  sent: Readonly<Record<string, string>> = {},
) =>
  httpEvent({
    method: 'POST',
    path: '/a/b',
    query: new URLSearchParams('one=1&two=2&two=3&empty='),
    headers: new Headers(contentType === undefined ? sent : { ...sent, 'Content-Type': contentType }),
    body: Buffer.from(body),
    peer: '192.0.2.7',
    requestId: 'r',
  })

describe('the event of an HTTP request', () => {
  it('has the documented fields', () => {
    // docs.cloudbase.net/service/access-cloud-function
    expect(event('application/json', '{"a":1}')).toEqual({
      path: '/a/b',
      httpMethod: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-real-ip': '192.0.2.7',
        'x-forwarded-for': '192.0.2.7',
        'x-client-proto': 'http',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { one: '1', two: ['2', '3'], empty: '' },
      requestContext: { requestId: 'r', envId: 'local', appId: '1000000000', uin: '100000000000' },
      body: '{"a":1}',
      isBase64Encoded: false,
    })
  })

  it('says who sent it, whatever the client says', () => {
    const claimed = {
      'X-Real-IP': '10.0.0.1',
      'X-Forwarded-For': '10.0.0.1, 10.0.0.2',
      'X-Client-Proto': 'https',
      'X-Forwarded-Proto': 'https',
    }
    expect(event(undefined, '', claimed)).toHaveProperty('headers', {
      'x-real-ip': '192.0.2.7',
      'x-forwarded-for': '10.0.0.1, 10.0.0.2, 192.0.2.7',
      'x-client-proto': 'http',
      'x-forwarded-proto': 'http',
    })
    expect(event(undefined, '', { 'X-Forwarded-For': '' })).toHaveProperty(
      ['headers', 'x-forwarded-for'],
      '192.0.2.7',
    )
  })

  it.each([
    ['image/png', 'iVBORw==', true],
    ['application/octet-stream', 'iVBORw==', true],
    // Text that is none: no function could get it back from a string.
    ['text/plain', 'iVBORw==', true],
  ])('has bytes of %s in base64', (contentType, body, isBase64Encoded) => {
    expect(event(contentType, Buffer.from('iVBORw==', 'base64'))).toMatchObject({ body, isBase64Encoded })
  })

  it.each([
    'application/x-www-form-urlencoded',
    'application/problem+json',
    'TEXT/XML; charset=utf-8',
    undefined,
  ])('has text of %s as it is', (contentType) => {
    expect(event(contentType, '你好')).toMatchObject({ body: '你好', isBase64Encoded: false })
  })
})

const replyOf = (result: unknown) => {
  const { status, headers, body } = httpReply(result)
  return { status, type: headers.get('content-type'), body: String(body) }
}

describe('the answer to an HTTP request', () => {
  it.each([
    ['text', 'hello', 'text/plain; charset=utf-8', 'hello'],
    ['a number', 42, 'text/plain; charset=utf-8', '42'],
    ['nothing', null, 'text/plain; charset=utf-8', ''],
    ['an object', { a: 1 }, 'application/json; charset=utf-8', '{"a":1}'],
    ['a list', [1], 'application/json; charset=utf-8', '[1]'],
    ['an impossible status', { statusCode: 99 }, 'application/json; charset=utf-8', '{"statusCode":99}'],
  ])('%s', (_, result, type, body) => {
    expect(replyOf(result)).toEqual({ status: 200, type, body })
  })

  it('is what the function says when it gives a status', () => {
    const { status, headers, body } = httpReply({
      statusCode: 302,
      headers: { Location: '/x', 'Set-Cookie': ['a=1', 'b=2'], 'Content-Length': 1 },
      body: 'gone',
    })
    expect({ status, body, location: headers.get('location'), cookies: headers.getSetCookie() }).toEqual({
      status: 302,
      body: 'gone',
      location: '/x',
      cookies: ['a=1', 'b=2'],
    })
    expect(headers.has('content-length')).toBe(false)
  })

  it('may be bytes', () => {
    const { body } = httpReply({ statusCode: 200, isBase64Encoded: true, body: 'iVBORw==' })
    expect(body).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  })

  it('cannot hold a header that HTTP does not allow', () => {
    expect(() => httpReply({ statusCode: 200, headers: { 'a b': 'c' } })).toThrow(TypeError)
  })
})
