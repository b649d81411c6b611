import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import type { Endpoint } from './http.ts'
import { defineHttp } from './http.ts'
import type { HttpResult } from './httpEvent.ts'

/** Cross-origin requests of pages in the configuration, and of all others (Fetch standard). */

const LISTED = 'https://www.example.com'

const endpoint = (change: Partial<Endpoint>): Endpoint => ({
  method: 'GET',
  path: '/plain',
  client: 'program',
  fromPages: false,
  answer: async () => ({ json: { ok: true } }),
  ...change,
})

let called = 0
const ENDPOINTS: readonly Endpoint[] = [
  endpoint({}),
  endpoint({ path: '/keys', fromPages: true }),
  endpoint({
    path: '/go',
    client: 'browser',
    answer: async () => ({ location: 'https://www.example.com/login' }),
  }),
  endpoint({
    path: '/limited',
    fromPages: true,
    answer: async () => {
      called += 1
      throw new OneIdError('RATE_LIMITED', 'so many', { afterMs: 1_001 })
    },
  }),
]
const main = defineHttp('gateway', ENDPOINTS, { origins: [LISTED], prefix: () => '/gateway' })

const ask = (
  path: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: object } = {},
): Promise<HttpResult> => main({ path, httpMethod: method, headers }, { request_id: 'r1' })

beforeEach(() => {
  called = 0
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(() => vi.restoreAllMocks())

describe('scripts of pages', () => {
  const allowed = ({ headers }: HttpResult) => headers['access-control-allow-origin']
  const from = (origin: string) => ({ headers: { origin } })

  it('of a listed origin may read what is for pages, refusals and their waiting time too', async () => {
    for (const path of ['/keys', '/limited', '/gateway/keys']) {
      const reply = await ask(path, from(LISTED))
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': LISTED,
        'access-control-expose-headers': 'retry-after',
        vary: 'origin',
      })
      expect(reply.headers).not.toHaveProperty('access-control-allow-credentials')
    }
  })

  it.each([
    'https://evil.example.com',
    'https://www.example.com.evil.com',
    'https://www.example.com:8443',
    'http://www.example.com',
    'https://WWW.example.com',
    'null',
    '*',
    '',
  ])('of the origin %j may not', async (origin) => {
    expect(allowed(await ask('/keys', from(origin)))).toBeUndefined()
    expect(allowed(await ask('/keys', { method: 'OPTIONS', headers: { origin } }))).toBeUndefined()
  })

  it('may not read what is not for pages', async () => {
    for (const path of ['/plain', '/go', '/absent'])
      for (const method of ['GET', 'OPTIONS'])
        expect(allowed(await ask(path, { ...from(LISTED), method }))).toBeUndefined()
  })

  it('ask first, and are told what they may send; nothing is done', async () => {
    const reply = await ask('/limited', {
      method: 'OPTIONS',
      headers: { origin: LISTED, 'access-control-request-method': 'POST' },
    })
    expect(reply).toEqual({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': LISTED,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-expose-headers': 'retry-after',
        'access-control-max-age': '600',
        vary: 'origin',
      },
      body: '',
    })
    expect(called).toBe(0)
  })
})
