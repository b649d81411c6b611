import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud } from '../emulator/localCloud.ts'
import type { LocalCloud } from '../emulator/localCloudOptions.ts'
import { secretOf } from '../emulator/wechat/definition.ts'
import { REFUSALS } from '../emulator/wechat/errors.ts'
import { authorizeQuery, consentCode, OFFICIAL_WORLD } from '../emulator/wechat/oauth/testing.ts'
import type { TestWeChat } from '../emulator/wechat/testing.ts'
import { openWeChat } from '../emulator/wechat/testing.ts'

// The doors of official accounts, websites and mobile apps, asked in the right and in every wrong way.

const SITUATIONS = ['right', 'wrong person', 'wrong app', 'reused', 'late', 'unbound', 'busy'] as const
type Situation = (typeof SITUATIONS)[number]
type Reply = Readonly<Record<string, unknown>>

const NEWS = 'wx00000000000000a1'

interface Scene extends TestWeChat {
  readonly situation: Situation
  readonly is: (situation: Situation) => boolean
  /** What only happens between the preparation and the question: time passes, WeChat gets busy. */
  readonly meanwhile: (elapse: string) => void
}

const sceneOf = (situation: Situation): Scene => {
  let busy = false
  const weChat = openWeChat(OFFICIAL_WORLD, { refuse: () => (busy ? REFUSALS.busy() : undefined) })
  if (situation === 'unbound') {
    for (const alias of ['news', 'daily', 'site', 'phone']) weChat.world.change.bind(alias, null)
  }
  return {
    ...weChat,
    situation,
    is: (one) => one === situation,
    meanwhile: (elapse) => {
      if (situation === 'late') weChat.clock.advance(elapse)
      busy = situation === 'busy'
    },
  }
}

const exchange = (scene: Scene, alias: string, code: string): Reply =>
  scene.ask('/sns/oauth2/access_token', {
    query: { ...scene.credentials(alias), code, grant_type: 'authorization_code' },
  })

const exchanged = (scene: Scene, alias: string, code: string, life: string): Reply => {
  if (scene.is('reused')) exchange(scene, alias, code)
  scene.meanwhile(life)
  return exchange(scene, scene.is('wrong app') ? 'daily' : alias, code)
}

/** The tokens of alice in `news`. */
const granted = (scene: Scene): Reply =>
  exchange(scene, 'news', consentCode(scene, 'official-account', 'alice'))

const openidOf = (scene: Scene, alias: string, personId: string): string => {
  const { appid } = scene.credentials(alias)
  const code = scene.codes.issue({ kind: 'oauth', appid, personId, scope: 'snsapi_base' })
  return String(exchange(scene, alias, code)['openid'])
}

/** A door of the person's own token: the wrong openids are bob's here and alice's in another account. */
const personal = (path: string) => (scene: Scene) => {
  const { access_token: token, openid } = granted(scene)
  const asked = scene.is('wrong person')
    ? openidOf(scene, 'news', 'bob')
    : scene.is('wrong app')
      ? openidOf(scene, 'daily', 'alice')
      : String(openid)
  const ask = () => scene.ask(path, { query: { access_token: String(token), openid: asked } })
  if (scene.is('reused')) ask()
  scene.meanwhile('2h1s')
  return ask()
}

/** A door of the account's token; the wrong app is a mini-program. */
const ofAccount = (
  path: string,
  request: (openid: string) => { query?: Record<string, string>; body?: unknown },
) => {
  return (scene: Scene): Reply => {
    scene.followers.follow('alice', 'news')
    const openid = scene.is('wrong person') ? 'oNobody' : openidOf(scene, 'news', 'alice')
    const access_token = scene.token(scene.is('wrong app') ? 'shop' : 'news')
    const { query, body } = request(openid)
    const ask = () => scene.ask(path, { query: { access_token, ...query }, body })
    if (scene.is('reused')) ask()
    scene.meanwhile('2h1s')
    const reply = ask()
    const { user_info_list: list } = reply
    return Array.isArray(list) ? list[0] : reply
  }
}

const changeOpenid = (scene: Scene): Reply => {
  scene.followers.follow('alice', 'news')
  scene.migrations.confirm('news', 'daily')
  scene.migrations.complete('news', 'daily')
  const openid = openidOf(scene, 'news', scene.is('wrong person') ? 'bob' : 'alice')
  const body = { from_appid: scene.is('wrong app') ? 'wx00000000000000b1' : NEWS, openid_list: [openid] }
  if (scene.is('late')) scene.clock.advance('15d1s')
  const query = { access_token: scene.token('daily') }
  const ask = () => scene.ask('/cgi-bin/changeopenid', { query, body })
  if (scene.is('reused')) ask()
  scene.meanwhile('0s')
  const reply = ask()
  const { result_list: list } = reply
  return Array.isArray(list) ? { said: list[0].err_msg } : reply
}

