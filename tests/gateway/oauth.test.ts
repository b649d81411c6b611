import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { login, requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, BEGIN, openGateway, PAGE, pkce } from './gatewayWorld.ts'
import { visitorOf } from './visitor.ts'

/** Signing in by web page: in WeChat for an official account, by QR code for a website. */

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(async () => {
  gateway.world.weChat.openAsSnapshot('news', false)
  gateway.world.weChat.unfollow('alice', 'news')
  await gateway.world.settled()
  await resetWorld(gateway.world)
})
afterAll(() => gateway.close())

const documents = (collection: string) => gateway.world.database.documents(collection)
const visitor = (person = 'alice') => visitorOf(gateway, person)
const scopeOf = (page: URL) => page.searchParams.get('scope')
const ticketIn = (page: URL) => page.searchParams.get('ticket') ?? ''
const send = (ticket: string, verifier = pkce().verifier) =>
  gateway.post('/sessions/ticket', { ticket, verifier })
const exchange = async (page: URL) => answerOf('session', await send(ticketIn(page)))
const refusal = (code: string, status = 400) => ({ status, body: { ok: false, code } })

describe('an official account', () => {
  it('asks silently first, then for consent where the unionid is missing; the page gets a ticket', async () => {
    const { userId } = await login(gateway.world, 'alice', 'shop')
    const { start, atWeChat, open } = visitor()
    const silent = await start('news')
    expect(silent.href).toMatch(/\/connect\/oauth2\/authorize\?appid=wx2f7a6c0d9e3b5184&.*#wechat_redirect$/)
    expect(scopeOf(silent)).toBe('snsapi_base')
    expect(requestsOf(gateway.world)).toEqual([])
    const returned = await open((await atWeChat(silent)).href)
    const first = requestsOf(gateway.world)
    const asking = new URL(returned.headers.get('location') ?? '')
    expect(scopeOf(asking)).toBe('snsapi_userinfo')
    expect(asking.searchParams.get('state')).not.toBe(silent.searchParams.get('state'))
    const arrived = await open((await atWeChat(asking)).href)
    const second = requestsOf(gateway.world)
    const page = new URL(arrived.headers.get('location') ?? '')
    expect(`${page.origin}${page.pathname}`).toBe(PAGE)
    expect(await exchange(page)).toMatchObject({ userId, isNew: false, unionid: 'known' })
    const third = requestsOf(gateway.world)
    expect(third).toEqual(['insertDocument', 'aggregateDocuments', 'insertDocument'])
    console.log(
      `figure: sign-in by official account, requests: ${first.length} silent step, ${second.length} with consent, ${third.length} ticket`,
    )
  })

  it('does not ask again where the unionid is known', async () => {
    const { userId } = await exchange(await visitor().signIn('news'))
    const { start, atWeChat, open } = visitor()
    const returned = await open((await atWeChat(await start('news'))).href)
    expect(returned.headers.get('location')).toMatch(/^https:\/\/www\.example\.com\/login\?ticket=/)
    const page = new URL(returned.headers.get('location') ?? '')
    expect(await exchange(page)).toMatchObject({ userId, isNew: false, unionid: 'known' })
  })

  it('does not ask a follower, of whom WeChat tells the unionid', async () => {
    const { userId } = await login(gateway.world, 'alice', 'shop')
    gateway.world.weChat.follow('alice', 'news')
    await gateway.world.settled()
    const { start, atWeChat, open } = visitor()
    const returned = await open((await atWeChat(await start('news'))).href)
    const page = new URL(returned.headers.get('location') ?? '')
    expect(await exchange(page)).toMatchObject({ userId, isNew: false, unionid: 'known' })
    expect(documents('users')).toHaveLength(1)
  })

  it('signs in without a unionid who refuses, and asks again the next time', async () => {
    const { start, atWeChat, open } = visitor()
    const asking = await open((await atWeChat(await start('news'))).href)
    const refused = await atWeChat(new URL(asking.headers.get('location') ?? ''), 'refuse')
    expect(refused.searchParams.has('code')).toBe(false)
    const page = new URL((await open(refused.href)).headers.get('location') ?? '')
    const session = await exchange(page)
    expect(session).toMatchObject({ isNew: true, unionid: 'missing', reason: 'NOT_PROVIDED' })
    const later = await exchange(await visitor().signIn('news'))
    expect(later).toMatchObject({ userId: session.userId, isNew: false, unionid: 'known' })
  })

  it('asks nobody for consent where the page does not want it', async () => {
    const { start, atWeChat, open } = visitor()
    const returned = await open((await atWeChat(await start('news', { consent: 'never' }))).href)
    const page = new URL(returned.headers.get('location') ?? '')
    expect(await exchange(page)).toMatchObject({ isNew: true, unionid: 'missing' })
  })

  it('SNAPSHOT_USER: makes no account of a snapshot page, whose person does not exist', async () => {
    gateway.world.weChat.openAsSnapshot('news', true)
    const page = await visitor().signIn('news')
    expect(page.href).toBe('https://www.example.com/login?error=SNAPSHOT_USER')
    expect([documents('users'), documents('identities'), documents('sessions')]).toEqual([[], [], []])
  })

  it('CODE_OF_ANOTHER_PERSON: two people in one sign-in are none', async () => {
    const alice = visitor()
    const asking = await alice.open((await alice.atWeChat(await alice.start('news'))).href)
    const bobs = await visitor('bob').atWeChat(new URL(asking.headers.get('location') ?? ''))
    const returned = await alice.open(bobs.href)
    expect(returned.headers.get('location')).toBe(
      'https://www.example.com/login?error=CODE_OF_ANOTHER_PERSON',
    )
    expect([documents('users'), documents('sessions')]).toEqual([[], []])
  })
})

describe('a website', () => {
  it('asks once, and signs in to the same account', async () => {
    const { userId } = await login(gateway.world, 'alice', 'shop')
    const { start, atWeChat, open } = visitor()
    const asking = await start('site')
    expect(asking.href).toMatch(/\/connect\/qrconnect\?appid=wx6b0e4d8f1a5c9372&/)
    expect(scopeOf(asking)).toBe('snsapi_login')
    const returned = await open((await atWeChat(asking)).href)
    const page = new URL(returned.headers.get('location') ?? '')
    expect(await exchange(page)).toMatchObject({ userId, isNew: false, unionid: 'known' })
  })

  it('CONSENT_REFUSED: who comes back without a code is nobody', async () => {
    const { start, open } = visitor()
    const asking = await start('site')
    const back = new URL(asking.searchParams.get('redirect_uri') ?? '')
    back.searchParams.set('state', asking.searchParams.get('state') ?? '')
    const returned = await open(back.href)
    expect(returned.headers.get('location')).toBe('https://www.example.com/login?error=CONSENT_REFUSED')
    expect(documents('users')).toEqual([])
  })

  it('says who is new', async () => {
    expect(await exchange(await visitor().signIn('site'))).toMatchObject({ isNew: true })
    expect(await exchange(await visitor().signIn('site'))).toMatchObject({ isNew: false })
  })
})

describe('the page', () => {
  it('gets its own query back, and cannot be given a ticket beforehand', async () => {
    const redirect = `${PAGE}?next=%2Fcart&ticket=forged&x=1`
    const page = await visitor().signIn('site', { redirect })
    expect([...page.searchParams.keys()]).toEqual(['next', 'ticket', 'x'])
    expect(page.searchParams.get('next')).toBe('/cart')
    expect(await exchange(page)).toMatchObject({ ok: true })
  })

  it('may be open in two tabs, which do not disturb each other', async () => {
    const { start, atWeChat, open, cookies } = visitor()
    const tabs = [await start('site'), await start('site')]
    expect(cookies.size).toBe(2)
    for (const tab of tabs.toReversed()) {
      const returned = await open((await atWeChat(tab)).href)
      expect(await exchange(new URL(returned.headers.get('location') ?? ''))).toMatchObject({ ok: true })
    }
    expect(cookies.size).toBe(0)
  })
})

describe('a ticket', () => {
  it('is exchanged once', async () => {
    const ticket = ticketIn(await visitor().signIn('site'))
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(ticket)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400])
    expect(await send(ticket)).toMatchObject(refusal('TICKET_INVALID'))
    expect(documents('sessions')).toHaveLength(1)
  })

  it('is of no use without the verifier, and is not used up by who has none', async () => {
    const ticket = ticketIn(await visitor().signIn('site'))
    for (const verifier of [pkce('thief').verifier, pkce().challenge])
      expect(await send(ticket, verifier)).toMatchObject(refusal('TICKET_INVALID'))
    expect(requestsOf(gateway.world)).toEqual([])
    for (const verifier of ['', 'short', 'x'.repeat(129), 'ä'.repeat(43)])
      expect(await send(ticket, verifier)).toMatchObject(refusal('INPUT_INVALID'))
    expect(await send(ticket)).toMatchObject({ status: 200 })
  })

  it('is good for a minute', async () => {
    const { signIn } = visitor()
    const [early, late] = [ticketIn(await signIn('site')), ticketIn(await signIn('site'))]
    gateway.world.clock.advance('59s999ms')
    expect(await send(early)).toMatchObject({ status: 200 })
    gateway.world.clock.advance('1ms')
    expect(await send(late)).toMatchObject(refusal('TICKET_INVALID'))
  })

  it('SESSION_ENDED: leads to no account that was deleted meanwhile', async () => {
    const { accessToken } = await exchange(await visitor().signIn('site'))
    await gateway.post('/account', { action: 'delete' }, accessToken)
    gateway.world.clock.advance('6d23h59m50s')
    const ticket = ticketIn(await visitor().signIn('site'))
    gateway.world.clock.advance('20s')
    await gateway.world.timers.fire('jobs')
    expect(await send(ticket)).toMatchObject(refusal('SESSION_ENDED', 401))
    expect([documents('users').map(({ status }) => status), documents('sessions')]).toEqual([['deleted'], []])
  })
})
