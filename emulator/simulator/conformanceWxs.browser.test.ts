import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html (2026-11) */

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

const start = async (wxml: string, wxs: string, page = '', files: Readonly<Record<string, string>> = {}) => {
  const project = builtinsProject(
    `<wxs module="m" src="../m.wxs"/>${wxml}`,
    `note(value) { getApp().log.push(value) }, outer() { getApp().log.push('outer') }, ${page}`,
    { 'm.wxs': `module.exports = { ${wxs} }`, ...files },
  )
  opened = await openBuiltins(browser, project, { hasTouch: true })
}
const tap = (text: string) => opened.page.getByText(text, { exact: true }).tap()

it('a function in WXS follows a finger without the page, and stops the event', async () => {
  await start(
    `<view bind:touchstart="outer"><view id="box" data-n="{{7}}" style="height: 100px" bind:touchstart="{{m.start}}" catchtouchmove="{{m.move}}" bindtouchend="{{m.end}}">box</view></view>
    <view class="follower" style="color: rgb(9, 9, 9)">follower</view>`,
    `start: function (event, owner) {
       var state = event.instance.getState(); state.from = event.touches[0].pageX
       owner.callMethod('note', [event.type, event.instance.getDataset().n, event.currentTarget.dataset.n, event.currentTarget.id])
       return false
     },
     move: function (event, owner) {
       var by = event.touches[0].pageX - event.instance.getState().from
       var follower = owner.selectComponent('.follower')
       follower.setStyle({ transform: 'translateX(' + by + 'px)', color: 'rgb(1, 2, 3)', 'margin-left': '75rpx' })
       follower.addClass('moved')
     },
     end: function (event, owner) {
       var follower = owner.selectComponent('.follower')
       owner.callMethod('note', [follower.hasClass('moved'), follower.hasClass('none'), follower.getComputedStyle(['color', 'marginLeft']),
         owner.selectAllComponents('.follower').length, owner.selectComponent('.none')])
       follower.removeClass('moved')
       follower.removeClass('follower')
       owner.callMethod('note', [follower.hasClass('moved'), follower.hasClass('follower')])
     }`,
    '',
    { 'pages/a.wxss': '.moved { font-size: 30px }' },
  )
  const box = await opened.page.getByText('box').boundingBox()
  if (!box) throw new Error('no box')
  const [x, y] = [box.x + 50, box.y + 50]
  await opened.swipe({ x, y }, { x: x + 60, y }, true)
  const follower = '[class*=follower]'
  expect(await opened.of(follower, '[e.style.transform, getComputedStyle(e).fontSize]')).toEqual([
    'translateX(60px)',
    '30px',
  ])
  await opened.lift()
  expect(await opened.told()).toEqual([
    ['touchstart', 7, 7, 'box'],
    [true, false, { color: 'rgb(1, 2, 3)', marginLeft: '39px' }, 1, null],
    [false, false],
  ])
  expect(await opened.of('wx-view:last-of-type', '[e.className, getComputedStyle(e).fontSize]')).toEqual([
    '',
    '16px',
  ])
})

it('change: tells of each new value, whether or not the element has such a property', async () => {
  await start(
    `<view prop="{{value}}" change:prop="{{m.changed}}" id="v">v</view><x-part size="{{value.n}}" change:size="{{m.size}}"/>`,
    `changed: function (now, before, owner, instance) {
       owner.callMethod('note', ['prop', now.n, before ? before.n : null]); instance.setStyle('width: ' + now.n + 'px')
     },
     size: function (now, before, owner, instance) { instance.callMethod('sized', now) }`,
    'data: { value: { n: 10 } }',
    {
      'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
      'parts/part.json': '{ "component": true }',
      'parts/part.js':
        'Component({ properties: { size: Number }, methods: { sized(n) { getApp().log.push("sized " + n + " " + this.data.size) } } })',
      'parts/part.wxml': '{{size}}',
    },
  )
  expect(await opened.told()).toEqual([['prop', 10, null], 'sized 10 10'])
  await opened.set({ value: { n: 20 } })
  expect(await opened.told()).toEqual([['prop', 20, 10], 'sized 20 20'])
  expect(await opened.of('[id$="--v"]', 'e.style.width')).toBe('20px')
})

it('descriptors measure, wait, and fire events of components', async () => {
  await start(
    `<x-part id="part" bind:told="log" bind:tap="log"/>`,
    `tap: function (event, owner) {
       owner.triggerEvent('told', { from: 'wxs' })
       var rect = event.instance.getBoundingClientRect()
       owner.callMethod('measured', [rect.left, rect.width, rect.height, rect.id])
       event.instance.requestAnimationFrame(function () { owner.callMethod('measured', 'frame') })
       var stopped = owner.setTimeout(function () { owner.callMethod('measured', 'never') }, 0)
       owner.clearTimeout(stopped)
       owner.setTimeout(function () { owner.callMethod('measured', 'later') }, 50)
       return false
     }`,
    '',
    {
      'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
      'parts/part.json': '{ "component": true }',
      'parts/part.js': 'Component({ methods: { measured(value) { getApp().log.push(value) } } })',
      'parts/part.wxml':
        '<wxs module="m" src="../m.wxs"/><template name="t"><view id="inner" style="margin-left: 20px; width: 50px; height: 30px" bind:tap="{{m.tap}}">inside</view></template><template is="t"/>',
    },
  )
  await tap('inside')
  const told: unknown[] = []
  await expect.poll(async () => told.push(...(await opened.told())) && told.at(-1)).toBe('later')
  expect(told).toEqual([['part', 'told', { from: 'wxs' }], [20, 50, 30, 'inner'], 'frame', 'later'])
})

it('change: finds what stands behind its own element, and leaves out what is gone', async () => {
  await start(
    `<view prop="{{value}}" change:prop="{{m.changed}}"/><view class="behind">behind</view><view wx:if="{{shown}}" prop="1" change:prop="{{m.never}}"/>`,
    `changed: function (now, before, owner) { owner.selectComponent('.behind').setStyle('width: ' + now + 'px') },
     never: function (now, before, owner) { owner.callMethod('note', 'too late') }`,
    'data: { value: 30, shown: true }, onLoad() { this.setData({ shown: false }) },',
  )
  expect(await opened.of('.phone-pages wx-view:last-of-type', 'e.style.width')).toBe('30px')
  expect(await opened.told()).toEqual([])
})
