import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Results: pages wx.setScreenBrightness, wx.onUserCaptureScreen, wx.getBatteryInfo, wx.hideKeyboard, wx.getExtConfig,
// wx.preDownloadSubpackage, wx.reportPerformance and wx.getImageInfo, 2026-11.

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  opened = await openProject(browser, fixtureProject({ 'pages/a.wxml': '<input aria-label="field"/>' }))
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

it('remembers how bright the screen is', async () => {
  expect(await opened.wx('getScreenBrightness')).toEqual({ errMsg: 'getScreenBrightness:ok', value: 0.5 })
  expect(await opened.read('logicLayer.wx.setScreenBrightness({ value: 0.8 })')).toEqual({
    errMsg: 'setScreenBrightness:ok',
  })
  expect(await opened.wx('getScreenBrightness')).toMatchObject({ value: 0.8 })
  expect(await opened.wx('setScreenBrightness', { value: 2 })).toEqual({
    errMsg: 'setScreenBrightness:fail parameter error: parameter.value should be Number from 0 to 1',
  })
  await opened.read('void (logicLayer.wx.onUserCaptureScreen(() => 1), logicLayer.wx.offUserCaptureScreen())')
})

it('has a battery', async () => {
  const battery = { level: 100, isCharging: true, isLowPowerModeEnabled: false }
  expect(await opened.wx('getBatteryInfo')).toEqual({ errMsg: 'getBatteryInfo:ok', ...battery })
  expect(await opened.read('logicLayer.wx.getBatteryInfoSync()')).toEqual(battery)
})

it('hides the keyboard', async () => {
  expect(await opened.wx('hideKeyboard')).toEqual({ errMsg: 'hideKeyboard:fail input not exists' })
  const field = opened.page.getByLabel('field')
  await field.focus()
  expect(await opened.wx('hideKeyboard')).toEqual({ errMsg: 'hideKeyboard:ok' })
  expect(await field.evaluate((element) => element.matches(':focus'))).toBe(false)
})

it('has everything from the beginning', async () => {
  expect(await opened.read('logicLayer.wx.getExtConfigSync()')).toEqual({})
  expect(await opened.wx('getExtConfig')).toEqual({ errMsg: 'getExtConfig:ok', extConfig: {} })
  expect(await opened.wx('preDownloadSubpackage', { packageType: 'normal' })).toEqual({
    errMsg: 'preDownloadSubpackage:ok',
  })
  expect(await opened.wx('preDownloadSubpackage')).toEqual({
    errMsg:
      'preDownloadSubpackage:fail parameter error: parameter.packageType should be String instead of Undefined;',
  })
})

it('reports in the console', async () => {
  const told = opened.page.waitForEvent('console', (message) => message.text().includes('reportPerformance'))
  await opened.read(`void logicLayer.wx.reportPerformance(1101, 680, 'custom')`)
  expect((await told).text()).toBe('[wx] reportPerformance 1101 680 custom')
})

it('knows pictures of the web', async () => {
  const src = new URL('/pictures/a.svg', opened.page.url()).href
  const body = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4"/>'
  await opened.page.route('**/pictures/a.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body }),
  )
  expect(await opened.wx('getImageInfo', { src })).toMatchObject({
    errMsg: 'getImageInfo:ok',
    width: 9,
    height: 4,
  })
})
