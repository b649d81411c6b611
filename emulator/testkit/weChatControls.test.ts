import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestWorld } from './createWorld.ts'
import { createWorld } from './createWorld.ts'

// Events, answers and numbers: pages "receiving events", "authorised user information changes", user/info/batchget and
// changeopenid of the official account, mobile app login guide, 2026-11.

const NEWS = 'wx00000000000000a1'
const DAILY = 'wx00000000000000a2'
const SECRETS = { news: '1'.repeat(32), daily: '2'.repeat(32), phone: '3'.repeat(32) } as const

/** Repeats the echostr, or says that it has understood; its log shows what it was asked. */
const GATEWAY = `
exports.main = ({ httpMethod, path, queryStringParameters, body }) => {
  console.log(httpMethod + ' ' + path + ' ' + body)
  return httpMethod === 'GET' ? queryStringParameters.echostr : 'success'
}`

const JsonSchema = v.record(v.string(), v.unknown())
type Json = v.InferOutput<typeof JsonSchema>
const TokenSchema = v.object({ access_token: v.string() })
const BatchSchema = v.object({ user_info_list: v.array(JsonSchema) })

const functions = mkdtempSync(join(tmpdir(), 'oneid-controls-'))
let world: TestWorld
beforeAll(() => {
  mkdirSync(join(functions, 'gateway'))
  writeFileSync(join(functions, 'gateway', 'index.js'), GATEWAY)
})
afterAll(() => rmSync(functions, { recursive: true, force: true }))

beforeEach(async () => {
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [
      {
        alias: 'news',
        appid: NEWS,
        kind: 'official-account',
        openPlatformId: 'main',
        secret: SECRETS.news,
        domain: 'news.example.com',
        push: { url: '/http/gateway/push/news', token: 'token123' },
      },
      { alias: 'daily', appid: DAILY, kind: 'official-account', secret: SECRETS.daily },
      { alias: 'phone', kind: 'mobile-app', openPlatformId: 'main', secret: SECRETS.phone },
      { alias: 'shop', openPlatformId: 'main' },
    ],
    functions,
    world: { follows: [{ person: 'bob', app: 'news' }] },
  })
  return world.close
})

const ask = async (path: string, query: Readonly<Record<string, string>>, body?: Json): Promise<Json> => {
  const url = `${world.url}/wechat/api.weixin.qq.com${path}?${new URLSearchParams(query)}`
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return v.parse(JsonSchema, await (await fetch(url, init)).json())
}
const tokenOf = async (appid: string, secret: string): Promise<string> => {
  const body = { grant_type: 'client_credential', appid, secret }
  return v.parse(TokenSchema, await ask('/cgi-bin/stable_token', {}, body)).access_token
}
const followersOfNews = async () =>
  ask('/cgi-bin/user/get', { access_token: await tokenOf(NEWS, SECRETS.news) })
const outcomes = () => world.weChat.pushes().map(({ attempts }) => attempts.map(({ outcome }) => outcome))
const events = () => world.weChat.pushes().map(({ event }) => event['Event'])
/** What the function said of the last request. */
const heard = (): string =>
  world
    .calls()
    .at(-1)
    ?.logs.map(({ text }) => text)
    .join() ?? ''

describe('push to the HTTP access service', () => {
  it('is verified as every URL', async () => {
    expect(await world.weChat.verifyPush('news')).toBe(true)
    expect(heard()).toMatch(/^GET \/push\/news /)
    await expect(world.weChat.verifyPush('daily')).rejects.toMatchObject({ code: 'WORLD_INVALID' })
  })

  it('brings who follows, and who does no longer', async () => {
    world.weChat.follow('alice', 'news')
    await world.settled()
    expect(heard()).toMatch(/^POST \/push\/news <xml>.*<Event><!\[CDATA\[subscribe\]\]><\/Event><\/xml>$/)
    world.weChat.unfollow('alice', 'news')
    await world.settled()
    expect(events()).toEqual(['subscribe', 'unsubscribe'])
    expect(outcomes()).toEqual([['accepted'], ['accepted']])
    expect(await followersOfNews()).toMatchObject({ total: 1 })
  })

  it('brings who takes back what they allowed', async () => {
    world.weChat.authorisation('alice', 'news', 'user_authorization_revoke', 201)
    await world.settled()
    expect(world.weChat.pushes().at(-1)?.event).toMatchObject({
      Event: 'user_authorization_revoke',
      AppID: NEWS,
      RevokeInfo: '201',
    })
    expect(heard()).toContain('<RevokeInfo><![CDATA[201]]></RevokeInfo>')
  })

  it('reaches no function that is not there', async () => {
    rmSync(join(functions, 'gateway', 'index.js'))
    world.weChat.follow('alice', 'news')
    await world.settled()
    writeFileSync(join(functions, 'gateway', 'index.js'), GATEWAY)
    expect(outcomes()).toEqual([['refused', 'refused', 'refused']])
  })
})

