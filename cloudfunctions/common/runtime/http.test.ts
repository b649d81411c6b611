import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import type { Endpoint, HttpCall } from './http.ts'
import { defineHttp } from './http.ts'
import type { HttpResult } from './httpEvent.ts'

const PREFIX = '/gateway'

/** What each path was asked, in the order in which they were. */
const asked: HttpCall[] = []

const endpoint = (change: Partial<Endpoint>): Endpoint => ({
  method: 'GET',
  path: '/plain',
  client: 'program',
  fromPages: false,
  answer: async (call) => {
    asked.push(call)
    return { json: { ok: true } }
  },
  ...change,
})
const refusing = (error: unknown) => async () => {
  throw error
}

const limited = new OneIdError('RATE_LIMITED', 'so many', { afterMs: 1_001 })
const ENDPOINTS: readonly Endpoint[] = [
  endpoint({}),
  endpoint({ method: 'POST', path: '/plain' }),
  endpoint({ path: '/apps/:app/of/:person', client: 'browser' }),
  endpoint({
    path: '/keys',
    fromPages: true,
    answer: async () => ({ json: { keys: [] }, maxAgeSeconds: 300 }),
  }),
  endpoint({ path: '/text', answer: async () => ({ text: '<b>success</b>' }) }),
  endpoint({
    path: '/go',
    client: 'browser',
    answer: async () => ({ location: 'https://www.example.com/login?a=1', cookies: ['a=1; Path=/', 'b=2'] }),
  }),
  endpoint({ path: '/limited', answer: refusing(limited) }),
  endpoint({
    method: 'POST',
    path: '/field',
    answer: refusing(new OneIdError('INPUT_INVALID', 'secret detail', { field: 'a.b' })),
  }),
  endpoint({ path: '/broken', answer: refusing(new TypeError('secret detail')) }),
  endpoint({
    path: '/page',
    client: 'browser',
    answer: refusing(new OneIdError('STATE_INVALID', 'secret detail')),
  }),
]

const main = defineHttp('gateway', ENDPOINTS, { origins: ['https://www.example.com'], prefix: () => PREFIX })

const ask = (
  path: string,
  { method = 'GET', headers = {}, query = {}, body = '', requestId = 'r1' } = {},
): Promise<HttpResult> =>
  main(
    { path, httpMethod: method, headers, queryStringParameters: query, body, isBase64Encoded: false },
    { request_id: requestId },
  )
const jsonOf = ({ body }: HttpResult): unknown => JSON.parse(body)

