import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Listening } from './listen.ts'
import { listen } from './listen.ts'
import { createPushDelivery } from './pushDelivery.ts'
import type { PushRequest } from './wechat/push/request.ts'

const request: PushRequest = {
  method: 'POST',
  query: { signature: 's', openid: 'oA' },
  contentType: 'text/xml',
  body: '<xml></xml>',
  event: { MsgType: 'event', Event: 'subscribe' },
  appid: 'wx00000000000000a1',
  openid: 'oA',
  signal: new AbortController().signal,
}
const access = async (): Promise<string> => `http://127.0.0.1:${server.port}`
const deliver = createPushDelivery(() => Promise.reject(new Error('called')), access)
const to = (url: string) => deliver({ url, token: 'abc', mode: 'plain', format: 'xml' }, request)

let server: Listening
beforeAll(async () => {
  const app = new Hono()
  app.post('/push', async ({ req, json }) =>
    json({ query: req.query(), type: req.header('content-type'), body: await req.text() }),
  )
  app.post('/http/gateway/push', async ({ req, json }) => json({ path: req.path, query: req.query() }))
  app.post('/elsewhere', ({ redirect }) => redirect('/push', 307))
  server = await listen(app, 0)
})
afterAll(() => server.close())

describe('to a URL', () => {
  it('sends query and body, and keeps what the URL has already', async () => {
    const reply = await to(`http://127.0.0.1:${server.port}/push?key=1`)
    expect(reply.status).toBe(200)
    expect(JSON.parse(reply.body)).toEqual({
      query: { key: '1', signature: 's', openid: 'oA' },
      type: 'text/xml',
      body: '<xml></xml>',
    })
  })

  it('that is a path: to the HTTP access service, wherever that is', async () => {
    const reply = await to('/http/gateway/push?key=1')
    expect(JSON.parse(reply.body)).toEqual({
      path: '/http/gateway/push',
      query: { key: '1', signature: 's', openid: 'oA' },
    })
  })

  it('follows no redirect', async () => {
    expect((await to(`http://127.0.0.1:${server.port}/elsewhere`)).status).toBe(307)
  })

  it.each([
    'http://example.com/',
    'https://127.0.0.1.example.com/',
    'file:///etc/passwd',
    'http://10.0.0.1/',
  ])('%s is not on this machine', async (url) => {
    await expect(to(url)).rejects.toThrow('not on this machine')
  })
})

it.each([
  ['answers', { requestId: '1', result: 'anything', resultBytes: 1 }, 200],
  ['fails', { requestId: '1', failure: { kind: 'timed-out', seconds: 3 } }, 500],
] as const)('a function that %s', async (_, outcome, status) => {
  const calls: unknown[] = []
  const toFunction = createPushDelivery(async (...call) => {
    calls.push(call)
    return outcome
  }, access)
  const target = { function: 'pushed', token: 'abc', mode: 'plain', format: 'xml' } as const
  expect(await toFunction(target, request)).toEqual({ status, body: '' })
  expect(calls).toEqual([
    ['pushed', request.event, { source: 'wx_unknown', appid: 'wx00000000000000a1', openid: 'oA' }],
  ])
})