it('nobody follows a mini-program, or moves there', () => {
  const unknown = expect.objectContaining({ code: 'APP_UNKNOWN' })
  expect(() => world.weChat.follow('alice', 'shop')).toThrow(unknown)
  expect(() => world.weChat.unfollow('alice', 'shop')).toThrow(unknown)
  expect(() => world.weChat.migrate('news', 'shop')).toThrow(unknown)
})

it('somebody signs in to a mobile app, or refuses', async () => {
  const reply = world.weChat.mobileLogin('alice', 'phone', { state: 's1' })
  expect(reply).toEqual({ ErrCode: 0, code: expect.any(String), state: 's1' })
  expect(world.weChat.mobileLogin('alice', 'phone', { answer: 'refuse' })).toEqual({ ErrCode: -4 })
})

it('a page of an account is opened as a snapshot, and its code says so', async () => {
  const page = new URL(
    '/wechat/open.weixin.qq.com/connect/oauth2/authorize',
    new URL(world.http('gateway')).origin,
  )
  const query = {
    appid: NEWS,
    redirect_uri: 'https://news.example.com/back',
    response_type: 'code',
    scope: 'snsapi_userinfo',
    state: 's1',
    person: 'alice',
  }
  page.search = String(new URLSearchParams(query))
  const open = () => fetch(page, { redirect: 'manual' })
  expect((await open()).status).toBe(200)
  world.weChat.openAsSnapshot('news', true)
  const back = new URL((await open()).headers.get('location') ?? '')
  const code = back.searchParams.get('code') ?? ''
  const exchange = { appid: NEWS, secret: SECRETS.news, code, grant_type: 'authorization_code' }
  expect(await ask('/sns/oauth2/access_token', exchange)).toMatchObject({ is_snapshotuser: 1 })
  world.weChat.openAsSnapshot('news', false)
  expect((await open()).status).toBe(200)
})

it('an account takes over the followers of another, whose openids can be changed', async () => {
  const page = v.parse(v.object({ data: v.object({ openid: v.array(v.string()) }) }), await followersOfNews())
  world.weChat.migrate('news', 'daily')
  expect(await followersOfNews()).toMatchObject({ total: 0 })
  const access_token = await tokenOf(DAILY, SECRETS.daily)
  const body = { from_appid: NEWS, openid_list: page.data.openid }
  expect(await ask('/cgi-bin/changeopenid', { access_token }, body)).toMatchObject({
    result_list: [{ ori_openid: page.data.openid[0], err_msg: 'ok' }],
  })
})

it('unionids are hidden from a batch', async () => {
  const access_token = await tokenOf(NEWS, SECRETS.news)
  const page = v.parse(v.object({ next_openid: v.string() }), await followersOfNews())
  const body = { user_list: [{ openid: page.next_openid }] }
  const first = async () =>
    v.parse(BatchSchema, await ask('/cgi-bin/user/info/batchget', { access_token }, body)).user_info_list[0]
  expect(await first()).toHaveProperty('unionid')
  world.weChat.hideUnionids(1)
  expect(await first()).not.toHaveProperty('unionid')
  world.weChat.hideUnionids(undefined)
  expect(await first()).toHaveProperty('unionid')
})

it('one path of WeChat answers a chosen number', async () => {
  const fault = { at: 'wechat.api', effect: 'errcode', path: '/cgi-bin/user/get', errcode: 48_003, times: 1 }
  await fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [fault] }),
  })
  expect(await followersOfNews()).toMatchObject({ errcode: 48_003 })
  expect(await followersOfNews()).toMatchObject({ total: 1 })
})
