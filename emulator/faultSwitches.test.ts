import { request } from 'node:http'
import { Hono } from 'hono'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Caller } from './cloudbase/caller.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import {
  refusingApi,
  refusingCloudCalls,
  refusingSources,
  skewingClocks,
  unreliableApi,
  unreliableDelivery,
  withholdingUnionids,
} from './faultSwitches.ts'
import { createFaults, FaultPlanSchema } from './faults.ts'
import type { Listening } from './listen.ts'
import { listen } from './listen.ts'

const faults = createFaults()
const set = (...list: readonly object[]) => faults.set(v.parse(FaultPlanSchema, { faults: list }))

describe('a refusal', () => {
  const refuse = refusingApi(faults)
  const codes = (path: string, query = {}) => refuse(path, query)?.errcode

  // Return code page of official accounts (2026-11).
  it.each([
    ['busy', -1],
    ['rate-limited', 45011],
    ['quota', 45009],
    ['banned', 48004],
    ['restricted', 50002],
  ])('%s: %s, at the path that is named and no other', (effect, errcode) => {
    set({ at: 'sns/jscode2session', effect })
    expect(codes('/sns/jscode2session')).toBe(errcode)
    expect(codes('/sns/userinfo')).toBeUndefined()
  })

  it('token-storm is for requests with an access token, and is not used up by others', () => {
    set({ at: 'wxa/*', effect: 'token-storm', times: 1 })
    expect(codes('/wxa/checksession')).toBeUndefined()
    expect(codes('/wxa/checksession', { access_token: 'x' })).toBe(40001)
    expect(codes('/wxa/checksession', { access_token: 'x' })).toBeUndefined()
  })

  it('ip-not-listed is for those who fetch access tokens', () => {
    set({ at: '*', effect: 'ip-not-listed' })
    expect(codes('/cgi-bin/token')).toBe(40164)
    expect(codes('/cgi-bin/stable_token')).toBe(40164)
    expect(codes('/sns/jscode2session')).toBeUndefined()
    expect(refusingCloudCalls(faults)('auth.getPaidUnionId')).toBeUndefined()
  })

  it('errcode: the number that is named, at the path that is named and no other', () => {
    const fault = { at: 'wechat.api', effect: 'errcode', path: '/cgi-bin/user/get', times: 1 }
    set({ ...fault, errcode: 40003 }, { ...fault, errcode: 61451 })
    expect(codes('/cgi-bin/user/info')).toBeUndefined()
    // In the words of the return code page where they are known.
    expect(refuse('/cgi-bin/user/get', {})).toMatchObject({ errcode: 40003, message: 'invalid openid' })
    expect(codes('/cgi-bin/user/get')).toBe(61451)
    expect(codes('/cgi-bin/user/get')).toBeUndefined()
  })

  it('of a cloud call has a point of its own', () => {
    set({ at: 'openapi.auth.getPaidUnionId', effect: 'busy', times: 1 })
    expect(codes('/wxa/getpaidunionid')).toBeUndefined()
    expect(refusingCloudCalls(faults)('phonenumber.getPhoneNumber')).toBeUndefined()
    expect(refusingCloudCalls(faults)('auth.getPaidUnionId')?.errcode).toBe(-1)
  })
})

describe('an illegal source', () => {
  const refuses = refusingSources(faults)

  it('is every one, at the cloud calls that are named', () => {
    set({ at: 'openapi.auth.*', effect: 'illegal-source' })
    expect(refuses('auth.getPaidUnionId', 'wx_client')).toBe(true)
    expect(refuses('auth.getPaidUnionId', 'wx_trigger')).toBe(true)
    expect(refuses('phonenumber.getPhoneNumber', 'wx_client')).toBe(false)
  })

  it('is the one that is named, and nothing that WeChat says', () => {
    set({ at: 'openapi.*', effect: 'illegal-source', source: 'wx_paycallback', times: 1 })
    expect(refusingCloudCalls(faults)('auth.getPaidUnionId')).toBeUndefined()
    expect(refuses('auth.getPaidUnionId', 'wx_client')).toBe(false)
    expect(refuses('auth.getPaidUnionId', 'wx_paycallback')).toBe(true)
    expect(refuses('auth.getPaidUnionId', 'wx_paycallback')).toBe(false)
  })
})

describe('over a connection', () => {
  let done = 0
  let server: Listening
  beforeAll(async () => {
    const app = new Hono()
    app.use('/wechat/api.weixin.qq.com/*', unreliableApi(faults))
    app.get('/wechat/api.weixin.qq.com/sns/count', ({ text }) => text(String(++done)))
    server = await listen(app, 0)
  })
  afterAll(() => server.close())
  const path = '/wechat/api.weixin.qq.com/sns/count'
  const ask = async () => (await fetch(`http://127.0.0.1:${server.port}${path}`)).text()

  it('lost-reply: everything is done, and the connection is cut', async () => {
    set({ at: 'sns/*', effect: 'lost-reply', times: 1 })
    const before = done
    await expect(ask()).rejects.toThrow('fetch failed')
    expect(done).toBe(before + 1)
    expect(await ask()).toBe(String(before + 2))
  })

  it('time-out: nothing is done while the client waits', async () => {
    set({ at: 'sns/count', effect: 'time-out', times: 1 })
    const before = done
    const asked = request({ host: '127.0.0.1', port: server.port, path }).on('error', () => {})
    asked.end()
    await vi.waitFor(() => expect(faults.plan().faults).toEqual([]))
    // Served on a connection of its own: the first one is still waiting.
    const next = await ask()
    asked.destroy()
    expect(next).toBe(String(before + 1))
  })
})

describe('a delivery', () => {
  it.each([
    [{ effect: 'lose' }, { lost: true }],
    [{ effect: 'duplicate', copies: 3 }, { copies: 3 }],
    [{ effect: 'delay', ms: 5 }, { delayMs: 5 }],
  ])('%o', (fault, expected) => {
    set({ at: 'push', times: 1, ...fault })
    expect(unreliableDelivery(faults, 'pay.callback')()).toBeUndefined()
    expect(unreliableDelivery(faults, 'push')()).toEqual(expected)
    expect(unreliableDelivery(faults, 'push')()).toBeUndefined()
  })
})

describe('the context of a call', () => {
  const callers: Caller[] = []
  const functions: Functions = {
    names: () => [],
    call: async (_, __, caller) => {
      callers.push(caller)
      return { requestId: '', result: null, resultBytes: 4 }
    },
    callOf: () => undefined,
    kill: () => {},
    service: { name: 'functions', actions: {} },
    end: async () => {},
  }

  it('loses the unionid; somebody who has none uses nothing up', async () => {
    set({ at: 'context', effect: 'no-unionid', times: 1 })
    const { call } = withholdingUnionids(functions, faults)
    const known = { source: 'wx_client', appid: 'wx1', openid: 'o1' }
    for (const unionid of [undefined, 'u1', 'u1']) {
      await call('login', {}, unionid === undefined ? known : { ...known, unionid })
    }
    expect(callers).toEqual([known, known, { ...known, unionid: 'u1' }])
  })
})

describe('the clock of an instance', () => {
  it('is wrong by as much as is said, either way, as often as is said', () => {
    set({ at: 'functions', effect: 'skew', ms: -5_000, times: 1 })
    const skew = skewingClocks(faults)
    expect([skew(), skew()]).toEqual([-5_000, 0])
  })
})
