import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// The flow, errno 104 and the ten seconds: page user-privacy/PrivacyAuthorize, 2026-11.

const REFUSED = 'privacy permission is not authorized'

let browser: Browser
let opened: OpenedPage | undefined
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(() => opened?.close())

const start = async (app = '', checked = true): Promise<OpenedPage> => {
  const project = fixtureProject({
    'app.json': JSON.stringify({ pages: ['pages/a'], __usePrivacyCheck__: checked }),
    'app.js': `App({ onLaunch() { ${app} } })`,
    'pages/a.wxml': `
      <button id="agree-button" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="agreed">好的</button>
      <button open-type="getPhoneNumber|agreePrivacyAuthorization" bindgetphonenumber="told">两样</button>
      <button open-type="getPhoneNumber" bindgetphonenumber="told">手机号</button>
      <button open-type="chooseAvatar" bindchooseavatar="told">头像</button>
      <text>{{said}}</text>`,
    'pages/a.js': `Page({
      data: { said: '' },
      agreed() { const { answer } = getApp(); if (answer) answer({ event: 'agree', buttonId: 'agree-button' }) },
      told({ detail }) { this.setData({ said: detail.errMsg + ' ' + detail.errno }) },
    })`,
  })
  opened = await openProject(browser, project, '', { permissions: ['clipboard-read', 'clipboard-write'] })
  return opened
}
const setting = async ({ wx }: OpenedPage) => (await wx('getPrivacySetting'))['needAuthorization']
const press = ({ page }: OpenedPage, name: string) => page.getByRole('button', { name, exact: true }).click()

it('is asked of nobody in an app that does not check', async () => {
  const phone = await start('', false)
  expect(await phone.wx('getPrivacySetting')).toEqual({
    errMsg: 'getPrivacySetting:ok',
    needAuthorization: false,
    privacyContractName: '《shop小程序隐私保护指引》',
  })
  expect(await phone.wx('setClipboardData', { data: 'x' })).toEqual({ errMsg: 'setClipboardData:ok' })
})

it('is asked by WeChat where the app has no sheet of its own, once for each person and app', async () => {
  const phone = await start()
  const copied = phone.wx('setClipboardData', { data: 'x' })
  await phone.page.getByText('使用前请阅读并同意《shop小程序隐私保护指引》').waitFor()
  await press(phone, '同意')
  expect(await copied).toEqual({ errMsg: 'setClipboardData:ok' })
  expect(await setting(phone)).toBe(false)
  await phone.page.reload()
  await phone.page.locator('wx-page').waitFor()
  expect(await setting(phone)).toBe(false)
  await phone.page.goto(`${phone.page.url()}?app=club`)
  await phone.page.locator('wx-page').waitFor()
  expect(await setting(phone)).toBe(true)
})

it('refused, it keeps data back, and nobody is asked again for ten seconds', async () => {
  const phone = await start()
  await phone.page.clock.install()
  await phone.page.reload()
  await phone.page.locator('wx-page').waitFor()
  await press(phone, '手机号')
  await press(phone, '拒绝')
  await phone.page.getByText(`getPhoneNumber:fail ${REFUSED} 104`).waitFor()
  expect(await phone.wx('setClipboardData', { data: 'x' })).toMatchObject({
    errMsg: `setClipboardData:fail ${REFUSED}`,
    errno: 104,
  })
  await press(phone, '头像')
  await phone.page.clock.fastForward(10_000)
  const asked = phone.wx('requirePrivacyAuthorize')
  await press(phone, '同意')
  expect(await asked).toEqual({ errMsg: 'requirePrivacyAuthorize:ok' })
})

const OWN_SHEET = `wx.onNeedPrivacyAuthorization((resolve, { referrer }) => {
  this.referrer = referrer; this.answer = resolve; resolve({ event: 'exposureAuthorization' }) })`

it('is asked by the app itself, and given by a tap on its button', async () => {
  const phone = await start(OWN_SHEET)
  const copied = phone.wx('setClipboardData', { data: 'x' })
  await expect.poll(() => phone.read('logicLayer.getApp().referrer')).toBe('setClipboardData')
  await press(phone, '好的')
  expect(await copied).toEqual({ errMsg: 'setClipboardData:ok' })
  expect(await setting(phone)).toBe(false)
})

it.each([
  ['disagree', ''],
  ['agree', '"agree" counts only after a tap'],
])('without that tap %s is a refusal', async (event, complaint) => {
  const phone = await start(OWN_SHEET)
  const asked = phone.wx('requirePrivacyAuthorize')
  await expect.poll(() => phone.read('logicLayer.getApp().referrer')).toBe('requirePrivacyAuthorize')
  await phone.read(`logicLayer.getApp().answer({ event: '${event}', buttonId: 'agree-button' })`)
  expect(await asked).toMatchObject({ errMsg: `requirePrivacyAuthorize:fail ${REFUSED}`, errno: 104 })
  expect(phone.errors.join()).toContain(complaint)
  expect(phone.errors).toHaveLength(complaint === '' ? 0 : 1)
  expect(await setting(phone)).toBe(true)
})

it('one tap agrees and gets the data', async () => {
  const phone = await start()
  await phone.page.route('**/__cloud/wx/getPhoneNumber', (route) =>
    route.fulfill({ json: { errMsg: 'getPhoneNumber:ok', code: 'code-1' } }),
  )
  await press(phone, '两样')
  await press(phone, '允许')
  await phone.page.getByText('getPhoneNumber:ok').waitFor()
  expect(await setting(phone)).toBe(false)
})

it('the guideline opens, and is closed again', async () => {
  const phone = await start()
  const read = phone.wx('openPrivacyContract')
  await press(phone, '确定')
  expect(await read).toEqual({ errMsg: 'openPrivacyContract:ok' })
})
