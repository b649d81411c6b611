import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Fields: pages wx.getSystemInfoSync, wx.getWindowInfo, wx.getDeviceInfo, wx.getAppBaseInfo, wx.getSystemSetting,
// wx.getAppAuthorizeSetting, wx.getMenuButtonBoundingClientRect, wx.getLaunchOptionsSync and wx.canIUse, 2026-11.

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({ 'app.json': '{ "pages": ["pages/a"], "darkmode": true }' })
  opened = await openProject(browser, project, '?launch=pages/a%3Fid%3D7&scene=1007')
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const wx = (call: string) => opened.read(`logicLayer.wx.${call}`)

it('says how large the window is, and where', async () => {
  const facts = Object(await wx('getWindowInfo()'))
  expect(facts).toMatchObject({ screenWidth: 390, screenHeight: 760, windowWidth: 390, pixelRatio: 1 })
  expect(facts.statusBarHeight).toBeGreaterThan(0)
  expect(facts.safeArea).toEqual({
    left: 0,
    top: facts.statusBarHeight,
    right: 390,
    bottom: 760,
    width: 390,
    height: 760 - facts.statusBarHeight,
  })
  expect(facts.screenTop + facts.windowHeight).toBe(760)
})

it('says where the capsule button is: below the status bar, on the right', async () => {
  const capsule = Object(await wx('getMenuButtonBoundingClientRect()'))
  const { statusBarHeight } = Object(await wx('getWindowInfo()'))
  expect(capsule.width).toBeGreaterThan(0)
  expect(capsule.right).toBe(capsule.left + capsule.width)
  expect(capsule.bottom).toBe(capsule.top + capsule.height)
  expect(capsule.top).toBeGreaterThanOrEqual(statusBarHeight)
  expect(capsule.left).toBeGreaterThan(195)
})

it('says the same of the system in three calls, with and without a promise', async () => {
  const facts = Object(await wx('getSystemInfoSync()'))
  expect(facts).toMatchObject({
    SDKVersion: '3.8.12',
    platform: 'devtools',
    language: 'zh_CN',
    theme: 'light',
    deviceOrientation: 'portrait',
    locationAuthorized: true,
    bluetoothEnabled: true,
    fontSizeSetting: 16,
  })
  expect(await opened.wx('getSystemInfo')).toEqual({ ...facts, errMsg: 'getSystemInfo:ok' })
  expect(await wx('getSystemInfoAsync()')).toEqual({ ...facts, errMsg: 'getSystemInfoAsync:ok' })
})

it('says what phone, WeChat and settings are', async () => {
  expect(await wx('getDeviceInfo()')).toMatchObject({ platform: 'devtools', model: 'simulator' })
  expect(await wx('getAppBaseInfo()')).toMatchObject({ version: '8.0.50', host: { env: 'WeChat' } })
  expect(await wx('getSystemSetting()')).toEqual({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: true,
    deviceOrientation: 'portrait',
  })
  expect(await wx('getAppAuthorizeSetting()')).toMatchObject({
    cameraAuthorized: 'authorized',
    locationReducedAccuracy: false,
  })
})

it('says how it was entered', async () => {
  const entrance = { path: 'pages/a', query: { id: '7' }, scene: 1007 }
  expect(await wx('getLaunchOptionsSync()')).toMatchObject(entrance)
  expect(await wx('getEnterOptionsSync()')).toMatchObject(entrance)
})

it('tells of another theme and another size, to who still listens', async () => {
  await opened.read(`void (globalThis.heard = [], globalThis.listen = ({ theme }) => heard.push(theme),
    logicLayer.wx.onThemeChange(listen),
    logicLayer.wx.onWindowResize(({ size }) => heard.push(size.windowWidth)))`)
  const heard = () => opened.read('heard')
  await opened.page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(heard).toEqual(['dark'])
  expect(await wx('getAppBaseInfo().theme')).toBe('dark')
  await opened.page.setViewportSize({ width: 320, height: 760 })
  await expect.poll(heard).toEqual(['dark', 320])
  await wx('offThemeChange(listen)')
  await wx('offWindowResize()')
  await opened.page.emulateMedia({ colorScheme: 'light' })
  await opened.page.setViewportSize({ width: 390, height: 760 })
  await opened.read('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  expect(await heard()).toEqual(['dark', 320])
})

it('has no newer version', async () => {
  const words = await opened.read(`(() => { try { logicLayer.wx.getUpdateManager().applyUpdate() }
    catch (error) { return error.message } })()`)
  expect(words).toBe('applyUpdate:fail update is not ready')
  expect(await wx('getUpdateManager().onCheckForUpdate(() => undefined)')).toBeUndefined()
})

it('a theme is told of an app with darkmode alone', async () => {
  const light = await openProject(browser, fixtureProject(), '', { colorScheme: 'dark' })
  expect(await light.read(`'theme' in logicLayer.wx.getAppBaseInfo()`)).toBe(false)
  await light.close()
})

it.each([
  ['getSystemInfoSync.return.screenWidth', true],
  ['cloud', true],
  ['faceDetect', false],
  ['scroll-view', true],
  ['button.open-type.getPhoneNumber', true],
  ['button.no-such', false],
  ['live-pusher', false],
])('canIUse %s: %s', async (schema, expected) => {
  expect(await wx(`canIUse('${schema}')`)).toBe(expected)
})
