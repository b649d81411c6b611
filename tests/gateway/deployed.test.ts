import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { defineHttp } from '../../cloudfunctions/common/runtime/http.ts'
import { createRateLimiter } from '../../cloudfunctions/common/runtime/rateLimit.ts'
import { lazyTokens } from '../../cloudfunctions/common/runtime/tokens.ts'
import { endpointsOf } from '../../cloudfunctions/gateway/endpoints.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'
import type { Caller } from '../../emulator/cloudbase/caller.ts'
import { requestsOf } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { openGateway, PAGE, pkce } from './gatewayWorld.ts'

/** What only shows where it is deployed: an https address, and everybody who calls functions and is no HTTP request. */

const ReplySchema = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.union([v.string(), v.array(v.string())])),
  body: v.string(),
})

const config = readConfig(input)
const KEY = new Secret(Buffer.alloc(32, 7).toString('base64url'))

const eventOf = (path: string, query: Readonly<Record<string, string>> = {}, headers = {}) => ({
  path,
  httpMethod: 'GET',
  headers: { 'x-real-ip': '192.0.2.1', ...headers },
  queryStringParameters: query,
  body: '',
  isBase64Encoded: false,
})

describe.each([
  ['https://id.example.com', '/oauth'],
  ['https://id.example.com/gateway', '/gateway/oauth'],
])('at %s', (address, cookiePath) => {
  const main = defineHttp(
    'gateway',
    endpointsOf({
      config,
      limiter: createRateLimiter(config.limits),
      secretOf: () => KEY,
      tokens: lazyTokens(
        config.gateway,
        () => KEY,
        () => address,
      ),
      address: () => address,
    }),
    { origins: [], prefix: () => new URL(address).pathname.replace(/\/$/, '') },
  )
  beforeEach(() => {
    vi.spyOn(console, 'log').mockReturnValue()
  })
  afterEach(() => vi.restoreAllMocks())
  const start = async (path: string) =>
    v.parse(
      ReplySchema,
      await main(
        eventOf(path, { redirect: PAGE, challenge: pkce().challenge }, { host: 'evil.example.com' }),
        {
          request_id: 'r1',
        },
      ),
    )

  it('the browser keeps its cookie for https alone, and for these paths', async () => {
    const { statusCode, headers } = await start(`${cookiePath}/site/start`)
    expect(statusCode).toBe(302)
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`; Path=${cookiePath}; Max-Age=600; HttpOnly; SameSite=Lax; Secure$`)),
    ])
  })

  it('WeChat sends people back to it, whatever the Host header says', async () => {
    const { headers } = await start(`${cookiePath}/site/start`)
    const page = new URL(v.parse(v.string(), headers['location']))
    expect(`${page.origin}${page.pathname}`).toBe('https://open.weixin.qq.com/connect/qrconnect')
    expect(page.searchParams.get('redirect_uri')).toBe(`${address}/oauth/site/return`)
  })
})

describe('who is no HTTP request', () => {
  let gateway: GatewayWorld
  beforeAll(async () => {
    gateway = await openGateway()
  })
  afterAll(() => gateway.close())

  const event = eventOf('/health')
  const alice = (): Caller => {
    const { appid, openid } = gateway.world.person('alice').in('shop')
    return { source: 'wx_client', appid, openid }
  }

  it('A30: is refused, though the event looks like one: HTTP_ONLY', async () => {
    const callers: readonly Caller[] = [
      alice(),
      { ...alice(), source: 'wx_client,scf' },
      { ...alice(), source: 'wx_devtools' },
      { source: 'wx_trigger' },
      { source: 'wx_trigger,scf' },
      { source: 'wx_paycallback' },
    ]
    for (const caller of callers) {
      const reply = v.parse(ReplySchema, await gateway.world.callAs(caller, 'gateway', event))
      expect(reply.statusCode).toBe(400)
      expect(JSON.parse(reply.body)).toMatchObject({ ok: false, code: 'HTTP_ONLY' })
      expect(requestsOf(gateway.world)).toEqual([])
    }
    const http = v.parse(ReplySchema, await gateway.world.callAs({ source: 'wx_http' }, 'gateway', event))
    expect(http.statusCode).toBe(200)
  })

  it('cannot call it from a mini-program at all: the rule of the environment says so', async () => {
    await expect(gateway.world.person('alice').in('shop').call('gateway', event)).rejects.toMatchObject({
      errCode: -501_023,
    })
  })
})
