import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html (2026-11) */

let browser: Browser
let opened: OpenedBuiltins
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const start = async (attributes: string, data = '', touch = false) => {
  const wxml = `<scroll-view id="s" style="width: 200px; height: 200px; white-space: nowrap" ${attributes}>
    <view wx:for="{{list}}" wx:key="*this" id="n{{item}}" style="width: 400px; height: 100px">{{item}}</view></scroll-view>`
  const page = `data: { list: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ${data} }`
  opened = await openBuiltins(browser, builtinsProject(wxml, page), { hasTouch: touch })
}
const scrolled = () => opened.of('wx-scroll-view', '[e.scrollTop, e.scrollLeft]')
/** Waits until the page was told so many things more. */
const told = async (count: number) => {
  const all: unknown[] = []
  await expect
    .poll(async () => {
      all.push(...(await opened.told()))
      return all.length
    })
    .toBeGreaterThanOrEqual(count)
  return all
}

it('tells how it is scrolled, once, and its ends only on the way there', async () => {
  await start(
    'scroll-y scroll-top="{{top}}" bind:scroll="log" bind:scrolltoupper="log" bind:scrolltolower="log"',
    'top: 100',
  )
  await expect.poll(scrolled).toEqual([100, 0])
  const scroll = (scrollTop: number, deltaY: number) => [
    's',
    'scroll',
    { scrollTop, scrollLeft: 0, scrollWidth: 400, scrollHeight: 1000, deltaX: 0, deltaY },
  ]
  expect(await told(1)).toEqual([scroll(100, -100)])
  await opened.set({ top: 800 })
  expect(await told(2)).toEqual([scroll(800, -700), ['s', 'scrolltolower', { direction: 'bottom' }]])
  await opened.set({ top: 760 })
  expect(await told(1)).toEqual([scroll(760, 40)])
  await opened.set({ top: 20 })
  expect(await told(2)).toEqual([scroll(20, 740), ['s', 'scrolltoupper', { direction: 'top' }]])
  await opened.set({ top: 40 })
  expect(await told(1)).toEqual([scroll(40, -20)])
})

it('does not tell an end again within a moment', async () => {
  await start('scroll-y bind:scroll="log" bind:scrolltolower="log"')
  await opened.read(`{ const e = document.querySelector('wx-scroll-view'); e.scrollTop = 790;
    requestAnimationFrame(() => requestAnimationFrame(() => { e.scrollTop = 800 })) }`)
  const names = (await told(3)).map((each) => (Array.isArray(each) ? each[1] : ''))
  expect(names).toEqual(['scroll', 'scrolltolower', 'scroll'])
})

it('scrolls sideways, with left and right', async () => {
  await start('scroll-x scroll-left="{{left}}" bind:scrolltoupper="log" bind:scrolltolower="log"', 'left: 0')
  await opened.set({ left: 160 })
  expect(await told(1)).toEqual([['s', 'scrolltolower', { direction: 'right' }]])
  await opened.set({ left: 0 })
  expect(await told(1)).toEqual([['s', 'scrolltoupper', { direction: 'left' }]])
})

it('scrolls a child into view, at first and later, in an instant or smoothly', async () => {
  await start(
    'scroll-y scroll-into-view="{{child}}" scroll-with-animation="{{smooth}}" bind:scroll="log"',
    `child: 'n3', smooth: false`,
  )
  await expect.poll(scrolled).toEqual([300, 0])
  await opened.set({ child: 'n10', list: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12] })
  expect(await scrolled()).toEqual([900, 0])
  await told(1)
  await opened.set({ smooth: true })
  await opened.set({ child: 'n0' })
  await expect.poll(scrolled).toEqual([0, 0])
  expect((await told(3)).length).toBeGreaterThan(2)
})

const REFRESHER = `scroll-y refresher-enabled refresher-threshold="40" refresher-triggered="{{triggered}}"
  bind:refresherpulling="log" bind:refresherrefresh="log" bind:refresherrestore="log" bind:refresherabort="log"`
const height = () => opened.of('wx-scroll-view > [part=refresher]', 'e.clientHeight')

it('is pulled down to refresh, or let go before, by touch', async () => {
  await start(REFRESHER, 'triggered: false', true)
  const box = await opened.page.locator('wx-scroll-view').boundingBox()
  if (!box) throw new Error('no scroll-view')
  const from = { x: box.x + 50, y: box.y + 20 }
  await opened.swipe(from, { x: from.x, y: from.y + 60 })
  const little = await opened.told()
  expect(little.at(-2)).toEqual(['s', 'refresherpulling', { dy: 30 }])
  expect(little.at(-1)).toEqual(['s', 'refresherabort', { dy: 30 }])
  await expect.poll(height).toBe(0)
  await opened.swipe(from, { x: from.x, y: from.y + 120 })
  expect((await opened.told()).at(-1)).toEqual(['s', 'refresherrefresh', { dy: 40 }])
  await expect.poll(height).toBe(40)
  await opened.set({ triggered: false })
  expect(await opened.told()).toEqual([['s', 'refresherrestore', { dy: 0 }]])
  await expect.poll(height).toBe(0)
})

it('is refreshed by the page, and pulled by mouse only from the top', async () => {
  await start(REFRESHER, 'triggered: false')
  await opened.set({ triggered: true })
  await opened.set({ triggered: false })
  expect(await opened.told()).toEqual([
    ['s', 'refresherrefresh', { dy: 40 }],
    ['s', 'refresherrestore', { dy: 0 }],
  ])
  await opened.read(`document.querySelector('wx-scroll-view').scrollTop = 50`)
  const box = await opened.page.locator('wx-scroll-view').boundingBox()
  if (!box) throw new Error('no scroll-view')
  const pull = async () => {
    await opened.page.mouse.move(box.x + 50, box.y + 20)
    await opened.page.mouse.down()
    await opened.page.mouse.move(box.x + 50, box.y + 160, { steps: 3 })
    await opened.page.mouse.up()
  }
  await pull()
  expect(await opened.told()).toEqual([])
  await opened.read(`document.querySelector('wx-scroll-view').scrollTop = 0`)
  await pull()
  expect((await opened.told()).at(-1)).toEqual(['s', 'refresherrefresh', { dy: 40 }])
})
