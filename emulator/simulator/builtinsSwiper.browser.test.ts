import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/swiper.html (2026-11) */

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

const SWIPER = (
  attributes: string,
) => `<swiper id="s" style="width: 300px; height: 200px" duration="30" bind:change="log"
    bind:animationfinish="log" indicator-dots ${attributes}>
    <swiper-item wx:for="{{list}}" wx:key="*this" item-id="i-{{item}}"><view style="height: 100%" bind:tap="tapped">slide {{item}}</view></swiper-item>
  </swiper>`
const start = async (attributes: string, data = '', touch = false) => {
  const page = `data: { list: ['a', 'b', 'c'], ${data} }, tapped() { getApp().log.push('tapped') },`
  opened = await openBuiltins(browser, builtinsProject(SWIPER(attributes), page), { hasTouch: touch })
}
/** Which slide lies where, in px from the edge of the swiper. */
const places = () =>
  opened.read(`(() => { const edge = document.querySelector('wx-swiper').getBoundingClientRect()
    return Object.fromEntries([...document.querySelectorAll('wx-swiper-item')].map((each) => {
      const { left, top } = each.getBoundingClientRect()
      return [each.textContent.slice(-1), Math.round(left - edge.left) || Math.round(top - edge.top)] })) })()`)
const moved = (current: number, source: string) => {
  const detail = { current, currentItemId: `i-${'abc'[current]}`, source }
  return [
    ['s', 'change', detail],
    ['s', 'animationfinish', detail],
  ]
}
const finished = async () => {
  const told: unknown[] = []
  await expect
    .poll(async () => {
      told.push(...(await opened.told()))
      return JSON.stringify(told)
    })
    .toContain('animationfinish')
  return told
}
const dragMouse = async (dx: number, dy: number) => {
  const box = await opened.page.locator('wx-swiper').boundingBox()
  if (!box) throw new Error('no swiper')
  const [x, y] = [box.x + 150, box.y + 100]
  await opened.page.mouse.move(x, y)
  await opened.page.mouse.down()
  await opened.page.mouse.move(x + dx, y + dy, { steps: 4 })
  await opened.page.mouse.up()
}

it('is dragged by mouse, back when it was too little, and not beyond its ends', async () => {
  await start('')
  expect(await places()).toEqual({ a: 0, b: 300, c: 600 })
  await dragMouse(-120, 0)
  expect(await finished()).toEqual(moved(1, 'touch'))
  expect(await places()).toEqual({ a: -300, b: 0, c: 300 })
  await dragMouse(-40, 0)
  expect(await finished()).toEqual(moved(1, 'touch').slice(1))
  await dragMouse(0, 90)
  await dragMouse(120, 0)
  expect(await finished()).toEqual(moved(0, 'touch'))
  await dragMouse(120, 0)
  expect(await finished()).toEqual(moved(0, 'touch').slice(1))
  await opened.page.getByText('slide a').click()
  expect(await opened.told()).toEqual(['tapped'])
})

it('goes round when it is circular, by touch and by key', async () => {
  await start('circular bind:transition="log"', '', true)
  const box = await opened.page.locator('wx-swiper').boundingBox()
  if (!box) throw new Error('no swiper')
  const y = box.y + 50
  await opened.swipe({ x: box.x + 100, y }, { x: box.x + 220, y }, true)
  expect(await places()).toEqual({ a: 120, b: 420, c: -180 })
  expect((await opened.told()).at(-1)).toEqual(['s', 'transition', { dx: -120, dy: 0 }])
  await opened.lift()
  expect(await finished()).toEqual(moved(2, 'touch'))
  await opened.page.locator('wx-swiper').press('ArrowRight')
  expect(await finished()).toEqual(moved(0, 'touch'))
  expect(await places()).toEqual({ a: 0, b: 300, c: -300 })
})

it('plays by itself, also from the last to the first', async () => {
  await start('autoplay="{{plays}}" interval="150"', 'plays: true')
  const told: unknown[] = []
  await expect
    .poll(async () => {
      told.push(...(await opened.told()))
      return told.length
    })
    .toBeGreaterThan(5)
  expect(told.slice(0, 6)).toEqual([
    ...moved(1, 'autoplay'),
    ...moved(2, 'autoplay'),
    ...moved(0, 'autoplay'),
  ])
  await opened.set({ plays: false })
})

it('shows what current and current-item-id say, and follows its slides', async () => {
  await start('model:current="{{current}}" current-item-id="{{id}}" vertical', `current: 1, id: ''`)
  expect(await places()).toEqual({ a: -200, b: 0, c: 200 })
  await opened.set({ current: 2 })
  expect(await finished()).toEqual(moved(2, ''))
  await opened.set({ id: 'i-a' })
  expect(await finished()).toEqual(moved(0, ''))
  await dragMouse(0, -90)
  expect(await finished()).toEqual(moved(1, 'touch'))
  expect(await opened.read('logicLayer.getCurrentPages()[0].data.current')).toBe(1)
  expect(
    await opened.of('wx-swiper > [part=dots]', '[...e.children].map((dot) => dot.style.background)'),
  ).toEqual(['rgba(0, 0, 0, 0.3)', 'rgb(0, 0, 0)', 'rgba(0, 0, 0, 0.3)'])
  await opened.set({ id: '', list: ['b', 'd'] })
  expect(await places()).toEqual({ b: -200, d: 0 })
  await opened.set({ list: ['d', 'b'] })
  expect(await places()).toEqual({ d: -200, b: 0 })
})

it('says that a movement is over, also where a change of its slides ends it', async () => {
  await start('current="{{current}}"', 'current: 0')
  // Both timers are of one queue: the slides change before the movement's 30 ms are over, however busy the machine.
  await opened.read(`(() => { const page = logicLayer.getCurrentPages()[0]
    setTimeout(() => page.setData({ list: ['a', 'b', 'c', 'd'] }))
    page.setData({ current: 1 }) })()`)
  expect(await finished()).toEqual(moved(1, ''))
  await opened.read(`document.querySelector('wx-swiper').style.width = '200px'`)
  expect(await places()).toEqual({ a: -200, b: 0, c: 200, d: 400 })
})

it('shows several slides at once between its margins', async () => {
  await start('display-multiple-items="2" previous-margin="50px" next-margin="30px"')
  expect(await places()).toEqual({ a: 50, b: 160, c: 270 })
  await dragMouse(-60, 0)
  expect(await finished()).toEqual(moved(1, 'touch'))
  expect(await places()).toEqual({ a: -60, b: 50, c: 160 })
  await dragMouse(-60, 0)
  expect(await finished()).toEqual(moved(1, 'touch').slice(1))
})

it('is dragged by the pictures in it', async () => {
  const wxml = `<swiper id="s" duration="0" bind:change="log" style="width: 300px; height: 200px">
    <swiper-item wx:for="{{['a', 'b']}}" wx:key="*this"><image src="/a.svg" style="width: 300px; height: 200px"/></swiper-item></swiper>`
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>'
  opened = await openBuiltins(browser, builtinsProject(wxml, '', { 'a.svg': picture }))
  await opened.page.locator('wx-image img').first().waitFor()
  await dragMouse(-200, 0)
  await expect
    .poll(opened.told)
    .toEqual([['s', 'change', { current: 1, currentItemId: '', source: 'touch' }]])
})
