import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Arguments: pages App, wx.onAppShow, wx.onAppHide, wx.onError, wx.onUnhandledRejection and wx.onPageNotFound, 2026-11.

const APP = `
const heard = (globalThis.heard = [])
const hear = (name) => (told) => heard.push([name, told])
wx.onAppShow(hear('wx show'))
wx.onAppHide(hear('wx hide'))
wx.onPageNotFound(hear('wx not found'))
App({
  onShow(told) { heard.push(['app show', told]) },
  onHide() { heard.push(['app hide']) },
  onPageNotFound() { wx.reLaunch({ url: '/pages/a' }) },
})
`

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
const start = async (query = '') => {
  opened = await openProject(browser, fixtureProject({ 'app.js': APP }), query)
}
beforeEach(() => start())
afterEach(() => opened.close())

const LAUNCH = { path: 'pages/a', query: {}, scene: 1001, referrerInfo: {} }

it('tells of coming and going, the app first, as it does the app', async () => {
  expect(await opened.read('heard')).toEqual([
    ['app show', expect.objectContaining(LAUNCH)],
    ['wx show', expect.objectContaining(LAUNCH)],
  ])
  await opened.read('void heard.splice(0)')
  await opened.page.getByRole('button', { name: '关闭', exact: true }).click()
  expect(await opened.read('heard.map(([name]) => name)')).toEqual(['app hide', 'wx hide'])
  await opened.read('void logicLayer.wx.offAppShow()')
  await opened.page.getByRole('button', { name: '重新进入小程序' }).click()
  expect(await opened.read('heard.map(([name]) => name)')).toEqual(['app hide', 'wx hide', 'app show'])
  expect(opened.errors).toEqual([])
})

it('tells errors, also those of its own listeners, until it is taken off', async () => {
  await opened.read(`void (globalThis.told = [],
    globalThis.first = () => { throw new Error('of the listener') },
    logicLayer.wx.onError(first), logicLayer.wx.onError((text) => told.push(text)))`)
  await opened.read(`void setTimeout(() => { throw new Error('of the page') })`)
  await expect.poll(() => opened.read('told.length')).toBe(1)
  expect(await opened.read('told[0]')).toMatch(/^Error: of the page\n\s+at /)
  await opened.read('void (logicLayer.wx.offError(), setTimeout(() => { throw new Error("again") }))')
  await expect.poll(() => opened.errors.join()).toContain('again')
  expect(await opened.read('told.length')).toBe(1)
})

it('tells what nobody catches of a promise', async () => {
  await opened.read(
    `void (globalThis.told = [], logicLayer.wx.onUnhandledRejection((each) => told.push(each)))`,
  )
  await opened.read(`void Promise.reject(new Error('left alone'))`)
  await expect.poll(() => opened.read('told.map(({ reason }) => reason.message)')).toEqual(['left alone'])
  expect(await opened.read('told[0].promise instanceof Promise')).toBe(true)
  await opened.read(`void (logicLayer.wx.offUnhandledRejection(), Promise.reject(new Error('another')))`)
  await expect.poll(() => opened.errors.join()).toContain('another')
  expect(await opened.read('told.length')).toBe(1)
})

it('tells of a page that is not there', async () => {
  await opened.close()
  await start('?launch=pages%2Fgone%3Fid%3D7')
  await expect.poll(() => opened.routes()).toEqual(['pages/a'])
  expect(await opened.read(`heard.filter(([name]) => name === 'wx not found')`)).toEqual([
    ['wx not found', { path: 'pages/gone', query: { id: '7' }, isEntryPage: true }],
  ])
})

it('needs a function, and says that nothing is loaded lazily', async () => {
  expect(
    await opened.read(
      `(() => { try { logicLayer.wx.onAppShow('x') } catch ({ message }) { return message } })()`,
    ),
  ).toBe('parameter error: listener should be Function instead of String;')
  await opened.read('void logicLayer.wx.onLazyLoadError(() => undefined)')
  expect(opened.errors).toEqual([
    'wx.onLazyLoadError: an error of loading is not emulated by the simulator yet',
  ])
})
