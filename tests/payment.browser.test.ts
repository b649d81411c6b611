import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../emulator/simulator/fixtureProject.ts'
import { launchBrowser } from '../emulator/testkit/browser.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import type { TinyProject } from './sdkProject.ts'
import { writeTinyProject } from './sdkProject.ts'

/** `wx.requestPayment` in a page of the simulator, of an order that a function made with the real SDK. */

const ORDER = `
exports.main = ({ number }) => cloud.cloudPay.unifiedOrder({
  functionName: 'payCallback', envId: 'local', subMchId: '1900000001', nonceStr: 'nonce', body: '一杯咖啡',
  outTradeNo: number, totalFee: 1905, spbillCreateIp: '127.0.0.1', tradeType: 'JSAPI',
})`
const PAY_CALLBACK = `exports.main = () => ({ errcode: 0 })`

const PAGE = `
let number = 0
Page({
  data: { said: '' },
  pay(payment) {
    const say = ({ errMsg }) => this.setData({ said: errMsg })
    wx.requestPayment({ ...payment, success: say, fail: say })
  },
  async order() {
    number += 1
    const { result } = await wx.cloud.callFunction({ name: 'order', data: { number: 'order-' + Date.now() + number } })
    this.payment = result.payment
    this.pay(this.payment)
  },
  again() { this.pay(this.payment) },
  forged() { this.pay({ ...this.payment, paySign: '0' }) },
  empty() { this.pay({}) },
})
`
const WXML = `
<view id="said">{{said}}</view>
<button bind:tap="order">order</button>
<button bind:tap="again">again</button>
<button bind:tap="forged">forged</button>
<button bind:tap="empty">empty</button>
`

let browser: Browser
let world: TestWorld
let app: FixtureProject
let functions: TinyProject
let page: Page
const errors: string[] = []

beforeAll(async () => {
  app = fixtureProject({ 'pages/a.js': PAGE, 'pages/a.wxml': WXML })
  functions = writeTinyProject({ order: { source: ORDER }, payCallback: { source: PAY_CALLBACK } })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      merchants: ['1900000001'],
      functions: functions.functions,
      functionSettings: { order: { timeoutSeconds: 15 } },
      miniprogramRoot: app.root,
    }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
  app.remove()
  functions.remove()
})
beforeEach(async () => {
  await page?.close()
  page = await browser.newPage({ viewport: { width: 390, height: 760 } })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${world.url}/simulator/?person=alice&app=shop`)
})

const tap = (name: string) => page.getByRole('button', { name, exact: true }).click()
const says = (words: string) => page.getByText(words, { exact: true }).waitFor()
const sheet = () => page.getByRole('alertdialog', { name: '支付 ¥19.05' })
const states = async (): Promise<readonly string[]> => {
  const orders: readonly { readonly state: string }[] = JSON.parse(
    await (await fetch(`${world.url}/__world/payments`)).text(),
  )
  return orders.map(({ state }) => state)
}

it('shows the amount and what is bought, and pays', async () => {
  await tap('order')
  await sheet().getByText('一杯咖啡').waitFor()
  await tap('立即支付')
  await says('requestPayment:ok')
  await world.settled()
  expect((await states()).at(-1)).toBe('SUCCESS')
  expect(world.calls().map((call) => [call.function, call.caller.source])).toContainEqual([
    'payCallback',
    'wx_paycallback',
  ])
  await tap('again')
  await says('requestPayment:fail 该订单已支付')
  expect(errors).toEqual([])
})

it('can be given up, and taken up again, with the keyboard alone', async () => {
  await tap('order')
  await sheet().waitFor()
  // The button that pays has the focus.
  expect(await page.getByRole('button', { name: '立即支付' }).evaluate((one) => one.matches(':focus'))).toBe(
    true,
  )
  await page.keyboard.press('Escape')
  await says('requestPayment:fail cancel')
  expect((await states()).at(-1)).toBe('NOTPAY')
  await tap('again')
  await tap('取消')
  await says('requestPayment:fail cancel')
  await tap('again')
  await sheet().waitFor()
  await page.keyboard.press('Enter')
  await says('requestPayment:ok')
  expect((await states()).at(-1)).toBe('SUCCESS')
  expect(errors).toEqual([])
})

it('asks nobody for an order that WeChat does not know', async () => {
  await tap('order')
  await tap('取消')
  await tap('forged')
  await says('requestPayment:fail 支付验证签名失败')
  await tap('empty')
  await says('requestPayment:fail parameter error: timeStamp')
  expect(errors).toEqual([])
})
