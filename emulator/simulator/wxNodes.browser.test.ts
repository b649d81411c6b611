import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Fields of the answers: pages SelectorQuery, NodesRef.fields, NodesRef.boundingClientRect, NodesRef.scrollOffset,
// IntersectionObserver.observe and MediaQueryObserver.observe, 2026-11.

const WXML = `
<view id="first" class="box" data-n="1" mark:m="7" style="height:100px;width:50px;color:rgb(1, 2, 3)"></view>
<view id="second" class="box" data-n="2" style="height:60px"></view>
<scroll-view id="scroller" scroll-y style="height:100px"><view id="inner" style="height:400px"></view></scroll-view>
<x-part id="part"/>
<view style="height:2000px"></view>
<view id="far" data-which="far" style="height:100px"></view>
`

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'pages/a.wxml': WXML,
    'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
    'parts/part.json': '{ "component": true }',
    'parts/part.js': 'Component({})',
    'parts/part.wxml': '<view class="box" id="of-part" style="height:30px"></view>',
  })
  opened = await openProject(browser, project)
})
afterEach(() => opened.close())

/** What `exec` of a query answers; `calls` come after `createSelectorQuery()`. */
const query = (calls: string) =>
  opened.read(`new Promise((done) => {
    const page = logicLayer.getCurrentPages().at(-1)
    logicLayer.wx.createSelectorQuery()${calls}.exec(done)
  })`)

it('answers all questions in order, null for what is not there', async () => {
  expect(
    await query(`.select('#first').boundingClientRect()
      .selectAll('.box').fields({ id: true, dataset: true, size: true })
      .select('#none').boundingClientRect().selectAll('.none').boundingClientRect()`),
  ).toEqual([
    { id: 'first', dataset: { n: '1' }, left: 0, top: 0, right: 50, bottom: 100, width: 50, height: 100 },
    [
      { id: 'first', dataset: { n: '1' }, width: 50, height: 100 },
      { id: 'second', dataset: { n: '2' }, width: 390, height: 60 },
    ],
    null,
    [],
  ])
})

it('tells each callback before that of exec', async () => {
  const heard = await opened.read(`new Promise((done) => {
    const heard = []
    logicLayer.wx.createSelectorQuery()
      .select('#first').fields({ id: true }, ({ id }) => heard.push(id))
      .selectViewport().scrollOffset(({ scrollTop }) => heard.push(scrollTop))
      .exec(() => done([...heard, 'all']))
    heard.push('later')
  })`)
  expect(heard).toEqual(['later', 'first', 0, 'all'])
})

it('reads scroll positions of the page and of a scroll-view', async () => {
  await opened.wx('pageScrollTo', { scrollTop: 40, duration: 0 })
  await opened.page.locator('[id$="--scroller"]').evaluate((element) => element.scrollTo(0, 25))
  const [viewport, scroller, first] = Object(
    await query(`.selectViewport().scrollOffset().select('#scroller').scrollOffset()
      .select('#first').boundingClientRect()`),
  )
  expect(viewport).toMatchObject({ id: '', dataset: {}, scrollTop: 40, scrollLeft: 0, scrollWidth: 390 })
  expect(scroller).toMatchObject({ id: 'scroller', scrollTop: 25, scrollHeight: 400 })
  expect(first.top).toBe(-40)
})

it('reads marks, properties and styles, and says that it has no nodes', async () => {
  expect(
    await query(`.select('#first').fields({ mark: true, computedStyle: ['color', 'marginTop'] })
      .select('#scroller').fields({ properties: ['scrollY', 'class'] }).select('#first').node()`),
  ).toEqual([
    { mark: { m: '7' }, color: 'rgb(1, 2, 3)', marginTop: '0px' },
    { scrollY: true },
    { node: null },
  ])
  expect(opened.errors).toEqual(['NodesRef: node is not emulated by the simulator yet'])
})

it('asks a component for its own elements', async () => {
  expect(
    await query(`.in(page.selectComponent('#part')).selectAll('.box').fields({ id: true, size: true })`),
  ).toEqual([[{ id: 'of-part', width: 390, height: 30 }]])
})

it('observes what comes into the viewport and leaves it', async () => {
  await opened.read(`void (globalThis.heard = [], globalThis.observer = logicLayer.wx.createIntersectionObserver()
    .relativeToViewport(), observer.observe('#far', (told) => heard.push(told)))`)
  const ratios = () => opened.read('heard.map(({ intersectionRatio }) => intersectionRatio)')
  await opened.wx('pageScrollTo', { scrollTop: 5000, duration: 0 })
  await expect.poll(ratios).toEqual([1])
  expect(await opened.read('heard[0]')).toMatchObject({
    id: 'far',
    dataset: { which: 'far' },
    intersectionRect: { width: 390, height: 100 },
    boundingClientRect: { height: 100, left: 0 },
    relativeRect: { left: 0, top: 0, right: 390 },
  })
  await opened.wx('pageScrollTo', { scrollTop: 0, duration: 0 })
  await expect.poll(ratios).toEqual([1, 0])
  await opened.read('void observer.disconnect()')
  await opened.wx('pageScrollTo', { scrollTop: 5000, duration: 0 })
  // Two frames: a browser looks at intersections once in each.
  await opened.read('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  expect(await ratios()).toEqual([1, 0])
})

it('observes with margins, several at once, and from another ratio', async () => {
  const heard = await opened.read(`new Promise((done) => {
    const heard = []
    logicLayer.wx.createIntersectionObserver(undefined, { observeAll: true, thresholds: [0, 1], initialRatio: 1 })
      .relativeToViewport().observe('.box', ({ id }) => heard.push('same ' + id))
    logicLayer.wx.createIntersectionObserver().relativeToViewport({ bottom: 3000 })
      .observe('#far', ({ id }) => heard.push('near ' + id))
    logicLayer.wx.createIntersectionObserver(undefined, { observeAll: true }).relativeToViewport()
      .observe('.box', ({ id }) => heard.push(id))
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(heard.sort()))))
  })`)
  expect(heard).toEqual(['first', 'near far', 'second'])
})

it('observes inside a scroll-view', async () => {
  await opened.read(`void (globalThis.heard = [], logicLayer.wx.createIntersectionObserver(undefined, { thresholds: [0.5] })
    .relativeTo('#scroller').observe('#inner', ({ intersectionRatio }) => heard.push(intersectionRatio)))`)
  // 100 of 400 px are seen, which is less than a half.
  await opened.read('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  expect(await opened.read('heard')).toEqual([])
  await opened.page.locator('[id$="--scroller"]').evaluate((element) => (element.style.height = '300px'))
  await expect.poll(() => opened.read('heard')).toEqual([0.75])
})

it('observes the size of the page', async () => {
  await opened.read(`void (globalThis.heard = [], logicLayer.wx.createMediaQueryObserver()
    .observe({ minWidth: 300, orientation: 'landscape' }, ({ matches }) => heard.push(matches)))`)
  await expect.poll(() => opened.read('heard')).toEqual([false])
  await opened.page.setViewportSize({ width: 390, height: 300 })
  await expect.poll(() => opened.read('heard')).toEqual([false, true])
})

it('nextTick comes after what runs now', async () => {
  expect(
    await opened.read(`new Promise((done) => {
      const order = []
      logicLayer.wx.nextTick(() => done([...order, 'tick']))
      order.push('now')
    })`),
  ).toEqual(['now', 'tick'])
})
