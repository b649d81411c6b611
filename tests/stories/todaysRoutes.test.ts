import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Story } from './story.ts'
import { buy, openStory } from './story.ts'

/** Where a unionid comes from since 2021-02-23 (UnionID page, developers.weixin.qq.com, 2026-11). */

const PUSHED = `
exports.main = async (event) => {
  await cloud.database().collection('pushed').add({ data: { event } })
}`

let story: Story
let unionid: unknown

const appOf = (alias: string, kind: string, more: object) => ({
  appid: story.credentials(alias).appid,
  alias,
  kind,
  openPlatformId: 'main',
  ...more,
})

beforeAll(async () => {
  story = await openStory('since-2021', { functions: { pushed: { source: PUSHED } } })
  const { unionid: known } = await story.login()
  unionid = known
  const push = { function: 'pushed', token: 'token123' }
  await story.change('/apps', appOf('news', 'official-account', { domain: 'news.example.com', push }))
  await story.change('/apps', appOf('site', 'website', { domain: 'site.example.com' }))
})
afterAll(() => story.close())

/** Somebody allows it on a page of open.weixin.qq.com; the product's server exchanges the code. */
const authorised = async (alias: string, page: string, scope: string) => {
  const query = new URLSearchParams({
    appid: story.credentials(alias).appid,
    redirect_uri: `https://${alias}.example.com/back`,
    response_type: 'code',
    scope,
    state: 's1',
    person: 'alice',
  })
  const { origin } = new URL(story.world.http('any'))
  const init = { method: 'POST', body: new URLSearchParams({ answer: 'allow' }), redirect: 'manual' } as const
  const reply = await fetch(`${origin}/wechat/open.weixin.qq.com/connect/${page}?${query}`, init)
  const back = new URL(reply.headers.get('location') ?? '')
  expect(back.searchParams.get('state')).toBe('s1')
  return exchanged(alias, back.searchParams.get('code') ?? '')
}
const exchanged = (alias: string, code: string) =>
  story.ask('/sns/oauth2/access_token', {
    ...story.credentials(alias),
    code,
    grant_type: 'authorization_code',
  })

describe('since 2021-02-23 the unionid comes', () => {
  it('with code2Session, whenever the app is bound', async () => {
    expect(unionid).toMatch(/^o/)
    expect(await story.login('alice', 'club')).toMatchObject({ unionid })
    expect(await story.login('alice', 'lab')).not.toHaveProperty('unionid')
  })

  it('in the context of a function that the mini-program calls', async () => {
    expect(await story.call('context')).toMatchObject({ UNIONID: unionid, SOURCE: 'wx_client' })
    expect(await story.call('context', {}, 'alice', 'lab')).not.toHaveProperty('UNIONID')
  })

  it('after a payment', async () => {
    const { openid, transactionId } = await buy(story)
    expect(await story.call('paid', { openid, transactionId })).toMatchObject({ unionid, errCode: 0 })
  })

  it('of a follower of an official account, with user/info', async () => {
    const openid = await story.openidOf('alice', 'news')
    const info = async () =>
      story.ask('/cgi-bin/user/info', { access_token: await story.token('news'), openid, lang: 'zh_CN' })
    // Of somebody who does not follow nothing else is told.
    expect(await info()).toEqual({ subscribe: 0, openid })
    await story.change('/follows', { person: 'alice', app: 'news' })
    expect(await info()).toMatchObject({ subscribe: 1, openid, unionid })
  })

  it('with web authorisation of an official account, if the scope is snsapi_userinfo', async () => {
    const agreed = await authorised('news', 'oauth2/authorize', 'snsapi_userinfo')
    expect(agreed).toMatchObject({ unionid, openid: await story.openidOf('alice', 'news') })
    const { access_token, openid } = agreed
    const query = { access_token: String(access_token), openid: String(openid), lang: 'zh_CN' }
    expect(await story.ask('/sns/userinfo', query)).toMatchObject({ unionid })
  })

  it('with the QR code of a website', async () => {
    expect(await authorised('site', 'qrconnect', 'snsapi_login')).toMatchObject({ unionid })
  })

  it('with the login of a mobile app', async () => {
    const { code } = await story.change('/mobile-logins', { person: 'alice', app: 'phone', state: 's' })
    expect(await exchanged('phone', String(code))).toMatchObject({ unionid, scope: 'snsapi_userinfo' })
  })

  it('with the event that somebody has withdrawn what they agreed to', async () => {
    const event = 'user_authorization_cancellation'
    await story.change('/authorisations', { person: 'alice', app: 'news', event })
    await story.world.settled()
    const pushed = story.world.database.documents('pushed')
    expect(pushed).toContainEqual(
      expect.objectContaining({
        event: expect.objectContaining({
          Event: event,
          OpenID: await story.openidOf('alice', 'news'),
          UnionID: unionid,
        }),
      }),
    )
  })
})
