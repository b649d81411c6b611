import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { Answer, GatewayWorld } from './gatewayWorld.ts'
import { BEGIN, openGateway, PAGE, pkce } from './gatewayWorld.ts'
import type { Visitor } from './visitor.ts'
import { visitorOf } from './visitor.ts'

/** A16: a way back from WeChat counts for the browser, the app and the moment that it began with, and once. */

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(() => resetWorld(gateway.world))
afterAll(() => gateway.close())

const visitor = (person = 'alice') => visitorOf(gateway, person)

/** On the way back from WeChat: the browser, and the address with which it was sent here. */
const onTheWay = async (person = 'alice', app = 'site') => {
  const browser = visitor(person)
  const back = await browser.atWeChat(await browser.start(app))
  const [name = '', sealed = ''] = [...browser.cookies][0] ?? []
  return { browser, back, name, sealed }
}

/** A page for the person, which leads nowhere; nobody is signed in. */
const expectRefused = (answer: Answer, code: string, requests: readonly string[] = []): void => {
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(answer.headers.get('location')).toBeNull()
  expect(answer.body['text']).toContain(`${code} · `)
  expect(requestsOf(gateway.world)).toEqual(requests)
  for (const collection of ['users', 'identities', 'sessions'])
    expect(gateway.world.database.documents(collection)).toEqual([])
}
const without = (address: URL, ...names: readonly string[]): string => {
  const url = new URL(address)
  for (const name of names) url.searchParams.delete(name)
  return url.href
}

