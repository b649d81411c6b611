import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/**
 * Pages of developers.weixin.qq.com/miniprogram/dev/component (2026-11): page-container, match-media, movable-area,
 * movable-view, sticky-header, sticky-section, list-view, grid-view.
 */

let browser: Browser
let opened: OpenedBuiltins
let errors: string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  const expected = errors
  errors = []
  await opened.close()
  expect(opened.errors).toEqual(expected)
})

const start = async (
  wxml: string,
  page = '',
  files: Readonly<Record<string, string>> = {},
  touch = false,
) => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page, files), { hasTouch: touch })
}
const names = async () => (await opened.told()).map((each) => (Array.isArray(each) ? each[1] : each))

const CONTAINER = ['beforeenter', 'enter', 'afterenter', 'beforeleave', 'leave', 'afterleave', 'clickoverlay']
const TOLD_OF_CONTAINER = CONTAINER.map((name) => `bind:${name}="log"`).join(' ')
const TWO_PAGES = {
  'app.json': '{ "pages": ["pages/first", "pages/a"] }',
  'pages/first.js': 'Page({})',
  'pages/first.wxml': '<view>first page</view>',
}

it('page-container comes, tells its stages, and is closed by going back, which leaves the page', async () => {
  await start(
    `<view>page a</view><page-container id="c" show="{{show}}" duration="20" position="{{position}}" round z-index="7"
      overlay-style="background: rgb(1, 2, 3)" custom-style="height: 100px" ${TOLD_OF_CONTAINER}><view>inside</view></page-container>`,
    `data: { show: false, position: 'bottom' }`,
    TWO_PAGES,
  )
  await opened.wx('navigateTo', { url: 'a' })
  const set = (values: object) =>
    opened.read(`logicLayer.getCurrentPages()[1].setData(${JSON.stringify(values)})`)
  const inside = opened.page.getByText('inside')
  expect(await inside.isVisible()).toBe(false)
  await set({ show: true })
  const told: unknown[] = []
  await expect.poll(async () => told.push(...(await opened.told())) && told.length).toBe(3)
  expect(told).toEqual(['beforeenter', 'enter', 'afterenter'].map((name) => ['c', name, {}]))
  const box = await opened.page.locator('[part=box]').boundingBox()
  expect([box?.width, box?.height, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([390, 100, 760])
  const looks = `[document.querySelector('[part=layer]').style.zIndex,
    getComputedStyle(document.querySelector('[part=overlay]')).backgroundColor,
    getComputedStyle(document.querySelector('[part=box]')).borderTopLeftRadius]`
  expect(await opened.read(looks)).toEqual(['7', 'rgb(1, 2, 3)', '12px'])
  await opened.page.mouse.click(100, 300)
  expect(await opened.told()).toEqual([['c', 'clickoverlay', {}]])

  expect(await opened.wx('navigateBack')).toEqual({ errMsg: 'navigateBack:ok' })
  await expect.poll(() => inside.isVisible()).toBe(false)
  expect(await names()).toEqual(['beforeleave', 'leave', 'afterleave'])
  expect(await opened.routes()).toEqual(['pages/first', 'pages/a'])

  for (const position of ['top', 'right', 'center']) {
    await set({ show: true, position })
    await inside.waitFor()
    await expect.poll(names).toContain('afterenter')
    await opened.page.getByRole('button', { name: '返回' }).click()
    await expect.poll(() => inside.isVisible()).toBe(false)
    await expect.poll(names).toContain('afterleave')
  }
  await opened.page.getByRole('button', { name: '返回' }).click()
  expect(await opened.routes()).toEqual(['pages/first'])
})

it('page-container is slid down to close it, if it may be', async () => {
  await start(
    `<page-container id="c" show duration="0" overlay="{{false}}" close-on-slide-down custom-style="height: 300px" bind:afterenter="log" bind:afterleave="log">sheet</page-container>`,
    '',
    {},
    true,
  )
  await expect.poll(names).toEqual(['afterenter'])
  expect(await opened.page.locator('[part=overlay]').count()).toBe(0)
  await opened.swipe({ x: 100, y: 550 }, { x: 100, y: 580 })
  expect(await names()).toEqual([])
  await opened.swipe({ x: 100, y: 550 }, { x: 100, y: 700 })
  await expect.poll(names).toEqual(['afterleave'])
})

it('match-media shows what fits the room for pages', async () => {
  await start(
    `<match-media min-width="300" max-width="400"><view>narrow</view></match-media>
    <match-media min-width="401"><view>wide</view></match-media>
    <match-media orientation="landscape"><view>lying</view></match-media>
    <match-media width="390" orientation="portrait"><view>exactly</view></match-media>`,
  )
  const shown = () =>
    opened.read(
      `[...document.querySelectorAll('wx-match-media')].filter((each) => each.clientHeight > 0).map((each) => each.textContent)`,
    )
  await expect.poll(shown).toEqual(['narrow', 'exactly'])
  await opened.page.setViewportSize({ width: 420, height: 300 })
  await expect.poll(shown).toEqual(['wide', 'lying'])
})

const MOVABLE = (attributes: string) => `<movable-area style="width: 200px; height: 200px">
  <movable-view id="m" style="width: 50px; height: 50px; background: #07c160" ${attributes} bind:change="log" bind:htouchmove="log" bind:vtouchmove="log"/></movable-area>`
const moved = () => opened.of('wx-movable-view', 'e.style.transform')

it('movable-view follows finger and page within its area', async () => {
  await start(
    MOVABLE('direction="{{direction}}" x="{{x}}" y="150rpx" animation="{{false}}"'),
    'data: { x: 20, direction: "all" }',
  )
  await expect.poll(opened.told).toEqual([['m', 'change', { x: 20, y: 78, source: '' }]])
  expect(await moved()).toBe('translate(20px, 78px)')
  const drag = async (dx: number, dy: number) => {
    const box = await opened.page.locator('wx-movable-view').boundingBox()
    const [x, y] = [(box?.x ?? 0) + 25, (box?.y ?? 0) + 25]
    await opened.page.mouse.move(x, y)
    await opened.page.mouse.down()
    await opened.page.mouse.move(x + dx, y + dy)
    await opened.page.mouse.up()
  }
  await drag(30, 10)
  expect(await opened.told()).toEqual([
    ['m', 'htouchmove', {}],
    ['m', 'change', { x: 50, y: 88, source: 'touch' }],
  ])
  await drag(500, 20)
  expect((await opened.told()).at(-1)).toEqual(['m', 'change', { x: 150, y: 108, source: 'touch' }])
  await opened.set({ direction: 'vertical' })
  await drag(-40, -60)
  expect(await opened.told()).toEqual([
    ['m', 'vtouchmove', {}],
    ['m', 'change', { x: 150, y: 48, source: 'touch' }],
  ])
  await opened.set({ x: -70 })
  await expect.poll(opened.told).toEqual([['m', 'change', { x: 0, y: 48, source: '' }]])
  await opened.set({ direction: 'none' })
  await drag(40, 0)
  expect(await opened.told()).toEqual([])
})

it('movable-view goes beyond the edge and comes back, and names what it ignores', async () => {
  await start(MOVABLE('direction="horizontal" out-of-bounds damping="40" inertia scale'), '', {}, true)
  await opened.swipe({ x: 25, y: 110 }, { x: 275, y: 110 }, true)
  const beyond = (await opened.told()).at(-1)
  expect(beyond).toEqual(['m', 'change', { x: 200, y: 0, source: 'touch-out-of-bounds' }])
  await opened.lift()
  expect(await opened.told()).toEqual([['m', 'change', { x: 150, y: 0, source: 'out-of-bounds' }]])
  errors = ['damping', 'inertia', 'scale'].map(
    (name) => `<movable-view ${name}> is not emulated by the simulator yet`,
  )
  expect([...opened.errors].sort()).toEqual(errors)
  errors = opened.errors
})

it('sticky headers stay at the top, leave with their section, and tell of it', async () => {
  const section = (name: string, push: string) =>
    `<sticky-section ${push}><sticky-header id="${name}" offset-top="{{10}}" bind:stickontopchange="log"><view style="height: 30px">${name}</view></sticky-header>
      <list-view padding="{{[5, 0, 0, 20]}}"><view style="height: 300px">list of ${name}</view></list-view></sticky-section>`
  await start(
    `<scroll-view type="custom" scroll-y style="height: 200px" scroll-top="{{top}}">${section('one', '')}${section('two', '')}</scroll-view>`,
    'data: { top: 0 }',
  )
  const top = (id: string) =>
    opened.of(
      `[id$="--${id}"]`,
      `e.getBoundingClientRect().top - document.querySelector('wx-scroll-view').getBoundingClientRect().top`,
    )
  expect(await opened.of('wx-list-view', '[e.style.padding, e.clientHeight]')).toEqual([
    '5px 0px 0px 20px',
    305,
  ])
  await opened.set({ top: 100 })
  expect(await top('one')).toBe(10)
  await expect.poll(opened.told).toEqual([['one', 'stickontopchange', { isStickOnTop: true }]])
  await opened.set({ top: 330 })
  expect(await top('one')).toBe(-25)
  await opened.set({ top: 0 })
  await expect.poll(opened.told).toEqual([['one', 'stickontopchange', { isStickOnTop: false }]])
})

it('grid-view has columns by number and by width', async () => {
  const cells = '<view wx:for="{{[1, 2, 3, 4, 5]}}" wx:key="*this" style="height: 20px">{{item}}</view>'
  await start(
    `<scroll-view type="custom" scroll-y style="height: 400px"><grid-view cross-axis-count="3" main-axis-gap="4" cross-axis-gap="6">${cells}</grid-view>
    <grid-view max-cross-axis-extent="100" type="{{type}}">${cells}</grid-view></scroll-view>`,
    `data: { type: 'aligned' }`,
  )
  const columns = `[...document.querySelectorAll('wx-grid-view')].map((each) => getComputedStyle(each).gridTemplateColumns)`
  expect(await opened.read(columns)).toEqual(['126px 126px 126px', '97.5px 97.5px 97.5px 97.5px'])
  expect(await opened.of('wx-grid-view', 'e.clientHeight')).toBe(44)
  await opened.set({ type: 'masonry' })
  errors = ['<grid-view type="masonry"> is not emulated by the simulator yet']
  expect(opened.errors).toEqual(errors)
})
