import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Results and failures: pages wx.scanCode, wx.chooseAddress, wx.chooseInvoiceTitle, wx.getFuzzyLocation,
// wx.requestMerchantTransfer, wx.navigateToMiniProgram, wx.exitMiniProgram, wx.openCustomerServiceChat, wx.getShareInfo,
// wx.getGroupEnterInfo and wx.enableAlertBeforeUnload, 2026-11; "cancel" as public reports quote it.

let browser: Browser
let opened: OpenedPage
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'app.json': '{ "pages": ["pages/a", "pages/b"] }',
    'pages/b.js': 'Page({})',
    'pages/b.wxml': `<view>b</view><navigator open-type="navigateBack">back by navigator</navigator>`,
  })
  opened = await openProject(browser, project)
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

it('scans what is typed', async () => {
  const first = await begin('scanCode()')
  await page.getByRole('dialog', { name: '扫码' }).waitFor()
  await page.keyboard.insertText('桌号 7')
  await page.keyboard.press('Enter')
  expect(await first()).toEqual({
    errMsg: 'scanCode:ok',
    result: '桌号 7',
    scanType: 'QR_CODE',
    charSet: 'utf-8',
    rawData: Buffer.from('桌号 7').toString('base64'),
  })
  const second = await begin('scanCode({ scanType: ["barCode"], onlyFromCamera: true })')
  await page.getByLabel('内容').fill('6901234567892')
  await press('确定')
  expect(await second()).toMatchObject({ result: '6901234567892', scanType: 'EAN_13' })
})

it('scans a code of the mini-program itself', async () => {
  const answer = await begin('scanCode()')
  await page.getByLabel('内容').fill('pages/b?scene=7')
  await page.getByLabel('码型').fill('WX_CODE')
  await press('确定')
  expect(await answer()).toMatchObject({ result: '', scanType: 'WX_CODE', path: 'pages/b?scene=7' })
})

it('fails when nothing is scanned, or what was not asked for', async () => {
  const call = 'scanCode',
    options = '{ success() {}, fail: (error) => (globalThis.failed = error.errMsg) }'
  await opened.read(`void logicLayer.wx.${call}(${options})`)
  await press('取消')
  await expect.poll(() => opened.read('failed')).toBe('scanCode:fail cancel')
  const other = await begin('scanCode({ scanType: ["qrCode"] })')
  await page.getByLabel('码型').fill('EAN_13')
  await press('确定')
  expect(await other()).toEqual({
    errMsg: 'scanCode:fail scanType "EAN_13" is not among those asked for',
  })
})

it('chooses an address, which can be changed', async () => {
  const first = await begin('chooseAddress()')
  await page.getByRole('dialog', { name: '收货地址' }).getByLabel('详细地址').fill('1 号')
  await press('确定')
  expect(await first()).toEqual({
    errMsg: 'chooseAddress:ok',
    userName: '爱丽丝',
    telNumber: '020-81167888',
    provinceName: '广东省',
    cityName: '广州市',
    countyName: '海珠区',
    streetName: '南洲街道',
    detailInfo: '1 号',
    detailInfoNew: '南洲街道1 号',
    postalCode: '510000',
    nationalCode: '440105',
  })
  const second = await begin('chooseAddress()')
  await press('取消')
  expect(await second()).toEqual({ errMsg: 'chooseAddress:fail cancel' })
})

it('chooses the title of an invoice', async () => {
  const first = await begin('chooseInvoiceTitle()')
  await page.getByRole('dialog', { name: '发票抬头' }).getByLabel('抬头').fill('小爱')
  await press('确定')
  expect(await first()).toMatchObject({
    errMsg: 'chooseInvoiceTitle:ok',
    type: '0',
    title: '小爱',
    taxNumber: expect.any(String),
    companyAddress: expect.any(String),
    telephone: expect.any(String),
    bankName: expect.any(String),
    bankAccount: expect.any(String),
  })
  const second = await begin('chooseInvoiceTitle()')
  await press('取消')
  expect(await second()).toEqual({ errMsg: 'chooseInvoiceTitle:fail cancel' })
})

it('says roughly where the phone is, if the person allows it', async () => {
  const first = await begin('getFuzzyLocation()')
  await press('允许')
  await page.getByLabel('纬度').fill('23.09994')
  await page.getByLabel('经度').fill('113.32452')
  await press('确定')
  expect(await first()).toEqual({ errMsg: 'getFuzzyLocation:ok', latitude: 23.1, longitude: 113.32 })
  await opened.read('localStorage.clear()')
  const second = await begin('getFuzzyLocation()')
  await press('不允许')
  expect(await second()).toEqual({ errMsg: 'getFuzzyLocation:fail auth deny', errno: 103 })
})

