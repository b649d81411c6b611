import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'
import { openProject } from './openedPage.ts'

/**
 * What every element has (developers.weixin.qq.com/miniprogram/dev/framework/view/component.html and …/wxml/event.html,
 * 2026-11).
 */

let browser: Browser
let opened: OpenedBuiltins
let errors: readonly unknown[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  const expected = errors
  errors = []
  if (opened.page.isClosed()) return
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
const place = async (text: string) => {
  const box = await opened.page.getByText(text, { exact: true }).boundingBox()
  if (!box) throw new Error(`"${text}" is not there`)
  return { x: box.x + 5, y: box.y + 5 }
}
const types = async () =>
  (await opened.told()).map((each) => (Array.isArray(each) ? each.slice(0, 2).join(' ') : each))

it('longpress and longtap come of a finger that stays, and longpress takes the tap', async () => {
  const long = 'bind:longpress="log" bind:longtap="log" bind:tap="log"'
  await start(
    `<view id="around" bind:longpress="log"><view id="a" ${long} bind:touchcancel="log">long</view></view>
    <view id="b" bind:longtap="log" bind:tap="log">tap too</view>`,
    '',
    {},
    true,
  )
  const at = await place('long')
  await opened.swipe(at, at, true)
  await expect.poll(types).toEqual(['a longpress', 'around longpress', 'a longtap'])
  await opened.lift()
  expect(await types()).toEqual([])
  await opened.swipe(at, at)
  expect(await types()).toEqual(['a tap'])
  const other = await place('tap too')
  await opened.swipe(other, other, true)
  await expect.poll(types).toEqual(['b longtap'])
  await opened.lift()
  expect(await types()).toEqual(['b tap'])
  await opened.read(
    `document.querySelector('[id$="--a"]').dispatchEvent(new TouchEvent('touchcancel', { bubbles: true }))`,
  )
  expect(await types()).toEqual(['a touchcancel'])
})

it('longpress comes of the mouse, with where it is', async () => {
  await start('<view id="a" bind:longpress="log" bind:tap="log">long</view>')
  const { x, y } = await place('long')
  await opened.page.mouse.move(x, y)
  await opened.page.mouse.down()
  await expect.poll(opened.told).toEqual([['a', 'longpress', { x, y }]])
  await opened.page.mouse.up()
  expect(await opened.told()).toEqual([])
})

it('the mouse is a finger where there is none', async () => {
  await start(
    '<view id="a" style="height: 50px" bind:touchstart="at" bind:touchmove="at" bind:touchend="at">touch</view><view>beside</view>',
    `at({ type, touches, changedTouches: [{ clientX, clientY }], target }) {
      getApp().log.push([target.id, type, touches.length, clientX, clientY]) },`,
  )
  const { x, y } = await place('touch')
  await opened.page.mouse.move(x, y)
  expect(await opened.told()).toEqual([])
  await opened.page.mouse.down()
  await opened.page.mouse.move(x + 10, y + 70)
  await opened.page.mouse.up()
  await opened.page.mouse.move(x, y)
  expect(await opened.told()).toEqual([
    ['a', 'touchstart', 1, x, y],
    ['a', 'touchmove', 1, x + 10, y + 70],
    ['a', 'touchend', 0, x + 10, y + 70],
  ])
})

it('transitions and animations tell of themselves', async () => {
  await start(
    `<view id="t" style="width: {{width}}px; transition: width 30ms" bind:transitionend="log">t</view>
    <view id="a" class="{{moving}}" bind:animationstart="log" bind:animationiteration="log" bind:animationend="log">a</view>`,
    `data: { width: 10, moving: '' }`,
    {
      'pages/a.wxss':
        '.moving { animation: blink 60ms linear 2 } @keyframes blink { from { opacity: 0 } to { opacity: 1 } }',
    },
  )
  await opened.set({ width: 50 })
  await expect.poll(types).toEqual(['t transitionend'])
  await opened.set({ moving: 'moving' })
  const told: unknown[] = []
  await expect.poll(async () => told.push(...(await types())) && told.at(-1)).toBe('a animationend')
  expect(told).toEqual(['a animationstart', 'a animationiteration', 'a animationend'])
})

it('catch:touchmove keeps what is around from moving', async () => {
  await start(
    `<scroll-view id="s" scroll-y style="height: 100px" bind:touchmove="log"><view style="height: 50px">free</view>
      <view id="c" style="height: 50px" catch:touchmove="log">caught</view><view style="height: 400px">long</view></scroll-view>`,
    '',
    {},
    true,
  )
  const at = await place('caught')
  await opened.swipe({ x: at.x, y: at.y + 30 }, { x: at.x, y: at.y - 50 })
  expect([...new Set(await types())]).toEqual(['c touchmove'])
  expect(await opened.of('wx-scroll-view', 'e.scrollTop')).toBe(0)
})

it('data- names, mark: and hidden are as documented', async () => {
  await start(
    `<view id="d" data-element-type="a" data-n="{{1}}" data-o="{{ {x: [1]} }}" mark:own="{{2}}" bind:tap="facts">tap</view>
    <view hidden="{{true}}">hidden</view><text hidden>text</text><button hidden="{{false}}">shown</button><image hidden src=""/>`,
    'facts({ currentTarget, mark }) { getApp().log.push(currentTarget.dataset, mark) },',
  )
  await opened.page.getByText('tap').click()
  expect(await opened.told()).toEqual([{ elementType: 'a', n: 1, o: { x: [1] } }, { own: 2 }])
  for (const text of ['hidden', 'text'])
    expect(await opened.page.getByText(text, { exact: true }).isVisible()).toBe(false)
  expect(await opened.page.getByRole('button', { name: 'shown' }).isVisible()).toBe(true)
})

it('capital letters in data- become small, and the build warns of them', async () => {
  const problems: string[] = []
  const project = builtinsProject(
    '<view data-elementType="b" bind:tap="facts">tap</view>',
    'facts({ target }) { getApp().log.push(target.dataset) }',
  )
  const page = await openProject(browser, project, '', {}, (text) => problems.push(text.split('\n')[0] ?? ''))
  await page.page.getByText('tap').click()
  expect(await page.read('logicLayer.getApp().log')).toEqual([{ elementtype: 'b' }])
  await page.close()
  expect(problems).toEqual(['miniprogram/pages/a.wxml:1:7: warning: avoid uppercase letters'])
})

it('aria- attributes name and tell', async () => {
  await start(
    `<view aria-role="checkbox" aria-checked="{{true}}" aria-label="agree" aria-describedby="x">box</view>
    <view aria-role="tab" aria-selected="{{true}}" aria-expanded="{{false}}" aria-haspopup="true">tab</view>
    <view aria-hidden="{{true}}">unseen</view><view aria-role="alert" aria-live="polite" aria-disabled="{{true}}">alert</view>`,
  )
  const { page } = opened
  expect(await page.getByRole('checkbox', { name: 'agree', checked: true }).count()).toBe(1)
  expect(await page.getByRole('tab', { selected: true, expanded: false }).getAttribute('aria-haspopup')).toBe(
    'true',
  )
  expect(await page.getByText('unseen').getAttribute('aria-hidden')).toBe('true')
  expect(await page.getByRole('alert').getAttribute('aria-live')).toBe('polite')
  expect(await page.getByRole('checkbox').getAttribute('aria-describedby')).toBe('x')
})

it('hover-class shows a press, and keeps it from what is around', async () => {
  const hover = 'hover-class="pressed" hover-start-time="0" hover-stay-time="0"'
  await start(
    `<view id="outer" ${hover}><view id="inner" ${hover} hover-stop-propagation="{{stops}}">view</view></view>
    <button id="button" ${hover}>button</button><navigator id="link" ${hover} url="b">link</navigator><view id="none" hover-class="none">none</view>`,
    'data: { stops: false }',
    { 'pages/a.wxss': '.pressed { color: rgb(1, 2, 3) }' },
  )
  const pressed = () =>
    opened.read(
      `[...document.querySelectorAll('[class~=pressed], [class$=pressed]')].map((each) => each.id.split('--')[1])`,
    )
  const press = async (text: string) => {
    const { x, y } = await place(text)
    await opened.page.mouse.move(x, y)
    await opened.page.mouse.down()
  }
  const release = async () => {
    await opened.page.mouse.move(380, 700)
    await opened.page.mouse.up()
    await expect.poll(pressed).toEqual([])
  }
  for (const [text, ids] of [
    ['view', ['outer', 'inner']],
    ['button', ['button']],
    ['link', ['link']],
  ] as const) {
    await press(text)
    await expect.poll(pressed).toEqual(ids)
    await release()
  }
  await opened.set({ stops: true })
  await press('view')
  await expect.poll(pressed).toEqual(['inner'])
  await release()
  await press('none')
  expect(await pressed()).toEqual([])
})

it('two entries of a list with the same key are told of', async () => {
  await start(`<block wx:for="{{list}}" wx:key="id"><view>{{item.text}}</view></block>`, `data: { list: [] }`)
  await opened.set({
    list: [
      { id: 1, text: 'one' },
      { id: 1, text: 'two' },
    ],
  })
  expect(await opened.page.getByText(/^(?:one|two)$/).allTextContents()).toEqual(['one', 'two'])
  expect(opened.errors).toEqual([expect.stringMatching(/key/)])
  errors = opened.errors
})