const ASK: Readonly<Record<string, (scene: Scene) => Reply>> = {
  'access_token, official account': (scene) =>
    exchanged(scene, 'news', consentCode(scene, 'official-account', 'alice'), '5m1s'),
  'access_token, snsapi_base': (scene) =>
    exchanged(
      scene,
      'news',
      consentCode(scene, 'official-account', 'alice', { scope: 'snsapi_base' }),
      '5m1s',
    ),
  'access_token, website': (scene) =>
    exchanged(scene, 'site', consentCode(scene, 'website', 'alice'), '10m1s'),
  'access_token, mobile app': (scene) => {
    const reply = scene.oauth.mobileLogin('alice', 'phone')
    return exchanged(scene, 'phone', 'code' in reply ? reply.code : '', '10m1s')
  },
  refresh_token: (scene) => {
    const { refresh_token: token } = granted(scene)
    const { appid } = scene.credentials(scene.is('wrong app') ? 'daily' : 'news')
    const query = { appid, grant_type: 'refresh_token', refresh_token: String(token) }
    const ask = () => scene.ask('/sns/oauth2/refresh_token', { query })
    if (scene.is('reused')) ask()
    scene.meanwhile('30d1s')
    return ask()
  },
  userinfo: personal('/sns/userinfo'),
  auth: personal('/sns/auth'),
  'user/info': ofAccount('/cgi-bin/user/info', (openid) => ({ query: { openid } })),
  'user/info/batchget': ofAccount('/cgi-bin/user/info/batchget', (openid) => ({
    body: { user_list: [{ openid }] },
  })),
  'user/get': ofAccount('/cgi-bin/user/get', (openid) => ({
    query: openid === 'oNobody' ? { next_openid: openid } : {},
  })),
  changeopenid: changeOpenid,
}

/** What a cell holds: an errcode, `unionid` or `ok` (without one), or what was said of the one openid. */
const told = (reply: Reply): unknown => {
  const { errcode = 0, said, unionid } = reply
  if (errcode !== 0) return errcode
  return said ?? (unionid === undefined ? 'ok' : 'unionid')
}

/** Where there is nothing to try. */
const NAMED = 'a code or a refresh token names its person itself'

/**
 * Sources, as of 2026-11. Codes: 40029 for one that is expired or of another app (community answer
 * 0004ac14958bb052d112b519b66800), 40163 for one that was used (report 000e4a9bb844385d37ec5bcea51800); unionid only
 * with snsapi_userinfo or snsapi_login (page snsAccessToken, website login guide). Tokens: 40030, 42001, 42002 and
 * 40003 of the return code page and of page snsAuth; the reply of snsRefreshToken has no unionid. 63178 and the words
 * of the items: page changeopenid. -1: return code page. Assumptions: 48001 for a mini-program's token at the doors of user management, 40003
 * for next_openid of nobody, 63178 after the fifteen days, 42001 and 40003 at userinfo as at auth.
 */
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  //                                 right     person  app    reused     late   unbound  busy
  'access_token, official account': ['unionid', NAMED, 40029, 40163, 40029, 'ok', -1],
  'access_token, snsapi_base': ['ok', NAMED, 40029, 40163, 40029, 'ok', -1],
  'access_token, website': ['unionid', NAMED, 40029, 40163, 40029, 'ok', -1],
  'access_token, mobile app': ['unionid', NAMED, 40029, 40163, 40029, 'ok', -1],
  refresh_token: ['ok', NAMED, 40030, 'ok', 42002, 'ok', -1],
  userinfo: ['unionid', 40003, 40003, 'unionid', 42001, 'ok', -1],
  auth: ['ok', 40003, 40003, 'ok', 42001, 'ok', -1],
  'user/info': ['unionid', 40003, 48001, 'unionid', 42001, 'ok', -1],
  'user/info/batchget': ['unionid', 40003, 48001, 'unionid', 42001, 'ok', -1],
  'user/get': ['ok', 40003, 48001, 'ok', 42001, 'ok', -1],
  changeopenid: ['ok', 'ori_openid error', 63178, 'ok', 63178, 'ok', -1],
}

describe.each(Object.entries(ASK))('%s', (door, ask) => {
  const cells = SITUATIONS.map((situation, at) => [situation, EXPECTED[door]?.[at]] as const)
  it('has a cell for every situation', () => {
    expect(EXPECTED[door]).toHaveLength(SITUATIONS.length)
  })

  it.each(cells.filter(([, expected]) => expected !== NAMED))('%s: %s', (situation, expected) => {
    expect(told(ask(sceneOf(situation)))).toBe(expected)
  })
})

describe('on the local cloud', () => {
  const functionsRoot = mkdtempSync(join(tmpdir(), 'oneid-pages-'))
  let cloud: LocalCloud
  beforeAll(async () => {
    cloud = await startLocalCloud({ world: OFFICIAL_WORLD, functionsRoot, storage: 'memory', port: 0 })
  })
  afterAll(async () => {
    await cloud.close()
    rmSync(functionsRoot, { recursive: true, force: true, maxRetries: 5 })
  })

  it('somebody consents on the second port, and the product asks api.weixin.qq.com', async () => {
    const query = new URLSearchParams(authorizeQuery('official-account', { person: 'alice' }))
    const page = `/wechat/open.weixin.qq.com/connect/oauth2/authorize?${query}`
    expect((await fetch(`${cloud.url}${page}`)).status).toBe(404)
    expect(await (await fetch(`${cloud.httpUrl}${page}`)).text()).toContain('允许')
    const consented = await fetch(`${cloud.httpUrl}${page}`, {
      method: 'POST',
      body: new URLSearchParams({ answer: 'allow' }),
      redirect: 'manual',
    })
    const back = new URL(consented.headers.get('location') ?? '')
    expect(back.host).toBe('news.example.com')
    expect(back.searchParams.get('state')).toBe('s1')
    const exchanging = new URLSearchParams({
      appid: NEWS,
      secret: secretOf(cloud.world.app('news')),
      code: back.searchParams.get('code') ?? '',
      grant_type: 'authorization_code',
    })
    const api = `${cloud.url}/wechat/api.weixin.qq.com/sns/oauth2/access_token?${exchanging}`
    expect(await (await fetch(api)).json()).toMatchObject({
      scope: 'snsapi_userinfo',
      unionid: cloud.world.caller('alice', 'shop').unionid,
    })
  })
})
