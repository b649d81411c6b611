import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Answers and failures: pages wx.getNetworkType, wx.onNetworkStatusChange, wx.makePhoneCall, wx.vibrateShort,
// wx.setKeepScreenOn, wx.getClipboardData, wx.getLocation, wx.chooseLocation, wx.openLocation, wx.getSetting, wx.authorize
// and wx.openSetting, 2026-11; "auth deny" and "cancel" as public reports quote them.

let browser: Browser
let opened: OpenedPage
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  opened = await openProject(browser, fixtureProject(), '', { permissions })
  page = opened.page
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
/** Begins a call that somebody answers; what it gives is what it answers. */
const begin = async (call: string) => {
  await opened.read(`void (globalThis.answered = logicLayer.wx.${call}.catch((error) => ({ ...error })))`)
  return () => opened.read('answered')
}

it('tells of the network, and when it is gone', async () => {
  expect(await opened.wx('getNetworkType')).toMatchObject({
    errMsg: 'getNetworkType:ok',
    networkType: 'wifi',
  })
  await opened.read(
    `void (globalThis.heard = [], logicLayer.wx.onNetworkStatusChange((told) => heard.push(told)))`,
  )
  await page.context().setOffline(true)
  await expect.poll(() => opened.read('heard')).toEqual([{ isConnected: false, networkType: 'none' }])
  expect(await opened.read('logicLayer.wx.getNetworkType()')).toMatchObject({ networkType: 'none' })
  await opened.read('logicLayer.wx.offNetworkStatusChange()')
  await page.context().setOffline(false)
  await expect.poll(() => opened.read('navigator.onLine')).toBe(true)
  expect(await opened.read('heard.length')).toBe(1)
})

it('calls a number after a question', async () => {
  const first = await begin(`makePhoneCall({ phoneNumber: '10086' })`)
  await page.getByRole('alertdialog', { name: '10086' }).waitFor()
  await press('取消')
  expect(await first()).toEqual({ errMsg: 'makePhoneCall:fail cancel' })
  const second = await begin(`makePhoneCall({ phoneNumber: '10086' })`)
  await press('呼叫')
  expect(await second()).toEqual({ errMsg: 'makePhoneCall:ok' })
  expect(await opened.wx('makePhoneCall')).toMatchObject({
    errMsg:
      'makePhoneCall:fail parameter error: parameter.phoneNumber should be String instead of Undefined;',
  })
})

it('shakes and stays awake', async () => {
  expect(await opened.wx('vibrateShort', { type: 'light' })).toEqual({ errMsg: 'vibrateShort:ok' })
  expect(await opened.wx('vibrateShort', { type: 'wild' })).toMatchObject({
    errMsg: 'vibrateShort:fail parameter error: invalid type "wild"',
  })
  expect(await opened.read('logicLayer.wx.vibrateLong()')).toEqual({ errMsg: 'vibrateLong:ok' })
  expect(await opened.wx('setKeepScreenOn', { keepScreenOn: true })).toEqual({ errMsg: 'setKeepScreenOn:ok' })
  expect(await opened.wx('setKeepScreenOn')).toMatchObject({
    errMsg: 'setKeepScreenOn:fail parameter error: parameter.keepScreenOn should be Boolean',
  })
})

it('copies and pastes', async () => {
  expect(await opened.wx('setClipboardData', { data: '小爱' })).toEqual({ errMsg: 'setClipboardData:ok' })
  await page.getByRole('status').getByText('内容已复制').waitFor()
  expect(await opened.wx('getClipboardData')).toEqual({ errMsg: 'getClipboardData:ok', data: '小爱' })
  expect(await opened.wx('setClipboardData')).toMatchObject({
    errMsg: 'setClipboardData:fail parameter error: parameter.data should be String instead of Undefined;',
  })
})

it('says where the phone is, to whom that was allowed', async () => {
  const refused = await begin('getLocation()')
  await press('不允许')
  expect(await refused()).toEqual({ errMsg: 'getLocation:fail auth deny', errno: 103 })
  // Nobody is asked twice.
  expect(await opened.wx('getLocation')).toMatchObject({ errMsg: 'getLocation:fail auth deny' })
  expect(await opened.wx('getSetting')).toEqual({
    errMsg: 'getSetting:ok',
    authSetting: { 'scope.userLocation': false },
  })
  const changed = await begin('openSetting()')
  await page.getByRole('switch', { name: '位置信息' }).check()
  await press('完成')
  expect(await changed()).toEqual({
    errMsg: 'openSetting:ok',
    authSetting: { 'scope.userLocation': true },
  })
  const allowed = await begin('getLocation()')
  await page.getByLabel('纬度').fill('31.23')
  await page.getByLabel('经度').fill('121.47')
  await press('确定')
  expect(await allowed()).toMatchObject({ errMsg: 'getLocation:ok', latitude: 31.23, longitude: 121.47 })
  expect(await opened.wx('getLocation')).toMatchObject({ latitude: 31.23 })
})

it('asks for a scope once', async () => {
  const asked = await begin(`authorize({ scope: 'scope.camera' })`)
  await page.getByRole('alertdialog', { name: 'shop 申请使用摄像头' }).waitFor()
  await press('允许')
  expect(await asked()).toEqual({ errMsg: 'authorize:ok' })
  expect(await opened.wx('authorize', { scope: 'scope.camera' })).toEqual({ errMsg: 'authorize:ok' })
  expect(await opened.wx('authorize', { scope: 'scope.all' })).toMatchObject({
    errMsg: 'authorize:fail invalid scope "scope.all"',
  })
})

it('chooses a place, or none', async () => {
  const chosen = await begin('chooseLocation()')
  await page.getByLabel('名称').fill('咖啡馆')
  await page.getByLabel('地址').fill('南京路 1 号')
  await press('确定')
  expect(await chosen()).toEqual({
    errMsg: 'chooseLocation:ok',
    name: '咖啡馆',
    address: '南京路 1 号',
    latitude: 39.90872,
    longitude: 116.39748,
  })
  const none = await begin('chooseLocation()')
  await press('取消')
  expect(await none()).toEqual({ errMsg: 'chooseLocation:fail cancel' })
})

it('shows a place, and is done when it is shown', async () => {
  const options = { latitude: 31, longitude: 121, name: '外滩', address: '上海' }
  expect(await opened.wx('openLocation', options)).toEqual({ errMsg: 'openLocation:ok' })
  await page.getByRole('dialog', { name: '外滩' }).getByText('31, 121').waitFor()
  await press('取消')
  expect(await opened.wx('openLocation', { latitude: '31' })).toMatchObject({
    errMsg: 'openLocation:fail parameter error: parameter.latitude should be Number instead of String;',
  })
})
