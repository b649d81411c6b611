import { describe, expect, it } from 'vitest'
import { authorizeQuery, OFFICIAL_WORLD } from '../oauth/testing.ts'
import { openWeChat } from '../testing.ts'
import { createOpenPages } from './index.ts'

const openPages = () => {
  const weChat = openWeChat(OFFICIAL_WORLD)
  const pages = createOpenPages(weChat)
  const get = (path: string, query: Record<string, string>) =>
    pages.request(`${path}?${new URLSearchParams(query)}`)
  const answer = (path: string, query: Record<string, string>, given: string, headers = {}) =>
    pages.request(`${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      body: new URLSearchParams({ answer: given }),
      headers,
    })
  return { weChat, get, answer }
}

const AUTHORIZE = '/connect/oauth2/authorize'
const QRCONNECT = '/connect/qrconnect'
const asked = (more: Record<string, string> = {}) => authorizeQuery('official-account', more)
const askedSite = (more: Record<string, string> = {}) => authorizeQuery('website', more)

describe('the page of an official account', () => {
  it('asks who is there, then whether they consent', async () => {
    const { get } = openPages()
    const first = await (await get(AUTHORIZE, asked())).text()
    expect(first).toContain('<html lang="zh-CN">')
    expect(first.match(/type="radio"/g)).toHaveLength(3)
    expect(first).toContain('<input type="hidden" name="state" value="s1">')
    const second = await (await get(AUTHORIZE, asked({ person: 'alice' }))).text()
    expect(second).toContain('允许')
    expect(second).toContain('拒绝')
    expect(second).not.toContain('<script')
  })

  it('redirects with code and state after consent, with state alone after a refusal', async () => {
    const { answer } = openPages()
    const query = asked({ person: 'alice', state: 'a b+c/é&d' })
    const allowed = await answer(AUTHORIZE, query, 'allow')
    expect(allowed.status).toBe(303)
    const to = new URL(allowed.headers.get('location') ?? '')
    expect(to.origin + to.pathname).toBe('https://news.example.com/back')
    expect(to.searchParams.get('state')).toBe('a b+c/é&d')
    expect(to.searchParams.get('code')).toMatch(/^0[0-9a-f]{31}$/)
    const refused = await answer(AUTHORIZE, query, 'refuse')
    expect(new URL(refused.headers.get('location') ?? '').searchParams.has('code')).toBe(false)
    expect(new URL(refused.headers.get('location') ?? '').searchParams.get('state')).toBe('a b+c/é&d')
  })

  it.each([
    ['snsapi_base', {}],
    ['snsapi_userinfo', { forceSnapShot: 'true' }],
  ])('does not ask for %s %o', async (scope, more) => {
    const { get } = openPages()
    const redirect_uri = 'https://news.example.com/back?a=%20b#part'
    const reply = await get(AUTHORIZE, asked({ scope, redirect_uri, person: 'alice', ...more }))
    expect(reply.status).toBe(302)
    expect(reply.headers.get('location')).toMatch(
      /^https:\/\/news\.example\.com\/back\?a=%20b&code=0[0-9a-f]{31}&state=s1#part$/,
    )
  })

  it.each([
    ['a line break', 'a\r\nx-injected: 1', 'a%0D%0Ax-injected:%201'],
    ['Chinese', '%20中é', '%20%E4%B8%AD%C3%A9'],
  ])('%s in the address stays in the address', async (_, written, sent) => {
    const { get } = openPages()
    const redirect_uri = `https://news.example.com/${written}`
    const reply = await get(AUTHORIZE, asked({ scope: 'snsapi_base', redirect_uri, person: 'alice' }))
    expect(reply.status).toBe(302)
    expect(reply.headers.get('x-injected')).toBeNull()
    expect(reply.headers.get('location')?.split('?')[0]).toBe(`https://news.example.com/${sent}`)
  })

  it('shows why it asks for nothing, and leads nowhere', async () => {
    const { get, answer } = openPages()
    const query = asked({ redirect_uri: 'https://evil.example/', person: 'alice' })
    for (const reply of [await get(AUTHORIZE, query), await answer(AUTHORIZE, query, 'allow')]) {
      expect(reply.headers.get('location')).toBeNull()
      expect(await reply.text()).toContain('10003')
    }
  })

  it('takes no answer from another page, nor for nobody', async () => {
    const { answer } = openPages()
    const query = asked({ person: 'alice' })
    const headers = { host: '127.0.0.1:1', origin: 'http://evil.example' }
    expect((await answer(AUTHORIZE, query, 'allow', headers)).status).toBe(403)
    expect((await answer(AUTHORIZE, query, 'allow', { ...headers, origin: 'null' })).status).toBe(403)
    expect(
      (await answer(AUTHORIZE, query, 'allow', { ...headers, origin: 'http://127.0.0.1:1' })).status,
    ).toBe(303)
    expect((await answer(AUTHORIZE, asked(), 'allow')).status).toBe(403)
  })

  it('writes what it was given as text', async () => {
    const { get } = openPages()
    const page = await (await get(AUTHORIZE, asked({ state: '"><script>', person: '<b>' }))).text()
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>')
  })

  it('loads nothing from elsewhere', async () => {
    const { get } = openPages()
    const reply = await get(AUTHORIZE, asked({ person: 'alice' }))
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'")
    // Nobody else's page may show it, to get a click for something else.
    expect(reply.headers.get('content-security-policy')).toMatch(
      /frame-ancestors 'self' http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*$/,
    )
    expect(await reply.text()).toContain('"PingFang SC"')
  })
})

describe('the QR page of a website', () => {
  it('shows a code, then asks on the phone, then redirects', async () => {
    const { get, answer } = openPages()
    expect(await (await get(QRCONNECT, askedSite())).text()).toContain('登录二维码')
    expect(await (await get(QRCONNECT, askedSite({ person: 'bob' }))).text()).toContain('Bob')
    const reply = await answer(QRCONNECT, askedSite({ person: 'bob' }), 'allow')
    expect(reply.headers.get('location')).toMatch(
      /^http:\/\/127\.0\.0\.1:8080\/back\?code=0[0-9a-f]{31}&state=s1$/,
    )
  })

  // Website login guide, 2026-11: no redirect when somebody refuses.
  it('stays where it is after a refusal', async () => {
    const { answer } = openPages()
    const reply = await answer(QRCONNECT, askedSite({ person: 'bob' }), 'refuse')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('location')).toBeNull()
  })
})
