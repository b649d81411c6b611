import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

const { resolve } = createRequire(import.meta.url)

const SOURCES: Readonly<Record<string, string>> = {
  echo: `const cloud = require(${JSON.stringify(resolve('wx-server-sdk'))})
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
    exports.main = (event) => { const { SOURCE, OPENID } = cloud.getWXContext(); return { event, SOURCE, OPENID } }`,
  image: `exports.main = ({ body, isBase64Encoded }) => ({ statusCode: 201, isBase64Encoded, headers: { 'content-type': 'image/png' }, body })`,
  badHeader: `exports.main = () => ({ statusCode: 200, headers: { 'a b': '1' }, body: '' })`,
  toWeChat: `exports.main = ({ queryStringParameters: { to } }) => ({ statusCode: 302, headers: { location: to } })`,
  throws: `exports.main = () => { throw new Error('boom') }`,
  nothing: `exports.main = () => {}`,
  text: `exports.main = () => 'plain'`,
  slow: `exports.main = () => new Promise(() => {})`,
  link: `exports.main = () => process.env.LINK`,
}

const root = mkdtempSync(join(tmpdir(), 'oneid-http-'))
let world: TestWorld

beforeAll(async () => {
  for (const [name, source] of Object.entries(SOURCES)) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'index.js'), source)
  }
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: root,
    functionSettings: {
      slow: { timeoutSeconds: 0.2 },
      link: { environment: { LINK: '{{local.http}}/text' } },
    },
  })
})

afterAll(async () => {
  await world.close()
  rmSync(root, { recursive: true, force: true })
})

it('brings the request to the function, and nobody’s identity', async () => {
  const reply = await fetch(`${world.http('echo')}/a/b?x=1`, {
    method: 'PUT',
    headers: { 'content-type': 'text/plain', 'x-person': 'alice' },
    body: 'hello',
  })
  expect(reply.status).toBe(200)
  const answer = await reply.json()
  expect(answer).toMatchObject({
    SOURCE: 'wx_http',
    event: {
      path: '/a/b',
      httpMethod: 'PUT',
      queryStringParameters: { x: '1' },
      headers: { 'x-person': 'alice' },
      body: 'hello',
      isBase64Encoded: false,
    },
  })
  expect(answer).not.toHaveProperty('OPENID')
  expect(answer).not.toHaveProperty('event.userInfo')
})

it('says who sent the request, whatever the client says', async () => {
  const reply = await fetch(world.http('echo'), {
    headers: { 'x-real-ip': '192.0.2.1', 'x-forwarded-for': '192.0.2.1', 'x-client-proto': 'https' },
  })
  expect(await reply.json()).toMatchObject({
    event: {
      headers: {
        'x-real-ip': '127.0.0.1',
        'x-forwarded-for': '192.0.2.1, 127.0.0.1',
        'x-client-proto': 'http',
        'x-forwarded-proto': 'http',
      },
    },
  })
})

it('tells a function its own address, though nobody chose the port', async () => {
  const link = await world.person('alice').in('shop').call('link')
  expect(link).toBe(world.http('text'))
  expect(await (await fetch(String(link))).text()).toBe('plain')
})

it('carries bytes both ways', async () => {
  const bytes = Uint8Array.from([0x89, 0x50, 0xff, 0x00])
  const reply = await fetch(world.http('image'), {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: bytes,
  })
  expect({ status: reply.status, type: reply.headers.get('content-type') }).toEqual({
    status: 201,
    type: 'image/png',
  })
  expect(new Uint8Array(await reply.arrayBuffer())).toEqual(bytes)
})

it.each([
  ['absent', 404, 'FUNCTION_NOT_FOUND'],
  ['throws', 500, 'FUNCTION_INVOCATION_FAILED'],
  ['slow', 504, 'FUNCTION_TIME_LIMIT_EXCEEDED'],
  ['badHeader', 500, 'FUNCTION_INVOCATION_FAILED'],
])('%s is %i', async (name, status, code) => {
  const reply = await fetch(world.http(name))
  expect(reply.status).toBe(status)
  expect(await reply.json()).toMatchObject({ code, requestId: expect.any(String) })
})

// docs.cloudbase.net/en/error-code/EXCEED_MAX_PAYLOAD_SIZE: 100 KB of text, 6 MB of everything else.
it('takes 100 KB of text and 6 MB of everything else', async () => {
  const send = async (type: string, bytes: number) =>
    (
      await fetch(world.http('nothing'), {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'x'.repeat(bytes),
      })
    ).status
  expect(await send('text/plain', 102_400)).toBe(200)
  expect(await send('text/plain', 102_401)).toBe(413)
  expect(await send('image/png', 102_401)).toBe(200)
  expect(await send('image/png', 6_291_457)).toBe(413)
})

it.each([
  [
    'https://open.weixin.qq.com/connect/qrconnect?appid=wx1#wechat_redirect',
    '/wechat/open.weixin.qq.com/connect/qrconnect?appid=wx1#wechat_redirect',
  ],
  ['https://open.weixin.qq.com.example/x', undefined],
  ['https://www.example.com/?next=https://open.weixin.qq.com/', undefined],
])('sends a browser to the simulated pages of WeChat, and elsewhere as it is told: %s', async (to, path) => {
  const address = `${world.http('toWeChat')}?${new URLSearchParams({ to })}`
  const reply = await fetch(address, { redirect: 'manual' })
  const { origin } = new URL(address)
  expect(reply.headers.get('location')).toBe(path === undefined ? to : `${origin}${path}`)
})

it('answers to its own name only, so that no page reaches it by a name of its own', async () => {
  const { hostname, port, pathname } = new URL(world.http('text'))
  const statusFor = (host: string): Promise<number | undefined> =>
    new Promise((done, reject) => {
      get({ hostname, port, path: pathname, headers: { host } }, (reply) => {
        reply.resume()
        done(reply.statusCode)
      }).on('error', reject)
    })
  expect(await statusFor(`localhost:${port}`)).toBe(200)
  expect(await statusFor(`evil.example:${port}`)).toBe(403)
  expect(await statusFor(new URL(world.url).host)).toBe(403)
})

it('shares no port with the local cloud, and lets no page of another origin read', async () => {
  expect(new URL(world.http('text')).port).not.toBe(new URL(world.url).port)
  const reply = await fetch(world.http('text'), { headers: { origin: 'https://example.com' } })
  expect(await reply.text()).toBe('plain')
  expect(reply.headers.has('access-control-allow-origin')).toBe(false)
  expect((await fetch(`${new URL(world.http('text')).origin}/__world/people`)).status).toBe(404)
})

it('finds no function behind an address that is no text', async () => {
  const reply = await fetch(world.http('%E0%A4%A'))
  expect(reply.status).toBe(404)
})
