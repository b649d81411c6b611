import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../emulator/testkit/browser.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { PATHS } from '../scripts/project/paths.ts'
import { createOneIdWorld } from './oneIdWorld.ts'

/** The whole path: a page in the browser, the mini-program, the built function, the SDK, the database. */

let browser: Browser
let world: TestWorld

beforeAll(async () => {
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createOneIdWorld({ miniprogramRoot: PATHS.miniprogram }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

interface Phone {
  readonly page: Page
  readonly text: () => Promise<string | null>
  /** What the console said that it should not. */
  readonly complaints: readonly string[]
}

const pickUp = async (query: string): Promise<Phone> => {
  const page = await browser.newPage({ viewport: { width: 390, height: 780 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(world.url)) complaints.push(`a request left this machine: ${request.url()}`)
  })
  await page.goto(`${world.url}/simulator/?${query}`)
  await page.getByText('联合身份 UnionID').waitFor()
  return { page, complaints, text: () => page.locator('wx-page').textContent() }
}

const userIdIn = (text: string | null): string =>
  /u[A-Za-z0-9_-]{22}/.exec(text ?? '')?.[0] ?? `no userId in: ${text}`

it('logs in on launch, knows the person in a second app, and says why the unionid is missing in a third', async () => {
  const shop = await pickUp('person=alice&app=shop')
  expect(await shop.text()).toContain('新用户')
  expect(await shop.text()).toContain('已知')
  const alice = userIdIn(await shop.text())

  const club = await pickUp('person=alice&app=club')
  expect(userIdIn(await club.text())).toBe(alice)
  expect(await club.text()).toContain('欢迎回来')

  const lab = await pickUp('person=alice&app=lab')
  expect(userIdIn(await lab.text())).not.toBe(alice)
  expect(await lab.text()).toContain('尚未绑定微信开放平台账号')

  const bob = await pickUp('person=bob')
  expect(userIdIn(await bob.text())).not.toBe(alice)

  expect([shop, club, lab, bob].flatMap(({ complaints }) => complaints)).toEqual([])
  for (const { page } of [shop, club, lab, bob]) await page.close()
})

it('one call of login per launch, one more per tap on 再次登录', async () => {
  const before = world.calls().length
  const { page } = await pickUp('person=carol&app=shop')
  await page.getByText('新用户').waitFor()
  expect(world.calls().length - before).toBe(1)
  await page.getByText('再次登录').click()
  await page.getByText('欢迎回来').waitFor()
  expect(world.calls().length - before).toBe(2)
  await page.close()
})

it('no openid or unionid reaches the page, its storage or its traffic', async () => {
  const page = await browser.newPage()
  const traffic: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/__cloud/')) traffic.push(await response.text())
  })
  await page.goto(`${world.url}/simulator/?person=dave&app=shop`)
  await page.getByText('联合身份 UnionID').waitFor()
  const { openid, unionid } = world.person('dave').in('shop')
  const seen = [await page.content(), JSON.stringify(await page.context().storageState()), ...traffic].join(
    '\n',
  )
  expect(seen).toContain('"userId"')
  expect(seen).not.toContain(openid)
  expect(seen).not.toContain(unionid)
  await page.close()
})
