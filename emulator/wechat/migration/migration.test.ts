import { describe, expect, it } from 'vitest'
import { consentCode, OFFICIAL_WORLD } from '../oauth/testing.ts'
import { openWeChat } from '../testing.ts'

// Page changeopenid of the official account, 2026-11; that the appid works and the original id does not: community
// report 000aea3bf1cf708d3cc4e31186b000, 2026-03-05.

const NEWS = 'wx00000000000000a1'

const open = () => {
  const weChat = openWeChat(OFFICIAL_WORLD)
  const openidOf = (alias: string, personId: string): string => {
    const { appid } = weChat.credentials(alias)
    const code = weChat.codes.issue({ kind: 'oauth', appid, personId, scope: 'snsapi_base' })
    const query = { ...weChat.credentials(alias), code, grant_type: 'authorization_code' }
    return String(weChat.ask('/sns/oauth2/access_token', { query })['openid'])
  }
  const change = (openid_list: unknown, from_appid: string = NEWS) =>
    weChat.ask('/cgi-bin/changeopenid', {
      query: { access_token: weChat.token('daily') },
      body: { from_appid, openid_list },
    })
  return { ...weChat, openidOf, change }
}

describe('changeopenid', () => {
  it('gives new openids to followers and to those who had allowed something, and to nobody else', () => {
    const weChat = open()
    const { followers, migrations, change, world } = weChat
    followers.follow('alice', 'news')
    const code = consentCode(weChat, 'official-account', 'bob')
    const query = { ...weChat.credentials('news'), code, grant_type: 'authorization_code' }
    const old = { alice: '', bob: String(weChat.ask('/sns/oauth2/access_token', { query })['openid']) }
    migrations.confirm('news', 'daily')
    migrations.complete('news', 'daily')
    old.alice = weChat.openidOf('news', 'alice')
    expect(change([old.alice, old.bob, weChat.openidOf('news', 'carol')])).toEqual({
      errcode: 0,
      errmsg: 'ok',
      result_list: [
        { ori_openid: old.alice, new_openid: weChat.openidOf('daily', 'alice'), err_msg: 'ok' },
        { ori_openid: old.bob, new_openid: weChat.openidOf('daily', 'bob'), err_msg: 'ok' },
        { ori_openid: expect.any(String), new_openid: '', err_msg: 'ori_openid error' },
      ],
    })
    expect([world.follows('alice', 'daily'), world.follows('alice', 'news')]).toEqual([true, false])
    expect(world.follows('bob', 'daily')).toBe(false)
    const info = { access_token: weChat.token('daily'), openid: weChat.openidOf('daily', 'alice') }
    expect(weChat.ask('/cgi-bin/user/info', { query: info })).toMatchObject({
      subscribe: 1,
      subscribe_scene: 'ADD_SCENE_ACCOUNT_MIGRATION',
    })
  })

  it('has its times: not before it is confirmed, busy until it is complete, 15 days', () => {
    const { migrations, change, clock } = open()
    expect(change(['o'])).toMatchObject({ errcode: 63178 })
    migrations.confirm('news', 'daily')
    expect(change(['o'])).toMatchObject({ errcode: -1 })
    migrations.complete('news', 'daily')
    clock.advance('15d')
    expect(change(['o'])).toMatchObject({ errcode: 0 })
    clock.advance('1s')
    expect(change(['o'])).toMatchObject({ errcode: 63178 })
  })

  it.each([
    ['the original id instead of the appid', ['o'], 'gh_870882ca4b1b', 63178],
    ['no openids', [], NEWS, 40032],
    ['101 openids', Array.from({ length: 101 }, () => 'o'), NEWS, 40032],
    ['no list', 'o', NEWS, 40031],
  ])('refuses %s', (_, openids, from, errcode) => {
    const { migrations, change } = open()
    migrations.complete('news', 'daily')
    expect(change(openids, from)).toMatchObject({ errcode })
  })
})
