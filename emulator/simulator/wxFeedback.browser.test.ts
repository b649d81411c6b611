import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Options and answers: pages wx.showToast, wx.showLoading, wx.hideToast, wx.showModal and wx.showActionSheet, 2026-11.

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'

let browser: Browser
let opened: OpenedPage
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'pages/a.js': 'Page({ data: { n: 0 }, count() { this.setData({ n: this.data.n + 1 }) } })',
    'pages/a.wxml': '<button style="margin-top:300px;height:100px" bind:tap="count">tapped {{n}}</button>',
    'assets/sign.svg': PICTURE,
  })
  opened = await openProject(browser, project)
  page = opened.page
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const toast = () => page.getByRole('status')
const button = (name: string) => page.getByRole('button', { name, exact: true })

it('a toast goes after its duration, a loading when it is told to', async () => {
  expect(await opened.wx('showToast', { title: 'done', duration: 150 })).toEqual({ errMsg: 'showToast:ok' })
  await toast().getByText('done').waitFor()
  await toast().waitFor({ state: 'detached' })
  expect(await opened.wx('showLoading', { title: 'wait' })).toEqual({ errMsg: 'showLoading:ok' })
  expect(await toast().textContent()).toBe('wait')
  expect(await opened.wx('hideLoading')).toEqual({ errMsg: 'hideLoading:ok' })
  expect(await toast().count()).toBe(0)
})

it('the toast of the clipboard is hidden as every other', async () => {
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await opened.wx('setClipboardData', { data: 'x' })
  expect(await toast().textContent()).toContain('内容已复制')
  await opened.wx('hideToast')
  expect(await toast().count()).toBe(0)
})

it('each is hidden by the call of the other, unless that says noConflict', async () => {
  await opened.wx('showLoading', { title: 'wait' })
  expect(await opened.wx('hideToast', { noConflict: true })).toEqual({ errMsg: 'hideToast:ok' })
  expect(await toast().count()).toBe(1)
  await opened.wx('hideToast')
  expect(await toast().count()).toBe(0)
  await opened.wx('showToast', { title: 'done', duration: 60_000 })
  await opened.wx('hideLoading', { noConflict: true })
  expect(await toast().count()).toBe(1)
  // At most one of them is there.
  await opened.wx('showLoading', { title: 'wait' })
  expect(await toast().textContent()).toBe('wait')
})

it('a toast has a picture, a mask, and needs a title', async () => {
  await opened.wx('showToast', { title: 'look', image: '/assets/sign.svg', duration: 60_000 })
  await expect
    .poll(() =>
      toast()
        .locator('img')
        .evaluate((image) => Reflect.get(image, 'naturalWidth')),
    )
    .toBe(8)
  await button('tapped 0').click({ position: { x: 5, y: 5 } })
  await button('tapped 1').waitFor()
  await opened.wx('showLoading', { title: 'wait', mask: true })
  await expect(button('tapped 1').click({ timeout: 300, position: { x: 5, y: 5 } })).rejects.toThrow(
    /intercepts pointer events/,
  )
  const words = 'parameter error: parameter.title should be String instead of Undefined;'
  expect(await opened.wx('showToast')).toMatchObject({ errMsg: `showToast:fail ${words}` })
  expect(await opened.wx('showLoading')).toMatchObject({ errMsg: `showLoading:fail ${words}` })
})

/** Begins a call that somebody answers; `answer()` is what it answers. */
const begin = async (call: string) => {
  await opened.read(`void (globalThis.answered = ${call}.catch(({ errMsg }) => ({ errMsg })))`)
  return { answer: () => opened.read('answered') }
}

it('a dialog takes a text, by its own colours', async () => {
  const { answer } = await begin(`logicLayer.wx.showModal({ title: '改名', content: '小爱', editable: true,
    placeholderText: '昵称', confirmText: '好', cancelText: '不', confirmColor: '#ff0000', cancelColor: '#00ff00' })`)
  const field = page.getByRole('alertdialog', { name: '改名' }).getByLabel('昵称')
  expect(await field.inputValue()).toBe('小爱')
  expect(await field.evaluate((element) => element.matches(':focus'))).toBe(true)
  const colour = (name: string) =>
    button(name).evaluate((element) => Reflect.get(Reflect.get(element, 'style'), 'color'))
  expect([await colour('好'), await colour('不')]).toEqual(['rgb(255, 0, 0)', 'rgb(0, 255, 0)'])
  await field.fill('小明')
  await button('好').click()
  expect(await answer()).toEqual({ errMsg: 'showModal:ok', confirm: true, cancel: false, content: '小明' })
})

it('a dialog that is no field gives no text, and has four letters on its buttons at most', async () => {
  const { answer } = await begin(`logicLayer.wx.showModal({ content: 'Really?' })`)
  await button('取消').click()
  expect(await answer()).toEqual({ errMsg: 'showModal:ok', confirm: false, cancel: true, content: null })
  expect(await opened.wx('showModal', { confirmText: '复制邀请码' })).toMatchObject({
    errMsg: 'showModal:fail confirmText length should not larger than 4 Chinese characters',
  })
})

it('a sheet answers with the number of the item, and fails when it is cancelled', async () => {
  const sheet = `logicLayer.wx.showActionSheet({ itemList: ['A', 'B'], alertText: 'Which?', itemColor: '#ff0000' })`
  const first = await begin(sheet)
  await page.getByRole('dialog', { name: 'Which?' }).getByText('Which?').waitFor()
  expect(await button('B').evaluate((element) => Reflect.get(Reflect.get(element, 'style'), 'color'))).toBe(
    'rgb(255, 0, 0)',
  )
  await button('B').click()
  expect(await first.answer()).toEqual({ errMsg: 'showActionSheet:ok', tapIndex: 1 })
  const second = await begin(sheet)
  await page.keyboard.press('Escape')
  expect(await second.answer()).toEqual({ errMsg: 'showActionSheet:fail cancel' })
})

it('a sheet needs a list of six items at most', async () => {
  expect(await opened.wx('showActionSheet', { itemList: 'abc' })).toMatchObject({
    errMsg: 'showActionSheet:fail parameter error: parameter.itemList should be Array instead of String;',
  })
  expect(await opened.wx('showActionSheet', { itemList: [1, 2, 3, 4, 5, 6, 7] })).toMatchObject({
    errMsg: 'showActionSheet:fail parameter error: itemList should not be larger than 6',
  })
})
