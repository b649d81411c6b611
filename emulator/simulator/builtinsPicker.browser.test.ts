import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/picker.html and picker-view.html (2026-11) */

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

const start = async (wxml: string, page = '', touch = false) => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page), { hasTouch: touch })
}
const button = (name: string) => opened.page.getByRole('button', { name, exact: true })
const entry = (name: string) => opened.page.getByRole('option', { name, exact: true })
const marked = () => opened.page.locator('.wheel-entry[aria-selected=true]').allTextContents()

it('selector tells the index on confirm, and cancel otherwise', async () => {
  await start(
    `<form id="f" bind:submit="log"><picker id="p" name="pick" header-text="国家" range="{{range}}" range-key="name" value="{{value}}"
      bind:change="log" bind:cancel="log"><view>choose</view></picker><button form-type="submit">send</button></form>
    <picker range="{{range}}" disabled bind:change="log"><view>never</view></picker>`,
    `data: { range: [{ name: '美国' }, { name: '中国' }, { name: '巴西' }], value: 1 }`,
  )
  await button('choose').click()
  const sheet = opened.page.getByRole('dialog', { name: '国家' })
  expect(await marked()).toEqual(['中国'])
  await entry('巴西').click()
  await button('取消').click()
  expect(await sheet.count()).toBe(0)
  expect(await opened.told()).toEqual([['p', 'cancel', {}]])
  await button('choose').press('Enter')
  expect(await marked()).toEqual(['中国'])
  await opened.page.keyboard.press('ArrowUp')
  await opened.page.keyboard.press('Enter')
  await button('send').click()
  expect(await opened.told()).toEqual([
    ['p', 'change', { value: '0' }],
    ['f', 'submit', { value: { pick: '0' }, formId: '' }],
  ])
  await button('choose').click()
  expect(await marked()).toEqual(['美国'])
  await opened.page.keyboard.press('Escape')
  expect(await opened.told()).toEqual([['p', 'cancel', {}]])
  await button('never').click({ force: true })
  expect(await sheet.count()).toBe(0)
})

it('a sheet closes when another page lies on its page', async () => {
  opened = await openBuiltins(
    browser,
    builtinsProject(
      `<picker id="p" range="{{['a', 'b']}}" bind:cancel="log"><view>choose</view></picker>`,
      '',
      {
        'app.json': '{ "pages": ["pages/a", "pages/b"] }',
        'pages/b.js': 'Page({})',
        'pages/b.wxml': '<button>on b</button>',
      },
    ),
  )
  await button('choose').click()
  await opened.page.getByRole('dialog').waitFor()
  await opened.wx('navigateTo', { url: 'b' })
  await button('on b').click()
  expect(await opened.page.getByRole('dialog').count()).toBe(0)
  expect(await opened.told()).toEqual([['p', 'cancel', {}]])
})

it('multiSelector tells each column that is turned, and follows its range and value meanwhile', async () => {
  await start(
    `<picker id="p" mode="multiSelector" range="{{range}}" value="{{value}}" bind:change="log" bind:columnchange="turned"><view>choose</view></picker>`,
    `data: { range: [['动物', '植物'], ['鱼', '鸟']], value: [0, 1] },
    turned(event) {
      this.log(event)
      if (event.detail.column === 0) this.setData({ 'range[1]': ['树', '草', '花'], value: [event.detail.value, 2] })
    }`,
  )
  await button('choose').click()
  expect(await marked()).toEqual(['动物', '鸟'])
  await entry('植物').click()
  expect(await marked()).toEqual(['植物', '花'])
  await entry('草').click()
  await button('确定').click()
  expect(await opened.told()).toEqual([
    ['p', 'columnchange', { column: 0, value: 1 }],
    ['p', 'columnchange', { column: 1, value: 1 }],
    ['p', 'change', { value: [1, 1] }],
  ])
})