it('takes the money of a merchant', async () => {
  const call = `requestMerchantTransfer({ mchId: '1900000109', appId: 'wx1', package: 'pkg' })`
  const first = await begin(call)
  await page.getByText('商户号 1900000109').waitFor()
  await press('确认收款')
  expect(await first()).toEqual({ errMsg: 'requestMerchantTransfer:ok' })
  const second = await begin(call)
  await press('取消')
  expect(await second()).toEqual({ errMsg: 'requestMerchantTransfer:fail cancel' })
  expect(await opened.wx('requestMerchantTransfer', { mchId: '1' })).toEqual({
    errMsg:
      'requestMerchantTransfer:fail parameter error: parameter.package should be String instead of Undefined;',
  })
})

it('asks before another mini-program opens', async () => {
  const first = await begin(`navigateToMiniProgram({ appId: 'wx2', path: 'pages/x' })`)
  await page.getByRole('dialog', { name: '打开小程序' }).getByText('wx2').waitFor()
  await press('允许')
  expect(await first()).toEqual({ errMsg: 'navigateToMiniProgram:ok' })
  const second = await begin(`navigateToMiniProgram({ appId: 'wx2' })`)
  await press('取消')
  expect(await second()).toEqual({ errMsg: 'navigateToMiniProgram:fail cancel' })
  expect(await opened.wx('navigateToMiniProgram')).toEqual({
    errMsg:
      'navigateToMiniProgram:fail parameter error: parameter.appId should be String instead of Undefined;',
  })
})

it('is left by a call', async () => {
  expect(await opened.read('logicLayer.wx.exitMiniProgram()')).toEqual({ errMsg: 'exitMiniProgram:ok' })
  await page.getByRole('button', { name: '重新进入小程序' }).click()
  await opened.read(`void Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } })`)
  expect(await opened.wx('exitMiniProgram')).toEqual({
    errMsg: 'exitMiniProgram:fail can only be invoked by user TAP gesture.',
  })
})

it('shows that a chat with the customer service would open', async () => {
  const answer = await begin(
    `openCustomerServiceChat({ corpId: 'ww1', extInfo: { url: 'https://work.weixin.qq.com/kfid/1' } })`,
  )
  await page
    .getByRole('alertdialog', { name: '微信客服' })
    .getByText('https://work.weixin.qq.com/kfid/1')
    .waitFor()
  await press('确定')
  expect(await answer()).toEqual({ errMsg: 'openCustomerServiceChat:ok' })
  expect(await opened.wx('openCustomerServiceChat', { corpId: 'ww1' })).toEqual({
    errMsg:
      'openCustomerServiceChat:fail parameter error: parameter.url should be String instead of Undefined;',
  })
})

it('knows of no chat that it was opened from', async () => {
  expect(await opened.wx('getShareInfo', { shareTicket: 'x' })).toEqual({
    errMsg: 'getShareInfo:fail invalid shareTicket "x"',
  })
  expect(await opened.wx('getGroupEnterInfo')).toEqual({ errMsg: 'getGroupEnterInfo:fail not in a group' })
  expect(await opened.wx('showShareMenu')).toEqual({ errMsg: 'showShareMenu:ok' })
  await opened.wx('showShareMenu', { withShareTicket: true })
  expect(opened.errors.splice(0)).toEqual([
    'wx.showShareMenu: withShareTicket is not emulated by the simulator yet',
  ])
})

it('asks before a page is left backwards', async () => {
  await opened.wx('navigateTo', { url: '/pages/b' })
  expect(await opened.wx('enableAlertBeforeUnload', { message: '还没有保存' })).toEqual({
    errMsg: 'enableAlertBeforeUnload:ok',
  })
  await opened.wx('navigateBack')
  await page.getByRole('alertdialog', { name: '还没有保存' }).waitFor()
  await press('取消')
  await page.getByText('back by navigator').click()
  await press('取消')
  expect(await opened.routes()).toEqual(['pages/a', 'pages/b'])
  await press('返回')
  await press('确定')
  await expect.poll(() => opened.routes()).toEqual(['pages/a'])
})

it('asks no longer when it was told so, and needs words', async () => {
  await opened.wx('navigateTo', { url: '/pages/b' })
  await opened.wx('enableAlertBeforeUnload', { message: 'first' })
  await opened.wx('enableAlertBeforeUnload', { message: 'second' })
  await opened.wx('navigateBack')
  await page.getByRole('alertdialog', { name: 'second' }).waitFor()
  await press('取消')
  expect(await opened.wx('disableAlertBeforeUnload')).toEqual({ errMsg: 'disableAlertBeforeUnload:ok' })
  await opened.wx('navigateBack')
  expect(await opened.routes()).toEqual(['pages/a'])
  expect(await opened.wx('enableAlertBeforeUnload')).toEqual({
    errMsg:
      'enableAlertBeforeUnload:fail parameter error: parameter.message should be String instead of Undefined;',
  })
})
