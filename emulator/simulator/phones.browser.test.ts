import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { createSimulator } from './index.ts'
import { startMockLocalCloud } from './mockLocalCloud.ts'

let browser: Browser
let page: Page
let address: string
const errors: string[] = []
const project = fixtureProject({
  'pages/a.js': `Page({ data: { kept: '' }, onLoad() { this.setData({ kept: wx.getStorageSync('k') || 'nothing' }) },
    keep() { wx.setStorageSync('k', 'something'); this.onLoad() } })`,
  'pages/a.wxml': '<view>kept: {{kept}}</view><button bind:tap="keep">keep</button>',
})
const simulator = createSimulator({ miniprogramRoot: project.root, onProblem: (line) => errors.push(line) })

beforeAll(async () => {
  browser = await launchBrowser()
  const cloud = await startMockLocalCloud(simulator)
  address = cloud.address
  page = await browser.newPage({ viewport: { width: 900, height: 700 } })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  return async () => {
    await cloud.close()
    await simulator.close()
    project.remove()
  }
})
afterAll(() => browser.close())

const phone = (title: string) => page.frameLocator(`iframe[title="${title}"]`)

it('stand beside each other, each with a person, an app and a storage of its own', async () => {
  await page.goto(`${address}/simulator/phones?phone=alice@shop&phone=bob@club`)
  await phone('alice @ shop').getByRole('button', { name: 'keep' }).click()
  await phone('alice @ shop').getByText('kept: something').waitFor()
  await phone('bob @ club').getByText('kept: nothing').waitFor()
  const boxes = await Promise.all((await page.locator('iframe').all()).map((each) => each.boundingBox()))
  expect(boxes.map((box) => [box?.width, box?.y])).toEqual([
    [390, boxes[0]?.y],
    [390, boxes[0]?.y],
  ])
})

it('take another person and another app by the bar above them', async () => {
  const bar = page.getByRole('navigation', { name: '手机 Phone 2' })
  await bar.getByLabel('人 Person').selectOption('alice')
  await phone('alice @ club').getByText('kept: nothing').waitFor()
  await page.getByRole('navigation', { name: '手机 Phone 2' }).getByLabel('应用 App').selectOption('shop')
  await expect.poll(() => new URL(page.url()).search).toBe('?phone=alice@shop&phone=alice@shop')
  await page.getByRole('navigation', { name: '手机 Phone 1' }).getByLabel('人 Person').selectOption('bob')
  await expect.poll(() => new URL(page.url()).search).toBe('?phone=bob@shop&phone=alice@shop')
  await page.reload()
  await phone('bob @ shop').getByText('kept: nothing').waitFor()
  await phone('alice @ shop').getByText('kept: something').waitFor()
  expect(errors).toEqual([])
})

it('are of the first two people unless the query says more, and never more than four', async () => {
  await page.goto(`${address}/simulator/phones`)
  await phone('alice @ shop').getByText('kept: something').waitFor()
  await phone('bob @ shop').getByText('kept: nothing').waitFor()
  await page.goto(`${address}/simulator/phones?${'phone=alice@shop&'.repeat(5)}`)
  await page.getByRole('alert').getByText('at most 4 phones').waitFor()
})

it('have a Chinese font of their own, of which only what is needed is fetched', async () => {
  const fetched: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/fonts/')) fetched.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(`${address}/simulator/?person=alice`)
  await page.getByText('kept: something').waitFor()
  const loaded = await page.evaluate(
    `document.fonts.load('16px "Noto Sans SC Variable"', '\u9f98').then((faces) => faces.map((face) => face.status))`,
  )
  expect(loaded).toEqual(['loaded'])
  const one = /^200 .*\/simulator\/fonts\/noto-sans-sc-\d+-wght-normal\.woff2$/
  expect(fetched.filter((each) => one.test(each))).toEqual(fetched)
  // Of about a hundred.
  expect(fetched.length).toBeLessThan(12)
  // What was drawn before is drawn anew; browsers leave out a 1.
  await expect
    .poll(() => page.evaluate('document.documentElement.style.fontFeatureSettings'))
    .toMatch(/^"load"( \d+)?$/)
})
