import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { defineHttp } from '../../cloudfunctions/common/runtime/http.ts'
import { createRateLimiter } from '../../cloudfunctions/common/runtime/rateLimit.ts'
import { fingerprintOf } from '../../cloudfunctions/common/store/fingerprint.ts'
import { endpointsOf } from '../../cloudfunctions/gateway/endpoints.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'
import { requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { BEGIN, KEYS, openGateway, WRONG_KEY } from './gatewayWorld.ts'

/**
 * A42: who calls in a loop is stopped before the database or WeChat is asked for anything, and nobody else is. The
 * limits are those of the sample: in a minute 600 calls from one address, 120 of one person, 6,000 with one key.
 */

let gateway: GatewayWorld

beforeAll(async () => {
  // Each instance counts for itself.
  gateway = await openGateway({ instances: 1, world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(async () => {
  await resetWorld(gateway.world)
  // What was used up comes back within a minute.
  gateway.world.clock.advance('1m')
})
afterAll(() => gateway.close())

const ReplySchema = v.object({
  statusCode: v.number(),
  headers: v.looseObject({ 'retry-after': v.optional(v.string()) }),
  body: v.string(),
})
type Reply = v.InferOutput<typeof ReplySchema>

interface Request {
  readonly method?: string
  readonly path: string
  readonly address?: string
  readonly bearer?: string
  readonly body?: object
}

const eventOf = ({ method = 'POST', path, address = '192.0.2.1', bearer, body = {} }: Request) => ({
  path,
  httpMethod: method,
  headers: {
    'x-real-ip': address,
    'content-type': 'application/json',
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  },
  queryStringParameters: {},
  body: JSON.stringify(body),
  isBase64Encoded: false,
})

/** As the HTTP access service calls, which alone can say from which address. */
const ask = async (request: Request): Promise<Reply> =>
  v.parse(ReplySchema, await gateway.world.callAs({ source: 'wx_http' }, 'gateway', eventOf(request)))

/** Asks until it is refused for asking too often: how often it was not, and how many requests of the database that took. */
const storm = async (request: Request) => {
  let requests = 0
  for (let passed = 0; passed < 1_000; passed++) {
    const refused = await ask(request)
    requests += requestsOf(gateway.world).length
    if (refused.statusCode === 429) return { passed, refused, requests }
  }
  throw new Error('never refused')
}
const seconds = (text: string) => ({ statusCode: 429, headers: { 'retry-after': text } })

describe('a storm', () => {
  it('from one address on an open path: 600, then 429; other addresses and other paths go on', async () => {
    const request = { path: '/sessions/refresh', body: { app: 'shop', refreshToken: 'not-a-token' } }
    const { passed, refused, requests } = await storm(request)
    expect(passed).toBe(600)
    expect(refused).toMatchObject(seconds('1'))
    expect(JSON.parse(refused.body)).toEqual({
      ok: false,
      code: 'RATE_LIMITED',
      message: '操作太频繁，请稍后重试',
      requestId: expect.any(String),
      retry: 'later',
    })
    expect(requests).toBe(0)
    expect(await ask({ ...request, address: '192.0.2.2' })).toMatchObject({ statusCode: 401 })
    expect(await ask({ ...request, path: '/sessions/end' })).toMatchObject({ statusCode: 401 })
    expect(await ask({ method: 'GET', path: '/health' })).toMatchObject({ statusCode: 200 })
    gateway.world.clock.advance('100ms')
    expect(await ask(request)).toMatchObject({ statusCode: 401 })
    expect(await ask(request)).toMatchObject(seconds('1'))
  })

  it('that claims to come from many addresses comes from one: only the gateway in front of us says which', async () => {
    const headers = (n: number) => ({ 'x-real-ip': `203.0.113.${n}`, 'x-forwarded-for': `203.0.113.${n}` })
    const answers: number[] = []
    for (let n = 0; n < 601; n++) answers.push((await gateway.ask('/health', { headers: headers(n) })).status)
    expect(answers.slice(-2)).toEqual([200, 429])
  })

  it('of one person: 120, then 429 without a request, from whatever address; others go on', async () => {
    const [alice, bob] = [await gateway.signIn('alice', 'shop'), await gateway.signIn('bob', 'shop')]
    const club = await gateway.signIn('alice', 'club')
    const request = { path: '/account', bearer: alice.accessToken, body: { action: 'none' } }
    const { passed, refused, requests } = await storm(request)
    expect(passed).toBe(120)
    expect(refused).toMatchObject(seconds('1'))
    // One for the session each time that it was let through.
    expect(requests).toBe(120)
    for (const address of ['192.0.2.2', '192.0.2.3']) {
      expect(await ask({ ...request, address })).toMatchObject(seconds('1'))
      expect(requestsOf(gateway.world)).toEqual([])
    }
    // Another person, the same person in another app, and the same person elsewhere.
    for (const bearer of [bob.accessToken, club.accessToken])
      expect(await ask({ ...request, bearer, body: { action: 'me' } })).toMatchObject({ statusCode: 200 })
    expect(await ask({ path: '/sessions/end-all', bearer: alice.accessToken })).toMatchObject({
      statusCode: 200,
    })
    gateway.world.clock.advance('500ms')
    expect(await ask(request)).toMatchObject({ statusCode: 401 })
    expect(await ask(request)).toMatchObject(seconds('1'))
  })

  it('of somebody without a session is that of an address: 600, without a request', async () => {
    const { passed, refused, requests } = await storm({
      path: '/account',
      bearer: 'not-a-token',
      body: { action: 'me' },
    })
    expect(passed).toBe(600)
    expect(refused).toMatchObject(seconds('1'))
    expect(requests).toBe(0)
  })

  it('of wrong keys: 600 from one address, and who has a key goes on from there', async () => {
    const request = { path: '/resolve/ids', bearer: WRONG_KEY }
    const { passed, refused, requests } = await storm(request)
    expect(passed).toBe(600)
    expect(refused).toMatchObject(seconds('1'))
    expect(requests).toBe(0)
    expect(await ask({ ...request, bearer: KEYS.crm })).toMatchObject({ statusCode: 400 })
    expect(await ask({ ...request, address: '192.0.2.2' })).toMatchObject({ statusCode: 401 })
  })
})

describe('with one key', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  /** In this process, where no database can be reached: whoever got as far would be told so. */
  const inProcess = () => {
    const config = readConfig(input)
    const main = defineHttp(
      'gateway',
      endpointsOf({
        config,
        limiter: createRateLimiter(config.limits),
        secretOf: (name) => new Secret(fingerprintOf(name === 'ONEID_KEY_CRM' ? KEYS.crm : KEYS.operator)),
        tokens: () => {
          throw new Error('nobody asks')
        },
        address: () => 'https://id.example.com',
      }),
      { origins: [], prefix: () => '' },
    )
    vi.spyOn(console, 'log').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
    vi.useFakeTimers({ now: Date.parse(BEGIN), toFake: ['Date'] })
    return async (request: Request) =>
      v.parse(ReplySchema, await main(eventOf(request), { request_id: 'r1' }))
  }

  it('6,000 in a minute, then 429; another key and another path go on', async () => {
    const send = inProcess()
    const request = { path: '/resolve/ids', bearer: KEYS.crm }
    let passed = 0
    while (passed < 7_000 && (await send(request)).statusCode === 400) passed += 1
    expect(passed).toBe(6_000)
    expect(await send(request)).toMatchObject(seconds('1'))
    expect(await send({ ...request, path: '/resolve/users' })).toMatchObject({ statusCode: 400 })
    expect(await send({ path: '/import/rows', bearer: KEYS.operator })).toMatchObject({ statusCode: 400 })
  })
})
