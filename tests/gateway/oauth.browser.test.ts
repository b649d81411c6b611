import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import { login, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { openGateway, PAGE } from './gatewayWorld.ts'
import { visitorOf } from './visitor.ts'

/** Signing in by clicking: a page of the company, WeChat's pages, and the way back, in Chromium. */

/** What a company writes into its page: the verifier stays in this tab, and the ticket is exchanged by `fetch`. */
const pageOf = (gateway: string) => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>登录</title>
<button id="news">公众号</button><button id="site">网站</button>
<p role="status"></p>
<script>
const gateway = ${JSON.stringify(gateway)}
const say = (text) => { document.querySelector('[role=status]').textContent = text }
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
const begin = async (app) => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  sessionStorage.setItem('verifier', verifier)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  const challenge = base64url(new Uint8Array(digest))
  location.href = gateway + '/oauth/' + app + '/start?' + new URLSearchParams({ redirect: ${JSON.stringify(PAGE)}, challenge })
}
const exchange = async (ticket) => {
  const verifier = sessionStorage.getItem('verifier') ?? 'nobody'.padEnd(43, '-')
  const reply = await fetch(gateway + '/sessions/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket, verifier }),
  })
  const { userId, code, isNew } = await reply.json()
  say(userId === undefined ? 'refused ' + code : userId + (isNew ? ' new' : ' known'))
}
const query = new URLSearchParams(location.search)
if (query.has('ticket')) exchange(query.get('ticket'))
else say(query.get('error') ?? 'nobody')
for (const app of ['news', 'site']) document.getElementById(app).onclick = () => begin(app)
</script></html>`

let browser: Browser
let context: BrowserContext
let gateway: GatewayWorld
let page: Page
const errors: string[] = []

beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), openGateway()])
})
afterAll(async () => {
  await browser.close()
  await gateway.close()
})

/** The company's page in this tab. Playwright's own routes do not see where a redirect leads; Chromium's do. */
const openTab = async (): Promise<Page> => {
  const tab = await context.newPage()
  const body = Buffer.from(pageOf(gateway.world.http('gateway'))).toString('base64')
  const session = await context.newCDPSession(tab)
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const responseHeaders = [{ name: 'content-type', value: 'text/html; charset=utf-8' }]
    session
      .send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body })
      .catch(() => {})
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: 'https://www.example.com/*' }] })
  tab.on('pageerror', (error) => errors.push(error.message))
  return tab
}

beforeEach(async () => {
  await resetWorld(gateway.world)
  errors.length = 0
  context = await browser.newContext({ viewport: { width: 390, height: 760 }, locale: 'zh-CN' })
  // The page is of the web, and the gateway of this machine: Chromium asks people about that.
  await context.grantPermissions(['local-network-access'], { origin: 'https://www.example.com' })
  page = await openTab()
  await page.goto(PAGE)
})
afterEach(() => context.close())

const tap = (name: string, tab = page) => tab.getByRole('button', { name, exact: true }).click()
const says = (words: string, tab = page) =>
  tab.getByRole('status').getByText(words, { exact: true }).waitFor()
/** Somebody says on WeChat's page who they are, and goes on. */
const be = async (name: string, button: string, tab = page) => {
  await tab.getByLabel(name).check()
  await tap(button, tab)
}
/** By QR code, as alice. */
const signInBySite = async (tab = page) => {
  await tap('网站', tab)
  await be('alice', '扫码', tab)
  await tap('允许', tab)
}
const userOf = async (person: string) => (await login(gateway.world, person, 'shop')).userId

it('by QR code on a website: to the account of the mini-program', async () => {
  const userId = await userOf('alice')
  await signInBySite()
  await says(`${userId} known`)
  expect(errors).toEqual([])
})

it('in WeChat: silently, then with consent; the second time nobody is asked', async () => {
  const userId = await userOf('alice')
  await tap('公众号')
  await be('alice', '继续')
  // The second step: WeChat's page asks for consent.
  await be('alice', '继续')
  await tap('允许')
  await says(`${userId} known`)
  await page.goto(PAGE)
  await tap('公众号')
  await be('alice', '继续')
  await says(`${userId} known`)
  expect(errors).toEqual([])
})

it('who refuses at the second step is somebody all the same', async () => {
  await tap('公众号')
  await be('bob', '继续')
  await be('bob', '继续')
  await tap('拒绝')
  await page
    .getByRole('status')
    .getByText(/^u[\w-]{22} new$/)
    .waitFor()
})

it('in two tabs at once: each gets its own', async () => {
  const other = await openTab()
  await other.goto(PAGE)
  await tap('网站')
  await tap('网站', other)
  await be('bob', '扫码', other)
  await be('alice', '扫码')
  await tap('允许', other)
  await tap('允许')
  await page
    .getByRole('status')
    .getByText(/^u[\w-]{22} new$/)
    .waitFor()
  await other
    .getByRole('status')
    .getByText(/^u[\w-]{22} new$/)
    .waitFor()
  await says(`${await userOf('alice')} new`)
  await says(`${await userOf('bob')} new`, other)
})

it('the back button brings no second session: the ticket is used, and so is the way back', async () => {
  const returns: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/oauth/site/return')) returns.push(request.url())
  })
  await signInBySite()
  await page.getByRole('status').getByText(/new$/).waitFor()
  const arrived = page.url()
  await page.goto('about:blank')
  await page.goBack()
  expect(page.url()).toBe(arrived)
  await page.reload()
  await says('refused TICKET_INVALID')
  await page.goto(returns[0] ?? '')
  await page.getByText(/^STATE_INVALID · /).waitFor()
  expect(gateway.world.database.documents('sessions')).toHaveLength(1)
})

it('A16, login CSRF: who opens the way back of somebody else is told so, and is nobody', async () => {
  // The attacker goes as far as WeChat's answer, and keeps the address for somebody else.
  const attacker = visitorOf(gateway, 'bob')
  const wayBack = (await attacker.atWeChat(await attacker.start('site'))).href
  await page.goto(wayBack)
  await page.getByText(/^STATE_INVALID · /).waitFor()
  expect(page.url()).toBe(wayBack)
  expect(await page.getByRole('heading').textContent()).toBe('登录请求已失效，请返回重试')
})

it('A16: a ticket of somebody else, put into the address of the page, is worth nothing there', async () => {
  const theirs = await visitorOf(gateway, 'bob').signIn('site')
  await page.goto(theirs.href)
  await says('refused TICKET_INVALID')
  // Not even while a sign-in of one's own is underway.
  await tap('网站')
  await page.goto(theirs.href)
  await says('refused TICKET_INVALID')
  expect(gateway.world.database.documents('sessions')).toEqual([])
})

it('what a person reads when something goes wrong is Chinese, fits a phone, and loads nothing', async () => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  const address = `${gateway.world.http('gateway')}/oauth/site/start?redirect=https://evil.example.com/&challenge=${'x'.repeat(43)}`
  const response = await page.goto(address)
  expect(response?.status()).toBe(400)
  expect(await page.getByRole('alert').getByRole('heading').textContent()).toBe(
    '页面地址未获许可，请联系管理员',
  )
  expect(await page.title()).toBe('页面地址未获许可，请联系管理员')
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN')
  expect(loaded.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([response?.url()])
})
