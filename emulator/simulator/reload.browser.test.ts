import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import type { TestWorld } from '../testkit/createWorld.ts'
import { createWorld } from '../testkit/index.ts'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

/** Saved files come to the open pages, through the local cloud as it is served. */

let browser: Browser
let world: TestWorld
let project: FixtureProject
const functions = fixtureProject()
const pages: Page[] = []

const PAGE_B = `Page({ data: { n: 0, query: '' }, onLoad(query) { this.setData({ query: JSON.stringify(query) }) },
  more() { this.setData({ n: this.data.n + 1 }) } })`
const wxmlOf = (words: string) =>
  `<view>${words} {{query}} n={{n}}</view><view id="box" class="box" bind:tap="more">more</view>`

beforeAll(async () => {
  browser = await launchBrowser()
  project = fixtureProject({
    'app.json': '{ "pages": ["pages/a", "pages/b"] }',
    'pages/a.wxml': '<view>page a</view>',
    'pages/b.js': PAGE_B,
    'pages/b.wxml': wxmlOf('first'),
    'pages/b.wxss': '.box { width: 100px }',
  })
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop' }],
    functions: functions.root,
    miniprogramRoot: project.root,
  })
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
  functions.remove()
})
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})

const pickUp = async (): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 760 } })
  const page = await context.newPage()
  pages.push(page)
  await page.goto(`${world.url}/simulator/`)
  await page.getByText('page a').waitFor()
  await page.evaluate(`logicLayer.wx.navigateTo({ url: 'b?id=7' })`)
  await page.getByText('{"id":"7"}').waitFor()
  return page
}
/** Milliseconds from saving to the moment at which all pages show it. */
const timeTo = async (
  files: Readonly<Record<string, string>>,
  seen: () => Promise<unknown>,
): Promise<number> => {
  const begun = performance.now()
  project.write(files)
  await seen()
  return performance.now() - begun
}
const width = (page: Page) => page.evaluate(`getComputedStyle(document.querySelector('[id$="--box"]')).width`)

it('keeps the open pages with their options when a page is changed, in every tab', async () => {
  const page = await pickUp()
  const second = await page.context().newPage()
  await second.goto(`${world.url}/simulator/?person=bob`)
  await second.getByText('page a').waitFor()
  await page.getByText('more').click()
  await page.getByText('n=1').waitFor()
  const took = await timeTo({ 'pages/b.wxml': wxmlOf('second') }, () =>
    page.getByText('second {"id":"7"} n=0').waitFor(),
  )
  expect(await page.evaluate('logicLayer.getCurrentPages().map((each) => each.route)')).toEqual([
    'pages/a',
    'pages/b',
  ])
  console.log(`figure: hot reload of a page: ${Math.round(took)} ms`)
  project.write({ 'pages/a.wxml': '<view>another a</view>' })
  await second.getByText('another a').waitFor()
  project.write({ 'pages/a.wxml': '<view>page a</view>', 'pages/b.wxml': wxmlOf('first') })
  await second.getByText('page a').waitFor()
  await page.getByText('first').waitFor()
  await page.reload()
  await page.getByText('page a').waitFor()
})

it('takes other styles over without making the page anew', async () => {
  const page = await pickUp()
  await page.getByText('more').click()
  await page.getByText('n=1').waitFor()
  const took = await timeTo({ 'pages/b.wxss': '.box { width: 200px }' }, () =>
    expect.poll(() => width(page), { interval: 10 }).toBe('200px'),
  )
  expect(await page.getByText('n=1').count()).toBe(1)
  console.log(`figure: hot reload of a style sheet: ${Math.round(took)} ms`)
  project.write({ 'pages/b.wxss': '.box { width: 100px }' })
})

it('shows what does not build, with its place, and goes on where it was', async () => {
  const page = await pickUp()
  project.write({ 'pages/b.wxml': '<view>\n  <nothing/>\n</view>' })
  await page.getByText('miniprogram/pages/b.wxml:2:3: error: unknown tag <nothing>').waitFor()
  expect(await page.locator('pre').textContent()).toBe(
    '  1 | <view>\n> 2 |   <nothing/>\n    |   ^\n  3 | </view>',
  )
  project.write({ 'pages/b.wxml': wxmlOf('third') })
  await page.getByText('third {"id":"7"}').waitFor()
  project.write({ 'pages/b.wxml': wxmlOf('first') })
  await page.getByText('first {"id":"7"}').waitFor()
})