beforeEach(() => {
  asked.length = 0
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(() => vi.restoreAllMocks())

/** What was written to the log, one object for each line. */
const logged = (): unknown[] =>
  [...vi.mocked(console.log).mock.calls, ...vi.mocked(console.error).mock.calls].map(([line]) =>
    JSON.parse(v.parse(v.string(), line)),
  )

describe('a path', () => {
  it('gets what the request says', async () => {
    const headers = { 'X-Real-IP': '192.0.2.1', cookie: 'oneid-a=sealed; b=2', authorization: 'Bearer t' }
    await ask('/plain', { method: 'POST', headers, query: { a: '1' }, body: '{}' })
    const [call] = asked
    expect(call).toMatchObject({ params: {}, query: { a: '1' }, address: '192.0.2.1' })
    expect(call?.header('Authorization')).toBe('Bearer t')
    expect(call?.cookie('oneid-a')).toBe('sealed')
    expect(call?.cookie('oneid-b')).toBeUndefined()
    expect(await call?.text()).toBe('{}')
  })

  it('has parameters, whose names and bounds are those of the path', async () => {
    await ask('/apps/news/of/%E4%B8%AD')
    expect(asked[0]?.params).toEqual({ app: 'news', person: '中' })
    expect((await ask('/apps/a%2Fb/of/c')).statusCode).toBe(200)
    expect(asked[1]?.params).toEqual({ app: 'a/b', person: 'c' })
    expect((await ask('/apps//of/c')).statusCode).toBe(404)
    expect((await ask('/apps/a/b/of/c')).statusCode).toBe(404)
  })

  it('is the same behind the prefix of the address, once', async () => {
    for (const path of ['/plain', '/gateway/plain']) expect((await ask(path)).statusCode).toBe(200)
    for (const path of ['/gateway/gateway/plain', '/gatewayplain', '/gateway', '/other/plain'])
      expect((await ask(path)).statusCode).toBe(404)
  })

  it('that nobody sent an address with is asked from one place: nobody gets a limit of their own', async () => {
    await ask('/plain', { headers: { 'x-forwarded-for': '192.0.2.1', 'x-client-ip': '192.0.2.1' } })
    expect(asked[0]?.address).toBe('unknown')
  })

  it.each([
    ['GET', '/absent'],
    ['GET', '/'],
    ['GET', '/plain/'],
    ['GET', '/PLAIN'],
    ['PUT', '/plain'],
    ['DELETE', '/plain'],
    ['POST', '/keys'],
    ['GET', '/field'],
    ['TRACE', '/plain'],
  ])('%s %s is nothing that there is', async (method, path) => {
    const reply = await ask(path, { method })
    expect(reply.statusCode).toBe(404)
    expect(jsonOf(reply)).toEqual({
      ok: false,
      code: 'PATH_UNKNOWN',
      message: '请求的地址不存在',
      requestId: 'r1',
    })
    expect(asked).toEqual([])
  })

  it('answers HEAD with what GET says, without the body', async () => {
    const { statusCode, headers, body } = await ask('/text', { method: 'HEAD' })
    expect({ statusCode, body, type: headers['content-type'] }).toEqual({
      statusCode: 200,
      body: '',
      type: 'text/plain; charset=utf-8',
    })
  })
})

/** Of every answer: private, of no type but its own, and silent about where it was. */
const EVERY = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

describe('an answer', () => {
  it('is JSON that nobody keeps', async () => {
    expect(await ask('/plain')).toEqual({
      statusCode: 200,
      headers: { ...EVERY, 'content-type': 'application/json; charset=utf-8' },
      body: '{"ok":true}',
    })
  })

  it('may be kept by everybody where it says so, each origin for itself', async () => {
    expect((await ask('/keys')).headers).toEqual({
      ...EVERY,
      'cache-control': 'public, max-age=300',
      'content-type': 'application/json; charset=utf-8',
      vary: 'origin',
    })
  })

  it('is text that is no page', async () => {
    expect(await ask('/text')).toEqual({
      statusCode: 200,
      headers: { ...EVERY, 'content-type': 'text/plain; charset=utf-8' },
      body: '<b>success</b>',
    })
  })

  it('leads elsewhere, with cookies', async () => {
    expect(await ask('/go')).toEqual({
      statusCode: 302,
      headers: {
        ...EVERY,
        location: 'https://www.example.com/login?a=1',
        'set-cookie': ['a=1; Path=/', 'b=2'],
      },
      body: '',
    })
  })

  it('leaves one line in the log, without query, headers and body', async () => {
    await ask('/plain', { headers: { authorization: 'Bearer t0ken' }, query: { code: 'c0de' } })
    expect(logged()).toEqual([
      { function: 'gateway', requestId: 'r1', path: 'GET /plain', requests: 0, ms: expect.any(Number) },
    ])
  })
})

describe('a refusal', () => {
  it('tells a program its code, and the field where there is one', async () => {
    const reply = await ask('/field', { method: 'POST' })
    expect(reply).toMatchObject({ statusCode: 400, headers: EVERY })
    expect(jsonOf(reply)).toEqual({
      ok: false,
      code: 'INPUT_INVALID',
      message: expect.any(String),
      requestId: 'r1',
      field: 'a.b',
    })
    expect(reply.headers).not.toHaveProperty('retry-after')
  })

  it('says after how many seconds, never too early', async () => {
    const reply = await ask('/limited')
    expect(reply).toMatchObject({ statusCode: 429, headers: { 'retry-after': '2' } })
    expect(jsonOf(reply)).toMatchObject({ code: 'RATE_LIMITED', retry: 'later' })
  })

  it('of what should not have happened says no more than that', async () => {
    const reply = await ask('/broken')
    expect(reply.statusCode).toBe(500)
    expect(jsonOf(reply)).toEqual({
      ok: false,
      code: 'INTERNAL',
      message: expect.any(String),
      requestId: 'r1',
    })
    expect(reply.body).not.toContain('secret detail')
    expect(logged()).toMatchObject([{ path: 'GET /broken', code: 'INTERNAL' }])
  })

  it('is a page where a person looks at it, which loads nothing, and whose words are escaped', async () => {
    const reply = await ask('/page', { requestId: '"><script>alert(1)</script>' })
    expect(reply).toMatchObject({
      statusCode: 400,
      headers: {
        ...EVERY,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      },
    })
    expect(reply.body).toContain('<html lang="zh-CN">')
    expect(reply.body).toContain('登录请求已失效，请返回重试')
    expect(reply.body).toContain('STATE_INVALID · &quot;&gt;&lt;script&gt;')
    expect(reply.body).not.toContain('<script>')
    expect(reply.body).not.toContain('secret detail')
  })

  it('of something that is no HTTP event is one, too', async () => {
    const reply = await main({ path: '/plain' }, { request_id: 'r1' })
    expect(reply.statusCode).toBe(400)
    expect(jsonOf(reply)).toMatchObject({ code: 'HTTP_ONLY' })
    expect(asked).toEqual([])
  })
})
