import { describe, expect, it } from 'vitest'
import { createApiHost } from './api.ts'
import type { ApiDoor } from './door.ts'
import { REFUSALS } from './errors.ts'

const doors: readonly ApiDoor[] = [
  { method: 'GET', path: '/sns/get', perMinute: 2, answer: ({ query }) => ({ errcode: 0, query }) },
  { method: 'POST', path: '/cgi-bin/post', answer: ({ body }) => ({ errcode: 0, body }) },
  {
    method: 'GET',
    path: '/sns/refuses',
    answer: () => {
      throw REFUSALS.invalidOpenid()
    },
  },
]
const clock = { now: 0 }
const host = createApiHost(doors, () => clock.now)

const ask = async (path: string, init: RequestInit = {}) => {
  const reply = await host.request(`http://127.0.0.1${path}`, init)
  return { status: reply.status, json: JSON.parse(await reply.text()) }
}

describe('api.weixin.qq.com', () => {
  it('hands query and JSON to its doors', async () => {
    expect(await ask('/sns/get?appid=a&code=1%262')).toEqual({
      status: 200,
      json: { errcode: 0, query: { appid: 'a', code: '1&2' } },
    })
    expect((await ask('/cgi-bin/post', { method: 'POST', body: '{"a":[1]}' })).json).toEqual({
      errcode: 0,
      body: { a: [1] },
    })
  })

  // Always 200; errmsg ends with three times eight hexadecimal digits.
  it.each([
    ['/no/such/path', 'GET', undefined, 40066, 'invalid url'],
    ['/sns/get', 'POST', '{}', 43001, 'require GET method'],
    ['/cgi-bin/post', 'GET', undefined, 43002, 'require POST method'],
    ['/cgi-bin/post', 'POST', '{', 47001, 'data format error'],
    ['/sns/refuses', 'GET', undefined, 40003, 'invalid openid'],
  ])('refuses %s %s (%s) with %i', async (path, method, body, errcode, words) => {
    const { status, json } = await ask(path, { method, ...(body !== undefined && { body }) })
    expect(status).toBe(200)
    expect(json).toEqual({
      errcode,
      errmsg: expect.stringMatching(new RegExp(`^${words} rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$`)),
    })
  })

  it('can be switched to a refusal, path by path', async () => {
    const busy = createApiHost(doors, () => 0, {
      refuse: (path) => (path === '/sns/get' ? REFUSALS.busy() : undefined),
    })
    const errcode = async (path: string, init?: RequestInit) =>
      JSON.parse(await (await busy.request(`http://127.0.0.1${path}`, init)).text()).errcode
    expect(await errcode('/sns/get')).toBe(-1)
    expect(await errcode('/cgi-bin/post', { method: 'POST', body: '{}' })).toBe(0)
  })

  it('counts per app and minute: 45011', async () => {
    clock.now = 3_600_000
    const codes = async (appid: string) => (await ask(`/sns/get?appid=${appid}`)).json.errcode
    expect([await codes('b'), await codes('b'), await codes('b'), await codes('c')]).toEqual([0, 0, 45011, 0])
    clock.now += 60_000
    expect(await codes('b')).toBe(0)
  })
})
