import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud } from './localCloud.ts'
import type { LocalCloud } from './localCloudOptions.ts'

const functionsRoot = mkdtempSync(join(tmpdir(), 'oneid-doors-'))
let cloud: LocalCloud
let port = 0

beforeAll(async () => {
  cloud = await startLocalCloud({
    world: {
      apps: [{ appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null }],
      people: [{ id: 'alice', name: 'Alice' }],
    },
    functionsRoot,
    storage: 'memory',
    port: 0,
  })
  port = Number(new URL(cloud.url).port)
})
afterAll(async () => {
  await cloud.close()
  rmSync(functionsRoot, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** fetch() sets Host and Origin by itself; this sends exactly what it is given. */
const send = (method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (reply) => {
      let text = ''
      reply.on('data', (data) => {
        text += String(data)
      })
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const json = { 'content-type': 'application/json' }

/** A request that each of the three closed doors takes. */
const DOORS = [
  ['POST', '/__cloud/callFunction', { ...json, 'x-person': 'alice' }, '{"name":"absent"}'],
  ['POST', '/__world/clock', json, '{"advance":1}'],
] as const

describe('Host', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('%s with our port is let in', async (name) => {
    expect(await send('GET', '/health', { host: `${name}:${port}` })).toMatchObject({ status: 200 })
  })

  it.each([
    ['a name that resolves to this machine', 'rebound.example:PORT'],
    ['another port', '127.0.0.1:1'],
    ['no port', 'localhost'],
    ['a name that begins like ours', '127.0.0.1.example:PORT'],
  ])('%s is refused everywhere', async (_, host) => {
    const headers = { host: host.replace('PORT', String(port)) }
    for (const path of ['/health', '/simulator/', '/__world/people', '/wechat/api.weixin.qq.com/']) {
      expect(await send('GET', path, headers)).toMatchObject({ status: 403 })
    }
    expect(await send('POST', '/admin', { ...headers, ...json }, '{}')).toMatchObject({ status: 403 })
  })
})

describe('Origin', () => {
  it.each(DOORS)('%s %s: absent or ours is let in', async (method, path, headers, body) => {
    expect((await send(method, path, headers, body)).status).toBe(200)
    expect((await send(method, path, { ...headers, origin: `http://localhost:${port}` }, body)).status).toBe(
      200,
    )
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1.evil.example'])(
    '%s is refused, and nothing happens',
    async (origin) => {
      const before = cloud.calls.list().length
      for (const [method, path, headers, body] of DOORS) {
        expect(await send(method, path, { ...headers, origin }, body)).toMatchObject({ status: 403 })
      }
      expect(await send('GET', '/__world/people', { origin })).toMatchObject({ status: 403 })
      expect(await send('POST', '/admin', { ...json, origin }, '{}')).toMatchObject({ status: 403 })
      expect(cloud.calls.list().length).toBe(before)
    },
  )

  it('the simulated WeChat takes nothing from another page, whoever knows an AppSecret', async () => {
    const path = '/wechat/api.weixin.qq.com/cgi-bin/stable_token'
    const headers = { 'content-type': 'text/plain', origin: 'https://evil.example' }
    expect(await send('POST', path, headers, '{}')).toMatchObject({ status: 403 })
    expect(await send('POST', path, { 'content-type': 'text/plain' }, '{}')).toMatchObject({ status: 200 })
  })

  it('no answer allows another page to read it', async () => {
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    for (const answer of [
      await send('OPTIONS', '/__cloud/callFunction', preflight),
      await send('GET', '/health', { origin: 'https://evil.example' }),
    ]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })
})

/** Fetch Metadata, w3.org/TR/fetch-metadata: what a browser says of every request, those without Origin too. */
const fetched = (site: string, mode: string, dest: string) => ({
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
})

describe('what a page loads without CORS', () => {
  const paths = ['/simulator/', '/simulator/app.js', '/__world/people', '/wechat/api.weixin.qq.com/sns/auth']

  it.each([
    ['a script of another site', fetched('cross-site', 'no-cors', 'script')],
    ['a picture of a page of another port', fetched('same-site', 'no-cors', 'image')],
    ['a frame', fetched('cross-site', 'navigate', 'iframe')],
  ])('%s gets nothing', async (_, headers) => {
    for (const path of paths) expect(await send('GET', path, headers)).toMatchObject({ status: 403 })
  })

  it.each([
    ['a script of our own page', fetched('same-origin', 'no-cors', 'script')],
    ['an address that somebody types', fetched('none', 'navigate', 'document')],
    ['a link of another page', fetched('cross-site', 'navigate', 'document')],
  ])('%s is let in', async (_, headers) => {
    for (const path of paths) expect((await send('GET', path, headers)).status).not.toBe(403)
  })

  it('a form of another page is no link', async () => {
    const headers = { ...json, ...fetched('same-site', 'navigate', 'document') }
    expect(await send('POST', '/__world/clock', headers, '{"advance":1}')).toMatchObject({ status: 403 })
  })
})

describe('content type', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    '"%s", which a form can send, is refused',
    async (type) => {
      const headers = type === '' ? {} : { 'content-type': type }
      for (const [method, path, , body] of DOORS) {
        expect(await send(method, path, { ...headers, 'x-person': 'alice' }, body)).toMatchObject({
          status: 403,
        })
      }
      if (!type.startsWith('multipart/')) {
        expect(await send('POST', '/admin', headers, '{}')).toMatchObject({ status: 403 })
      }
    },
  )

  it('multipart, in which the SDK sends cloud calls, reaches the credential of /admin', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expect(await send('POST', '/admin', headers, '{}')).toMatchObject({ status: 401 })
  })

  it('application/json with a charset is let in', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    expect(await send('POST', '/__world/clock', headers, '{"advance":1}')).toMatchObject({ status: 200 })
  })
})

describe('the credential of /admin', () => {
  const authorization = (secretId: string) =>
    `TC3-HMAC-SHA256 Credential=${secretId}/2026-11-20/tcb/tc3_request, Signature=0`
  const body = JSON.stringify({ action: 'database.addCollection', collectionName: 'stolen' })

  it.each([
    ['none', {}],
    ['an invented one', { authorization: authorization(`LOCAL${'0'.repeat(32)}`) }],
  ])('%s is refused, and nothing is written', async (_, headers) => {
    expect(await send('POST', '/admin', { ...json, ...headers }, body)).toMatchObject({
      status: 401,
      body: expect.stringContaining('SIGN_PARAM_INVALID'),
    })
    expect(cloud.database.collections()).toEqual([])
  })

  it('one that this local cloud issued is let in', async () => {
    const secretId = cloud.environment('test')['TENCENTCLOUD_SECRETID'] ?? ''
    const answer = await send('POST', '/admin', { ...json, authorization: authorization(secretId) }, body)
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('requestId') })
    expect(cloud.database.collections()).toHaveLength(1)
  })
})

