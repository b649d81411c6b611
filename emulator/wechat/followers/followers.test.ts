import { describe, expect, it } from 'vitest'
import { OFFICIAL_WORLD } from '../oauth/testing.ts'
import type { TestWeChat } from '../testing.ts'
import { openWeChat } from '../testing.ts'

// Pages user/info, user/info/batchget and user/get of the official account, 2026-11.

const NEWS = 'wx00000000000000a1'
const openidIn = (weChat: TestWeChat, personId: string): string => {
  const grant = weChat.codes.issue({ kind: 'oauth', appid: NEWS, personId, scope: 'snsapi_base' })
  const query = { ...weChat.credentials('news'), code: grant, grant_type: 'authorization_code' }
  return String(weChat.ask('/sns/oauth2/access_token', { query })['openid'])
}

const open = () => {
  const weChat = openWeChat(OFFICIAL_WORLD)
  weChat.clock.set(Date.UTC(2030, 0, 1))
  const token = weChat.token('news')
  const ask = (path: string, query: Record<string, string> = {}, body?: unknown) =>
    weChat.ask(path, { query: { access_token: token, ...query }, body })
  const batch = (openids: readonly string[]) =>
    ask('/cgi-bin/user/info/batchget', {}, { user_list: openids.map((openid) => ({ openid })) })
  return { ...weChat, ask, batch, alice: openidIn(weChat, 'alice'), bob: openidIn(weChat, 'bob') }
}

describe('user/info', () => {
  it('tells of a follower', () => {
    const { followers, ask, alice, world } = open()
    followers.scan('alice', 'news', 7)
    expect(ask('/cgi-bin/user/info', { openid: alice, lang: 'en' })).toEqual({
      subscribe: 1,
      openid: alice,
      language: 'en',
      subscribe_time: 1_893_456_000,
      unionid: world.caller('alice', 'shop').unionid,
      remark: '',
      groupid: 0,
      tagid_list: [],
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene: 7,
      qr_scene_str: '',
    })
  })

  it.each([
    ['a text', 'poster', { qr_scene: 0, qr_scene_str: 'poster' }],
    ['a number', 9, { qr_scene: 9, qr_scene_str: '' }],
  ])('knows the scene of a code with %s', (_, scene, shown) => {
    const { followers, ask, alice } = open()
    followers.scan('alice', 'news', scene)
    expect(ask('/cgi-bin/user/info', { openid: alice })).toMatchObject(shown)
  })

  it('tells of somebody who does not follow, or not any more, that alone', () => {
    const { followers, ask, alice } = open()
    expect(ask('/cgi-bin/user/info', { openid: alice })).toEqual({ subscribe: 0, openid: alice })
    followers.follow('alice', 'news')
    followers.unfollow('alice', 'news')
    expect(ask('/cgi-bin/user/info', { openid: alice })).toEqual({ subscribe: 0, openid: alice })
  })

  it('knows who follows in the world file', () => {
    const weChat = openWeChat({ ...OFFICIAL_WORLD, follows: [{ person: 'bob', app: 'news' }] })
    const query = { access_token: weChat.token('news'), openid: openidIn(weChat, 'bob') }
    expect(weChat.ask('/cgi-bin/user/info', { query })).toMatchObject({
      subscribe: 1,
      subscribe_scene: 'ADD_SCENE_OTHERS',
    })
  })

  it.each([
    ['no openid', { openid: '' }, 41009],
    ['an openid of nobody', { openid: 'oNobody' }, 40003],
    ['no token', { openid: 'o', access_token: '' }, 41001],
    ['an invented token', { openid: 'o', access_token: 'x' }, 40001],
  ])('refuses %s', (_, query, errcode) => {
    expect(open().ask('/cgi-bin/user/info', query)).toMatchObject({ errcode })
  })

  // 48001 says that an account has no right to an API (return code page). Assumption: this is such a case.
  it('is for official accounts: 48001', () => {
    const { ask, token } = open()
    for (const path of ['/cgi-bin/user/info', '/cgi-bin/user/info/batchget', '/cgi-bin/user/get']) {
      expect(ask(path, { access_token: token('shop'), openid: 'o' })).toMatchObject({ errcode: 48001 })
    }
  })
})

it('a reset takes back who has begun to follow since', () => {
  const weChat = openWeChat({ ...OFFICIAL_WORLD, follows: [{ person: 'bob', app: 'news' }] })
  const listed = () =>
    weChat.ask('/cgi-bin/user/get', { query: { access_token: weChat.token('news') } })['total']
  weChat.followers.follow('alice', 'news')
  expect(listed()).toBe(2)
  weChat.world.change.reset()
  expect(listed()).toBe(1)
})

