import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../emulator/cloudbase/calls.ts'
import { openidOf, unionidOf } from '../../emulator/wechat/ids.ts'
import { LOCAL_SECRET, localKey } from '../../scripts/project/localSecrets.ts'
import { listenAbroad } from './abroad.ts'

/** A12: the ear that all tests of the gateway listen with hears what it is for. */

const OPENID = openidOf('wx5a3e1f0c7b2d4e61', 'alice')
const UNIONID = unionidOf('main', 'bob')
const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='
const WECHAT_TOKEN = `LOCAL_${'x'.repeat(48)}`

const answer = (body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) => ({
  status: 200,
  headers: new Headers(headers),
  body,
})
const logging = (text: string): CallRecord => ({
  requestId: 'r1',
  function: 'gateway',
  startedAt: 0,
  caller: { source: 'wx_http' },
  cold: false,
  ms: 1,
  requests: [],
  logs: [{ level: 'log', text }],
})
const listen = (...logs: readonly string[]) => {
  const records = logs.map(logging)
  return listenAbroad({ calls: () => records })
}

describe('what an answer must not hold', () => {
  it.each([
    ['an openid', OPENID],
    ['a unionid', UNIONID],
    ['a session_key', SESSION_KEY],
    ['a token of WeChat', WECHAT_TOKEN],
    ['the secret of the deployment', LOCAL_SECRET],
    ['an API key', localKey('crm')],
  ])('%s is heard in a body, and in a header', async (_what, secret) => {
    const abroad = await listen()
    abroad.hear('/account', answer({ deep: [{ text: `before ${secret} after` }] }))
    abroad.hear('/oauth/news/return', answer({}, { 'x-note': secret }))
    expect(abroad.leaks()).toEqual([
      `answer of /account: ${secret}`,
      `answer of /oauth/news/return: ${secret}`,
    ])
  })

  it('raw ids may go to a server that has a key for them, and nothing else may', async () => {
    const abroad = await listen()
    abroad.hear('/resolve/users', answer({ openid: OPENID, unionid: UNIONID }))
    expect(abroad.leaks()).toEqual([])
    abroad.hear('/resolve/users', answer({ openid: SESSION_KEY }))
    expect(abroad.leaks()).toHaveLength(1)
  })
})

describe('what a log must not hold', () => {
  it.each([OPENID, UNIONID, SESSION_KEY, WECHAT_TOKEN, LOCAL_SECRET])('%s', async (secret) => {
    expect((await listen(`{"detail":"${secret}"}`)).leaks()).toEqual([`log: ${secret}`])
  })

  it.each([
    ['an access token', answer({ accessToken: 'issued-to-somebody' })],
    ['a refresh token', answer({ refreshToken: 'issued-to-somebody' })],
    ['a ticket', answer({}, { location: 'https://www.example.com/login?ticket=issued-to-somebody' })],
    ['a state', answer({}, { location: 'https://www.example.com/login?state=issued-to-somebody' })],
    ['a cookie', answer({}, { 'set-cookie': 'a=issued-to-somebody; Path=/' })],
  ])('%s that was issued', async (_what, issued) => {
    const abroad = await listen('{"note":"issued-to-somebody"}')
    expect(abroad.leaks()).toEqual([])
    abroad.hear('/any', issued)
    expect(abroad.leaks()).toEqual(['log: issued-to-somebody'])
  })
})