describe('what the addresses answer', () => {
  it('health: status, version and functions', async () => {
    const { body } = await send('GET', '/health', {})
    expect(JSON.parse(body)).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      functions: [],
    })
  })

  it('the world: apps and people', async () => {
    expect(JSON.parse((await send('GET', '/__world/apps', {})).body)).toEqual([
      { appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null },
    ])
    expect(JSON.parse((await send('GET', '/__world/people', {})).body)).toEqual([
      { id: 'alice', name: 'Alice' },
    ])
  })

  it.each([
    ['no JSON', '{"advance"'],
    ['no change of a clock', '{"jump":1}'],
    ['a duration that is none', '{"advance":"soon"}'],
    ['the past', '{"set":0}'],
  ])('a clock that is told %s answers 400 and stays', async (_, body) => {
    const before = cloud.clock.read().frozen
    expect(await send('POST', '/__world/clock', json, body)).toMatchObject({ status: 400 })
    expect(cloud.clock.read().frozen).toBe(before)
  })

  it('the clock can be frozen and advanced', async () => {
    const frozen = JSON.parse((await send('POST', '/__world/clock', json, '{"frozen":true}')).body)
    const later = JSON.parse((await send('POST', '/__world/clock', json, '{"advance":"4m59s"}')).body)
    expect(later).toEqual({ now: frozen.now + 299_000, frozen: true })
    await send('POST', '/__world/clock', json, '{"frozen":false}')
  })

  // 40066 is the platform's "invalid url"; errmsg ends with a rid of three times eight hexadecimal digits.
  it('the simulated api.weixin.qq.com answers an unknown path as WeChat does', async () => {
    const answer = await send('GET', '/wechat/api.weixin.qq.com/no/such/path', {})
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toEqual({
      errcode: 40066,
      errmsg: expect.stringMatching(/^invalid url rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    })
  })

  it.each([
    ['a person who is nobody', { 'x-person': 'eve' }, '{"name":"login"}', 'alice'],
    ['nobody', {}, '{"name":"login"}', 'x-person'],
    ['malformed JSON', { 'x-person': 'alice' }, '{"name":', 'JSON'],
    ['a call without a name', { 'x-person': 'alice' }, '{"data":{}}', 'JSON'],
  ])(
    'a call by %s: errCode and errMsg as wx.cloud gives them, with the fix',
    async (_, headers, body, fix) => {
      const answer = await send('POST', '/__cloud/callFunction', { ...json, ...headers }, body)
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toEqual({ errCode: -601002, errMsg: expect.stringContaining(fix) })
      expect(answer.body).toContain('cloud.callFunction:fail')
    },
  )

  it('a function that does not exist is not found, and a port in use is said with the fix', async () => {
    const answer = await send(
      'POST',
      '/__cloud/callFunction',
      { ...json, 'x-person': 'alice' },
      '{"name":"absent"}',
    )
    expect(JSON.parse(answer.body)).toMatchObject({ errCode: -501000 })
    const second = startLocalCloud({
      world: { apps: cloud.world.apps, people: cloud.world.people },
      functionsRoot,
      storage: 'memory',
      port,
    })
    await expect(second).rejects.toMatchObject({ code: 'PORT_IN_USE', fix: 'npm start -- --port 0' })
  })
})