it('time, date and region have their own columns', async () => {
  await start(
    `<picker id="t" mode="time" start="09:01" end="21:01" value="12:01" bind:change="log"><view>time</view></picker>
    <picker id="d" mode="date" fields="month" bind:change="log"><view>date</view></picker>
    <picker id="r" mode="region" value="{{['广东省', '广州市', '海珠区']}}" bind:change="log"><view>region</view></picker>`,
  )
  await button('time').click()
  expect(await marked()).toEqual(['12', '01'])
  await opened.page.keyboard.press('End')
  await button('确定').click()
  await button('date').click()
  // The clock of the world.
  expect(await marked()).toEqual(['2026年', '1月'])
  await entry('3月').click()
  await button('确定').click()
  await button('region').click()
  await entry('深圳市').click()
  expect(await marked()).toEqual(['广东省', '深圳市', '罗湖区'])
  await button('确定').click()
  expect(await opened.told()).toEqual([
    ['t', 'change', { value: '21:01' }],
    ['d', 'change', { value: '2026-03' }],
    [
      'r',
      'change',
      { value: ['广东省', '深圳市', '罗湖区'], code: ['440000', '440300', '440303'], postcode: '518000' },
    ],
  ])
})

it('takes its sheet away with it, without a word', async () => {
  await start(
    `<picker wx:if="{{there}}" id="p" range="{{['a', 'b']}}" bind:cancel="log" bind:change="log"><view>choose</view></picker>`,
    'data: { there: true }',
  )
  await button('choose').click()
  expect(await marked()).toEqual(['a'])
  await opened.set({ there: false })
  await expect.poll(() => opened.page.getByRole('dialog').count()).toBe(0)
  expect(await opened.of('.phone-pages', 'e.inert')).toBe(false)
  expect(await opened.told()).toEqual([])
})

const VIEW = `<picker-view id="v" indicator-style="height: 50px" style="width: 100%; height: 250px" value="{{value}}"
    bind:change="log" bind:pickstart="log" bind:pickend="log">
    <picker-view-column id="first"><view wx:for="{{years}}" wx:key="*this">{{item}}</view></picker-view-column>
    <picker-view-column id="second"><view wx:for="{{years}}" wx:key="*this">{{item}}</view></picker-view-column>
  </picker-view>`
const VIEW_DATA = 'data: { value: [2, 1], years: [2000, 2001, 2002, 2003, 2004, 2005] }'
const TURNED = [
  ['v', 'pickstart', {}],
  ['v', 'change', { value: [2, 3] }],
  ['v', 'pickend', {}],
]
const middle = async (id: string) => {
  const box = await opened.page.locator(`[id$="--${id}"]`).boundingBox()
  if (!box) throw new Error('no column')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

it('picker-view turns by mouse, by key and by value', async () => {
  await start(VIEW, VIEW_DATA)
  const scrolled = (id: string) => opened.of(`[id$="--${id}"]`, 'e.scrollTop')
  await expect.poll(() => scrolled('first')).toBe(100)
  expect(await opened.of('[id$="--first"] wx-view', 'e.clientHeight')).toBe(50)
  const { x, y } = await middle('second')
  await opened.page.mouse.move(x, y)
  await opened.page.mouse.down()
  await opened.page.mouse.move(x, y - 90, { steps: 4 })
  await opened.page.mouse.up()
  await expect.poll(() => scrolled('second')).toBe(150)
  expect(await opened.told()).toEqual(TURNED)
  await opened.page.locator('[id$="--first"]').press('ArrowUp')
  await expect.poll(async () => (await opened.told()).at(-2)).toEqual(['v', 'change', { value: [1, 3] }])
  await opened.set({ value: [5, 0] })
  expect([await scrolled('first'), await scrolled('second')]).toEqual([250, 0])
  expect(await opened.told()).toEqual([])
})

it('picker-view turns by touch', async () => {
  await start(VIEW, VIEW_DATA, true)
  await expect.poll(() => opened.of('[id$="--first"]', 'e.scrollTop')).toBe(100)
  const { x, y } = await middle('second')
  await opened.swipe({ x, y }, { x, y: y - 90 })
  expect(await opened.told()).toEqual(TURNED)
})
