import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { openPhone, type PhonePage } from '../../emulator/testkit/phonePage.ts'
import { PATHS } from '../../scripts/project/paths.ts'
import { createOneIdWorld, resetWorld } from '../oneIdWorld.ts'
import { userIdIn } from './userIdIn.ts'

/** How a missing unionid comes: in a WeChat in which signing in tells none, as before 2021-02-23. */

let browser: Browser
let world: TestWorld
const open: PhonePage[] = []

beforeAll(async () => {
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createOneIdWorld({ miniprogramRoot: PATHS.miniprogram, world: { policy: 'before-2021' } }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})
beforeEach(() => resetWorld(world))
afterEach(async () => {
  for (const phone of open.splice(0)) await phone.close()
  await faults()
})

const phoneOf = async (person: string, app: string, options = {}): Promise<PhonePage> => {
  const phone = await openPhone(world, { browser, person, app, ...options })
  open.push(phone)
  await phone.expectText('联合身份 UnionID')
  return phone
}

const faults = (...plan: readonly object[]) =>
  fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: plan }),
  })

const COFFEE = '购买一杯咖啡，¥19.00'

it('open data brings it, and the page says by what', async () => {
  const phone = await phoneOf('alice', 'shop')
  await phone.expectText('暂缺')
  await phone.expectText('在本小程序完成一次支付')
  await phone.tap('授权开放数据')
  await phone.expectText('通过微信开放数据取得。')
  await phone.expectText('已知')
  expect(phone.errors()).toEqual([])
})

it('a payment brings it, and with it the account that the person has in another app', async () => {
  const club = await phoneOf('alice', 'club')
  await club.tap('授权开放数据')
  await club.expectText('已知')
  const phone = await phoneOf('alice', 'shop')
  expect(userIdIn(await phone.text())).not.toBe(userIdIn(await club.text()))
  await phone.tap('小店')
  await phone.tap(COFFEE)
  await phone.answer('取消')
  await phone.expectText('已取消支付。再点一次购买，会继续同一笔订单。')
  await phone.tap(COFFEE)
  await phone.answer('立即支付')
  await phone.expectText('支付带来了 UnionID')
  await phone.expectText('两个账号已合并')
  await phone.page.getByRole('button', { name: '返回' }).click()
  await phone.expectText('通过一次支付取得。')
  expect(userIdIn(await phone.text())).toBe(userIdIn(await club.text()))
  await phone.tap('已关联的应用')
  await phone.expectText('club · 小程序')
  await world.settled()
  expect(phone.errors()).toEqual([])
})

it('it may come a little later, and the page waits for it', async () => {
  const phone = await phoneOf('bob', 'shop', { ownClock: true })
  await phone.tap('小店')
  await faults({ at: 'openapi.*', effect: 'busy' })
  await phone.tap(COFFEE)
  await phone.answer('立即支付')
  await phone.expectText('正在等待 UnionID，最多 20 秒')
  await world.settled()
  await faults()
  world.clock.advance('5s')
  await phone.page.clock.fastForward(5_000)
  await phone.expectText('支付带来了 UnionID')
  await phone.expectText('已支付')
})

it('or not at all, which is no harm', async () => {
  const phone = await phoneOf('carol', 'shop', { ownClock: true })
  await phone.tap('小店')
  await faults({ at: 'openapi.*', effect: 'busy' })
  await phone.tap(COFFEE)
  await phone.answer('立即支付')
  await phone.expectText('正在等待 UnionID')
  for (const seconds of [5, 15]) {
    await world.settled()
    world.clock.advance(`${seconds}s`)
    await phone.page.clock.fastForward(seconds * 1_000)
  }
  await phone.expectText('这次支付没有带来 UnionID，不影响使用')
})