describe('batchget', () => {
  it('tells of several, of those who do not follow too', () => {
    const { followers, batch, alice, bob } = open()
    followers.follow('alice', 'news')
    // Assumption: as user/info tells of them, though the page only speaks of followers.
    expect(batch([alice, bob])).toEqual({
      user_info_list: [
        expect.objectContaining({ subscribe: 1, openid: alice, unionid: expect.any(String) }),
        { subscribe: 0, openid: bob },
      ],
    })
  })

  it('leaves a unionid out now and then when told so, which user/info has', () => {
    const { followers, batch, ask, alice, bob } = open()
    for (const id of ['alice', 'bob']) followers.follow(id, 'news')
    followers.hideUnionids(2)
    const { user_info_list: list } = batch([alice, bob])
    expect(list).toEqual([
      expect.objectContaining({ unionid: expect.any(String) }),
      expect.not.objectContaining({ unionid: expect.anything() }),
    ])
    expect(ask('/cgi-bin/user/info', { openid: bob })).toHaveProperty('unionid')
  })

  it.each([
    ['nobody', 0, 40032],
    ['101 people', 101, 40032],
  ])('refuses %s', (_, count, errcode) => {
    const { batch, alice } = open()
    expect(batch(Array.from({ length: count }, () => alice))).toMatchObject({ errcode })
  })

  it.each([
    ['no body', undefined, 44002],
    ['something else', { openids: [] }, 40031],
    ['an openid of nobody', { user_list: [{ openid: 'o' }] }, 40003],
  ])('refuses %s', (_, body, errcode) => {
    expect(open().ask('/cgi-bin/user/info/batchget', {}, body)).toMatchObject({ errcode })
  })
})

describe('user/get', () => {
  it('lists followers in the order in which they came, and ends with an empty page', () => {
    const { followers, clock, ask, alice, bob } = open()
    expect(ask('/cgi-bin/user/get')).toEqual({ total: 0, count: 0, next_openid: '' })
    followers.follow('bob', 'news')
    clock.advance('1s')
    followers.follow('alice', 'news')
    expect(ask('/cgi-bin/user/get')).toEqual({
      total: 2,
      count: 2,
      data: { openid: [bob, alice] },
      next_openid: alice,
    })
    expect(ask('/cgi-bin/user/get', { next_openid: bob })).toMatchObject({ total: 2, count: 1 })
    expect(ask('/cgi-bin/user/get', { next_openid: alice })).toEqual({ total: 2, count: 0, next_openid: '' })
    expect(ask('/cgi-bin/user/get', { next_openid: 'oNobody' })).toMatchObject({ errcode: 40003 })
  })

  it('lists those who came at the same moment as the world lists people', () => {
    const { followers, clock, ask, alice, bob, world } = open()
    followers.follow('bob', 'news')
    followers.follow('alice', 'news')
    expect(ask('/cgi-bin/user/get')).toMatchObject({ data: { openid: [alice, bob] } })
    clock.advance('1s')
    followers.unfollow('alice', 'news')
    followers.follow('alice', 'news')
    expect(ask('/cgi-bin/user/get')).toMatchObject({ data: { openid: [bob, alice] } })
    world.change.addPerson({ id: 'dave', name: 'Dave' })
    // In the world file's way, which notes no time: since the beginning.
    world.change.follow('dave', 'news')
    expect(ask('/cgi-bin/user/get')).toMatchObject({ count: 3, next_openid: alice })
  })

  it('cannot go on from somebody who has unfollowed', () => {
    const { followers, ask, alice, bob } = open()
    for (const id of ['alice', 'bob']) followers.follow(id, 'news')
    expect(ask('/cgi-bin/user/get', { next_openid: alice })).toMatchObject({ data: { openid: [bob] } })
    followers.unfollow('alice', 'news')
    expect(ask('/cgi-bin/user/get', { next_openid: alice })).toMatchObject({ errcode: 40003 })
    followers.follow('alice', 'news')
    expect(ask('/cgi-bin/user/get', { next_openid: alice })).toMatchObject({ total: 2 })
  })

  it('has 10,000 on a page', () => {
    const weChat = openWeChat(OFFICIAL_WORLD)
    for (let n = 0; n < 10_001; n++) {
      weChat.world.change.addPerson({ id: `p${n}`, name: '' })
      weChat.world.change.follow(`p${n}`, 'news')
    }
    const page = (next_openid: string) =>
      weChat.ask('/cgi-bin/user/get', { query: { access_token: weChat.token('news'), next_openid } })
    const first = page('')
    expect(first).toMatchObject({ total: 10_001, count: 10_000 })
    expect(page(String(first['next_openid']))).toMatchObject({ total: 10_001, count: 1 })
  })
})
