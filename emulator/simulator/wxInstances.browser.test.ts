import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Of pages and components themselves: page Component#组件实例, 2026-11. The phone does not begin at 0, 0.

const BOX = (id: string) => `<view id="${id}" style="height:30px;width:40px;margin-top:10px"></view>`

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'pages/a.wxml': `${BOX('box')}<x-part id="part"/><view style="height:2000px"/>${BOX('far')}`,
    'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
    'parts/part.json': '{ "component": true }',
    'parts/part.js': `Component({ methods: { createMediaQueryObserver() { return 'its own' } } })`,
    'parts/part.wxml': BOX('inner'),
  })
  opened = await openProject(browser, project, '', { viewport: { width: 600, height: 900 } })
  await opened.page.addStyleTag({ content: '.phone { margin: 70px 0 0 90px !important }' })
  await opened.read(
    `void (globalThis.page = logicLayer.getCurrentPages()[0], globalThis.part = page.selectComponent('#part'))`,
  )
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const rect = (query: string, selector: string) =>
  opened.read(`new Promise((done) => ${query}.select('${selector}').boundingClientRect(done).exec())`)

it('lies where it should', async () => {
  const phone = await opened.page.locator('.phone-pages').boundingBox()
  expect(phone?.x).toBeGreaterThanOrEqual(90)
  expect(phone?.y).toBeGreaterThanOrEqual(70)
})

it.each([
  ['page', '#box', { left: 0, top: 10, right: 40, bottom: 40, width: 40, height: 30, id: 'box' }],
  ['part', '#inner', { left: 0, top: 50, right: 40, bottom: 80, width: 40, height: 30, id: 'inner' }],
])('%s.createSelectorQuery() asks itself, from the corner of the page', async (owner, selector, place) => {
  expect(await rect(`${owner}.createSelectorQuery()`, selector)).toMatchObject(place)
  expect(await rect(`logicLayer.wx.createSelectorQuery().in(${owner})`, selector)).toMatchObject(place)
})

it('asks no other', async () => {
  expect(await rect('page.createSelectorQuery()', '#inner')).toBeNull()
  expect(await rect('part.createSelectorQuery()', '#box')).toBeNull()
})

it('observes what comes into sight, from the corner of the page', async () => {
  await opened.read(`void (globalThis.heard = [],
    page.createIntersectionObserver({ thresholds: [1] }).relativeToViewport().observe('#far', (told) => heard.push(told)))`)
  await opened.wx('pageScrollTo', { scrollTop: 5000, duration: 0 })
  await expect.poll(() => opened.read('heard.length')).toBe(1)
  expect(await opened.read('heard[0]')).toMatchObject({
    id: 'far',
    intersectionRatio: 1,
    boundingClientRect: { left: 0, width: 40 },
    relativeRect: { left: 0, top: 0 },
  })
})

it('observes inside a component', async () => {
  await opened.read(`void (globalThis.heard = [],
    part.createIntersectionObserver().relativeToViewport().observe('#inner', ({ id }) => heard.push(id)))`)
  await expect.poll(() => opened.read('heard')).toEqual(['inner'])
})

it('observes the size of the page, and lets a method of the same name go first', async () => {
  await opened.read(`void (globalThis.heard = [], page.createMediaQueryObserver()
    .observe({ maxHeight: 10 }, ({ matches }) => heard.push(matches)))`)
  await expect.poll(() => opened.read('heard')).toEqual([false])
  expect(await opened.read('part.createMediaQueryObserver()')).toBe('its own')
})
