import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** `open-type` on developers.weixin.qq.com/miniprogram/dev/component/button.html (2026-11) */

let browser: Browser
let opened: OpenedBuiltins
let errors: readonly string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual(errors)
  errors = []
})

const start = async (wxml: string, page = '') => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page))
}
const button = (name: string) => opened.page.getByRole('button', { name, exact: true })

it('agrees to the privacy rules, alone and together with another ability', async () => {
  await start(
    `<button id="p" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="log">agree</button>
    <button id="b" open-type="getRealtimePhoneNumber|agreePrivacyAuthorization" bind:getrealtimephonenumber="log"
      bind:agreeprivacyauthorization="log">both</button>`,
  )
  const agreed = { errMsg: 'agreePrivacyAuthorization:ok' }
  await button('agree').click()
  expect(await opened.told()).toEqual([['p', 'agreeprivacyauthorization', agreed]])
  await opened.page.route('**/__cloud/wx/getPhoneNumber', (route) =>
    route.fulfill({ json: { errMsg: 'getPhoneNumber:ok', code: 'code-1' } }),
  )
  await button('both').click()
  await button('允许').click()
  await expect.poll(opened.told).toEqual([
    ['b', 'agreeprivacyauthorization', agreed],
    ['b', 'getrealtimephonenumber', { errMsg: 'getRealtimePhoneNumber:ok', code: 'code-1' }],
  ])
})

it('says that a real-time number was refused, by the person or by WeChat', async () => {
  await start(
    '<button id="b" open-type="getRealtimePhoneNumber" bind:getrealtimephonenumber="log">number</button>',
  )
  let errMsg = 'getPhoneNumber:ok'
  await opened.page.route('**/__cloud/wx/getPhoneNumber', (route) =>
    route.fulfill({ json: { errMsg, code: 'c' } }),
  )
  await button('number').click()
  await button('不允许').click()
  const told = (message: string) => [['b', 'getrealtimephonenumber', { errMsg: message }]]
  await expect.poll(opened.told).toEqual(told('getRealtimePhoneNumber:fail user deny'))
  errMsg = 'getPhoneNumber:fail no phone number is bound'
  await button('number').click()
  await expect.poll(opened.told).toEqual(told('getRealtimePhoneNumber:fail no phone number is bound'))
})

it('shares what the page gives, cannot open an app, and names what is not emulated', async () => {
  await start(
    `<button id="s" data-own="{{5}}" style="margin: 3px 7px" open-type="share">share</button><button id="l" open-type="launchApp" bind:error="log">launch</button>
    <button open-type="contact">contact</button><button open-type="feedback">feedback</button>
    <button open-type="openSetting">settings</button>`,
    `onShareAppMessage(given) { const { from } = given; getApp().log.push(given); return { title: 'shared by ' + from, path: '/pages/a?n=1' } },`,
  )
  await button('share').click()
  await opened.page.getByText('shared by button').waitFor()
  expect(await opened.told()).toEqual([
    { from: 'button', target: { id: 's', dataset: { own: 5 }, offsetLeft: 7, offsetTop: 3 } },
  ])
  await button('取消').click()
  await button('launch').click()
  await expect.poll(opened.told).toEqual([['l', 'error', { errMsg: 'launchApp:fail invalid scene' }]])
  for (const name of ['contact', 'feedback', 'settings']) await button(name).click()
  errors = ['contact', 'feedback', 'openSetting'].map(
    (openType) => `<button open-type="${openType}"> is not emulated by the simulator yet`,
  )
  expect(opened.errors).toEqual(errors)
})

it('is pressed by nothing while it is disabled', async () => {
  await start(
    `<button disabled="{{off}}" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="log">off</button>`,
    'data: { off: true }',
  )
  await button('off').click({ force: true })
  await button('off').press('Enter')
  expect(await opened.told()).toEqual([])
  expect([
    await button('off').getAttribute('aria-disabled'),
    await button('off').getAttribute('tabindex'),
  ]).toEqual(['true', '-1'])
  await opened.set({ off: false })
  await button('off').press('Enter')
  await expect.poll(async () => (await opened.told()).length).toBe(1)
})
