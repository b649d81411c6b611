import { describe, expect, it } from 'vitest'
import { httpResultOf, readHttpEvent } from './httpEvent.ts'

// Events and answers: docs.cloudbase.net/service/access-cloud-function, 2026-11. SOURCE: Cloud.getWXContext reference.

const HTTP = { SOURCE: 'wx_http' }
const EVENT = {
  path: '/oauth/news/start',
  httpMethod: 'GET',
  headers: { host: 'id.example.com', 'x-real-ip': '192.0.2.1' },
  queryStringParameters: { redirect: 'https://www.example.com/login?a=1&b=2' },
  requestContext: { requestId: 'r1', envId: 'e1', appId: 1, uin: 2 },
  body: '',
  isBase64Encoded: false,
}
const read = (change: object = {}, context: unknown = HTTP) => readHttpEvent(context, { ...EVENT, ...change })
const httpOnly = expect.objectContaining({ code: 'HTTP_ONLY' })

describe('an event of the HTTP access service', () => {
  it('is a request', () => {
    const { method, url, headers } = read()
    expect(method).toBe('GET')
    expect(headers.get('X-Real-IP')).toBe('192.0.2.1')
    expect(new URL(url).pathname).toBe('/oauth/news/start')
    expect(new URL(url).searchParams.get('redirect')).toBe('https://www.example.com/login?a=1&b=2')
  })

  it('may have headers as lists, and parameters that come twice', () => {
    const { headers, url } = read({
      headers: { cookie: 'a=1', accept: ['text/html', 'application/json'] },
      queryStringParameters: { app: ['one', 'two'], empty: [] },
    })
    expect(headers.get('accept')).toBe('text/html, application/json')
    expect(new URL(url).searchParams.getAll('app')).toEqual(['one', 'two'])
    expect(new URL(url).searchParams.has('empty')).toBe(false)
  })

  it.each([undefined, null, {}])('may have no query: %j', (queryStringParameters) => {
    expect(new URL(read({ queryStringParameters }).url).search).toBe('')
  })

  it.each([
    ['text', { body: '{"a":"中文"}', isBase64Encoded: false }, '{"a":"中文"}'],
    [
      'base64',
      { body: Buffer.from('{"a":"中文"}').toString('base64'), isBase64Encoded: true },
      '{"a":"中文"}',
    ],
    ['said nothing about', { body: 'plain', isBase64Encoded: undefined }, 'plain'],
    ['null', { body: null }, ''],
    ['missing', { body: undefined }, ''],
  ])('has a body that is %s', async (_what, change, text) => {
    expect(await read({ httpMethod: 'POST', ...change }).text()).toBe(text)
  })

  it.each(['GET', 'HEAD'])('of %s has none, whatever was sent', async (httpMethod) => {
    const request = read({ httpMethod, body: 'smuggled' })
    expect(request.method).toBe(httpMethod)
    expect(await request.text()).toBe('')
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('may be %s', (httpMethod) => {
    expect(read({ httpMethod }).method).toBe(httpMethod)
  })

  // The Fetch standard forbids these to be sent, and a Request refuses to be one.
  it.each(['CONNECT', 'TRACE', 'TRACK'])('%s is nothing that there is', (httpMethod) => {
    expect(() => read({ httpMethod })).toThrow(expect.objectContaining({ code: 'PATH_UNKNOWN' }))
  })

  it('keeps what anybody can write into a path or a header where it belongs', () => {
    for (const path of ['//evil.example.com/x', '/\\evil.example.com', '/@evil.example.com', '/a?b=c#d', 'x'])
      expect(new URL(read({ path }).url).host).toBe('gateway.invalid')
    expect(new URL(read({ path: '/a?b=c#d', queryStringParameters: {} }).url).search).toBe('')
    expect(new URL(read({ headers: { host: 'evil.example.com' } }).url).host).toBe('gateway.invalid')
  })

  it('leaves out headers that HTTP does not know: a client of it must not make an error of ours', () => {
    const { headers } = read({
      headers: { 'x-note': '中文', 'a b': '1', 'x-line': 'a\r\nb', '': 'x', authorization: 'Bearer t' },
    })
    expect([...headers]).toEqual([['authorization', 'Bearer t']])
  })
})

describe('whatever is no event of it', () => {
  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { ...EVENT, path: undefined },
    { ...EVENT, path: 1 },
    { ...EVENT, httpMethod: 'get' },
    { ...EVENT, httpMethod: 'GET /' },
    { ...EVENT, httpMethod: '' },
    { ...EVENT, headers: undefined },
    { ...EVENT, headers: { a: 1 } },
    { ...EVENT, queryStringParameters: { a: { $gt: '' } } },
    { ...EVENT, body: { a: 1 } },
  ])('is refused: %j', (event) => {
    expect(() => readHttpEvent(HTTP, event)).toThrow(httpOnly)
  })

  it.each([
    'wx_client',
    'wx_client,scf',
    'wx_client,wx_http',
    'wx_devtools',
    'wx_localdebug',
    'wx_crawler,scf',
    'wx_trigger',
    'wx_trigger,scf',
    'wx_paycallback',
  ])('is refused: a whole event from %s', (SOURCE) => {
    expect(() => read({}, { SOURCE, OPENID: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' })).toThrow(httpOnly)
  })

  it.each([{ SOURCE: ['wx_client'] }, { SOURCE: 1 }, undefined, null, 'wx_http'])(
    'is refused: a source that cannot be read: %j',
    (context) => {
      expect(() => readHttpEvent(context, EVENT)).toThrow(httpOnly)
    },
  )

  // Assumption: the platform says wx_http, or nothing, of HTTP access.
  it.each([{}, { SOURCE: '' }, { SOURCE: 'wx_http' }, { SOURCE: 'wx_unknown' }])(
    'is not this: %j',
    (context) => {
      expect(read({}, context).method).toBe('GET')
    },
  )
})

describe('what is answered', () => {
  it('has the form of an integrated answer; cookies are a list, of which none swallows another', async () => {
    const headers = new Headers({ location: '/x', 'content-type': 'text/plain;charset=UTF-8' })
    headers.append('set-cookie', 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT')
    headers.append('set-cookie', 'b=2')
    expect(await httpResultOf(new Response('中文', { status: 302, headers }))).toEqual({
      statusCode: 302,
      headers: {
        location: '/x',
        'content-type': 'text/plain;charset=UTF-8',
        'set-cookie': ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=2'],
      },
      body: '中文',
    })
  })

  it('names no cookies where there are none', async () => {
    expect(await httpResultOf(new Response(null, { status: 204 }))).toEqual({
      statusCode: 204,
      headers: {},
      body: '',
    })
  })
})