describe('a way back', () => {
  it('with the state and the browser that belong together leads on', async () => {
    const { browser, back } = await onTheWay()
    const { status, headers } = await browser.open(back.href)
    expect({ status, location: headers.get('location') }).toEqual({
      status: 302,
      location: expect.stringMatching(/^https:\/\/www\.example\.com\/login\?ticket=/),
    })
  })

  it('without a state', async () => {
    const { browser, back } = await onTheWay()
    expectRefused(await browser.open(without(back, 'state')), 'STATE_INVALID')
  })

  it('without state and cookie', async () => {
    const { back } = await onTheWay()
    expectRefused(await visitor().open(without(back, 'state')), 'STATE_INVALID')
    expectRefused(await visitor().open(without(back, 'state', 'code')), 'STATE_INVALID')
  })

  it('in another browser, which began nothing', async () => {
    const { back } = await onTheWay()
    expectRefused(await visitor().open(back.href), 'STATE_INVALID')
  })

  it('in another browser, which has begun something else', async () => {
    const attacker = await onTheWay('bob')
    const victim = await onTheWay('alice')
    expectRefused(await victim.browser.open(attacker.back.href), 'STATE_INVALID')
    victim.browser.cookies.set(attacker.name, victim.sealed)
    expectRefused(await victim.browser.open(attacker.back.href), 'STATE_INVALID')
  })

  it('with a state that nobody was given', async () => {
    const { browser, back } = await onTheWay()
    const other = new URL(back)
    for (const state of ['0'.repeat(32), back.searchParams.get('state')?.toUpperCase() ?? '', 'x', '']) {
      other.searchParams.set('state', state)
      expectRefused(await browser.open(other.href), 'STATE_INVALID')
    }
  })

  it('a second time, though the browser has kept its cookie', async () => {
    const { browser, back, name, sealed } = await onTheWay()
    expect((await browser.open(back.href)).status).toBe(302)
    expect(browser.cookies.size).toBe(0)
    browser.cookies.set(name, sealed)
    const again = await browser.open(back.href)
    expect({ status: again.status, location: again.headers.get('location') }).toEqual({
      status: 400,
      location: null,
    })
    expect(again.body['text']).toContain('STATE_INVALID · ')
    // The mark that says "used".
    expect(requestsOf(gateway.world)).toEqual(['insertDocument'])
  })

  it('twice at once: one leads on', async () => {
    const { browser, back } = await onTheWay()
    const answers = await Promise.all([browser.open(back.href), browser.open(back.href)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([302, 400])
  })

  it.each(['news', 'shop', 'nobody'])('to another app: %s', async (app) => {
    const { browser, back } = await onTheWay()
    const other = back.href.replace('/oauth/site/', `/oauth/${app}/`)
    const code = { news: 'STATE_INVALID', shop: 'APP_KIND_WRONG', nobody: 'APP_NOT_REGISTERED' }[app] ?? ''
    expectRefused(await browser.open(other), code)
    expect((await browser.open(back.href)).status).toBe(302)
  })

  it('after ten minutes', async () => {
    const { browser, back } = await onTheWay()
    gateway.world.clock.advance('10m')
    expectRefused(await browser.open(back.href), 'STATE_INVALID')
  })

  it('with a cookie that was altered, cut off, emptied, or is something else that we have sealed', async () => {
    const ticket = (await visitor('bob').signIn('site')).searchParams.get('ticket') ?? ''
    await resetWorld(gateway.world)
    const { browser, back, name, sealed } = await onTheWay()
    const middle = Math.floor(sealed.length / 2)
    const altered = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`
    for (const value of [altered, sealed.slice(0, -1), sealed.slice(1), '', 'x', ticket]) {
      browser.cookies.set(name, value)
      expectRefused(await browser.open(back.href), 'STATE_INVALID')
    }
    browser.cookies.set(name, sealed)
    expect((await browser.open(back.href)).status).toBe(302)
  })
})

describe('what the browser keeps', () => {
  it('is for these paths, for ten minutes, and for no script and no other site’s request', async () => {
    const query = new URLSearchParams({ redirect: PAGE, challenge: pkce().challenge })
    const { headers } = await gateway.get(`/oauth/site/start?${query}`)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^oneid-[0-9a-f]{12}=[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+; Path=\/http\/gateway\/oauth; Max-Age=600; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('where a sign-in may return to', () => {
  const start = (browser: Visitor, redirect: string) =>
    browser.open(`/oauth/site/start?${new URLSearchParams({ redirect, challenge: pkce().challenge })}`)

  it.each([
    PAGE,
    `${PAGE}?next=/cart`,
    'https://www.example.com:443/login',
    'https://WWW.EXAMPLE.COM/login',
    'http://localhost:3000/login?x=1',
  ])('%s', async (redirect) => {
    const browser = visitor()
    expect((await start(browser, redirect)).status).toBe(302)
    expect(browser.cookies.size).toBe(1)
  })

  it.each([
    'https://evil.example.com/login',
    'https://www.example.com.evil.com/login',
    'https://www.example.com@evil.com/login',
    'https://www.example.com/',
    'https://www.example.com/login/',
    'https://www.example.com/login2',
    'https://www.example.com/Login',
    'https://www.example.com/login%2F',
    'https://www.example.com/login/../evil',
    'https://www.example.com:8443/login',
    'http://www.example.com/login',
    'http://localhost:3001/login',
    'https://somebody@www.example.com/login',
    'https://somebody:word@www.example.com/login',
    'https://:word@www.example.com/login',
    'https://www.example.com/login#fragment',
    'https://www.example.com/login?x=1#fragment',
    'https://www.example.com\\@evil.com/login',
    'ftp://www.example.com/login',
    'javascript://www.example.com/login',
  ])('not %s', async (redirect) => {
    const browser = visitor()
    expectRefused(await start(browser, redirect), 'REDIRECT_NOT_ALLOWED')
    expect(browser.cookies.size).toBe(0)
  })

  it.each([
    '',
    '/login',
    '//www.example.com/login',
    'www.example.com/login',
    `${PAGE}?x=${'x'.repeat(1_024)}`,
  ])('no address: %j', async (redirect) => {
    expectRefused(await start(visitor(), redirect), 'INPUT_INVALID')
  })

  it.each(['', 'x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`])(
    'nor without a challenge: %j',
    async (challenge) => {
      const query = new URLSearchParams({ redirect: PAGE, challenge })
      expectRefused(await gateway.get(`/oauth/site/start?${query}`), 'INPUT_INVALID')
    },
  )

  it.each([
    ['shop', 'APP_KIND_WRONG'],
    ['mobile', 'APP_KIND_WRONG'],
    ['nobody', 'APP_NOT_REGISTERED'],
  ])('nor for the app %s: %s', async (app, code) => {
    const query = new URLSearchParams({ redirect: PAGE, challenge: pkce().challenge })
    expectRefused(await gateway.get(`/oauth/${app}/start?${query}`), code)
  })
})
