import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../emulator/simulator/fixtureProject.ts'
import { launchBrowser } from '../emulator/testkit/browser.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { PATHS } from '../scripts/project/paths.ts'
import { createOneIdWorld } from './oneIdWorld.ts'

/** The client SDK as a mini-program copies it, in a page of the simulator, with the functions that are deployed. */

const HOME = `
Page({
  data: { unionid: 'not asked for' },
  onLoad() { getApp().tell = (unionid) => this.setData({ unionid }) },
  enter() { wx.navigateTo({ url: './shop' }) },
})
`
const HOME_WXML = `
<view>the unionid is {{unionid}}</view>
<button bind:tap="enter">enter</button>
`
const SHOP = `
import { login, pay } from '../services/oneid/index'
Page({
  data: { said: '' },
  onLoad() { login().then(({ unionid }) => this.setData({ said: 'signed in, unionid ' + unionid })) },
  say(work) {
    work.then(({ status, unionid }) => [status, unionid], ({ code, message }) => [code, message])
      .then((words) => this.setData({ said: words.join(' ') }))
  },
  buy() { this.say(pay('coffee', { onUnionid: (state) => getApp().tell(state) })) },
})
`
const SHOP_WXML = `
<view>{{said}}</view>
<button bind:tap="buy">buy</button>
`

const sdkFolder = join(PATHS.miniprogram, 'services', 'oneid')
const sdkFiles = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(sdkFolder).map((name) => [
      `services/oneid/${name}`,
      readFileSync(join(sdkFolder, name), 'utf8'),
    ]),
  )

let browser: Browser
let world: TestWorld
let app: FixtureProject
let page: Page
const errors: string[] = []

beforeAll(async () => {
  app = fixtureProject({
    ...sdkFiles(),
    'app.json': '{ "pages": ["pages/a", "pages/shop"] }',
    'pages/a.js': HOME,
    'pages/a.wxml': HOME_WXML,
    'pages/shop.js': SHOP,
    'pages/shop.wxml': SHOP_WXML,
  })
  // Before 2021 signing in told no unionid; a payment did.
  const before2021 = { policy: 'before-2021' as const }
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createOneIdWorld({ miniprogramRoot: app.root, world: before2021 }),
  ])
  world.clock.freeze()
})
afterAll(async () => {
  await browser.close()
  await world.close()
  app.remove()
})
beforeEach(async () => {
  errors.length = 0
  await page?.close()
  page = await browser.newPage({ viewport: { width: 390, height: 760 } })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  // The timers of a mini-program are those of the browser, not of the world's clock: here the test moves them.
  await page.clock.install()
  await page.goto(`${world.url}/simulator/?person=alice&app=shop`)
  await tap('enter')
})

const tap = (name: string) => page.getByRole('button', { name, exact: true }).click()
const says = (words: string) => page.getByText(words, { exact: true }).waitFor()
const pass = async (seconds: number) => {
  world.clock.advance(`${seconds}s`)
  await page.clock.fastForward(seconds * 1_000)
}
/** Calls of the phone; the payment's callback comes when it comes. */
const called = () =>
  world
    .calls()
    .map((call) => call.function)
    .filter((name) => name !== 'payCallback')

const faults = (...plan: readonly object[]) =>
  fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: plan }),
  })

const states = async (): Promise<readonly string[]> => {
  const reply = await (await fetch(`${world.url}/__world/payments`)).json()
  return v.parse(v.array(v.object({ state: v.string() })), reply).map(({ state }) => state)
}

it('buys, and is told of the unionid 5 s later, though the page is closed by then', async () => {
  await says('signed in, unionid missing')
  const before = called().length
  const calls = () => called().slice(before)
  await faults({ at: 'openapi.*', effect: 'busy' })
  await tap('buy')
  await page.getByRole('alertdialog', { name: '支付 ¥19.00' }).waitFor()
  await tap('立即支付')
  await says('paid waiting')
  await tap('返回')
  await says('the unionid is not asked for')
  expect(calls()).toEqual(['pay', 'pay'])
  await world.settled()
  await faults()
  await pass(5)
  await says('the unionid is known')
  expect(calls()).toEqual(['pay', 'pay', 'pay', 'login'])
  await pass(15)
  await world.settled()
  expect(calls()).toEqual(['pay', 'pay', 'pay', 'login'])
  expect(errors).toEqual([])
})

it('is cancelled, and goes on with the same order after the page was opened anew', async () => {
  await tap('buy')
  await tap('取消')
  await says('PAYMENT_CANCELLED 已取消支付')
  expect((await states()).at(-1)).toBe('NOTPAY')
  const orders = (await states()).length
  await page.reload()
  await tap('enter')
  await tap('buy')
  await tap('立即支付')
  await says('paid known')
  expect((await states()).at(-1)).toBe('SUCCESS')
  expect(await states()).toHaveLength(orders)
  await world.settled()
  expect(errors).toEqual([])
})
