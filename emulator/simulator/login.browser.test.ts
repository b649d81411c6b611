import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import type { TestWorld } from '../testkit/createWorld.ts'
import { createWorld } from '../testkit/index.ts'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

/** Login and open data in a page of the simulator, with the local cloud behind it. */

const PAGE = `
Page({
  data: { said: '', avatar: '' },
  say(words) { this.setData({ said: words.join(' ') }) },
  callback() { wx.login({ success: ({ code, errMsg }) => this.say(['callback', code.length, errMsg]) }) },
  async promise() {
    const { code, errMsg } = await wx.login()
    await wx.checkSession()
    this.say(['promise', code.length, errMsg])
  },
  check() { wx.checkSession({ fail: ({ errMsg }) => this.say([errMsg]) }) },
  async info() {
    const { userInfo, encryptedData, cloudID, errMsg } = await wx.getUserInfo()
    this.say([errMsg, userInfo.nickName, typeof encryptedData, typeof cloudID])
  },
  profile() {
    wx.getUserProfile({
      desc: '会员资料',
      success: ({ errMsg, encryptedData }) => this.say([errMsg, typeof encryptedData]),
      fail: ({ errMsg }) => this.say([errMsg]),
    })
  },
  number({ detail }) { this.say([detail.errMsg, typeof detail.code, typeof detail.encryptedData, typeof detail.cloudID]) },
  avatar({ detail }) { this.setData({ avatar: detail.avatarUrl }) },
  reviewed({ detail }) { this.say(['reviewed', detail.pass]) },
})
`
const WXML = `
<view id="said">{{said}}</view>
<button bind:tap="callback">callback</button>
<button bind:tap="promise">promise</button>
<button bind:tap="check">check</button>
<button bind:tap="info">info</button>
<button bind:tap="profile">profile</button>
<button open-type="getPhoneNumber" bindgetphonenumber="number">number</button>
<button open-type="chooseAvatar" bind:chooseavatar="avatar">avatar</button>
<image wx:if="{{avatar}}" id="avatar" src="{{avatar}}"/>
<input type="nickname" aria-label="nickname" bind:nicknamereview="reviewed"/>
`

let browser: Browser
let world: TestWorld
let project: FixtureProject

beforeAll(async () => {
  project = fixtureProject({ 'pages/a.js': PAGE, 'pages/a.wxml': WXML })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice', { id: 'mute' }],
      apps: [{ alias: 'shop' }],
      functions: project.root,
      miniprogramRoot: project.root,
    }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
})

const open = async (person = 'alice') => {
  const page = await browser.newPage({ viewport: { width: 390, height: 760 } })
  const errors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${world.url}/simulator/?person=${person}&app=shop`)
  return { page, errors }
}
const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const says = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor()

it('logs in by callback and by promise', async () => {
  const { page, errors } = await open()
  await tap(page, 'check')
  await says(page, 'checkSession:fail session time out, please relogin')
  await tap(page, 'callback')
  // A code of wx.login has 32 characters.
  await says(page, 'callback 32 login:ok')
  await tap(page, 'promise')
  await says(page, 'promise 32 login:ok')
  expect(errors).toEqual([])
  await page.close()
})

it('gets open data, a profile after consent only', async () => {
  const { page, errors } = await open()
  await tap(page, 'callback')
  await says(page, 'callback 32 login:ok')
  await tap(page, 'info')
  await says(page, 'getUserInfo:ok 微信用户 string string')
  await tap(page, 'profile')
  await tap(page, '不允许')
  await says(page, 'getUserProfile:fail auth deny')
  await tap(page, 'profile')
  await tap(page, '允许')
  await says(page, 'getUserProfile:ok string')
  expect(errors).toEqual([])
  await page.close()
})

it('gives a phone number after consent, and none of somebody who has none', async () => {
  const { page, errors } = await open()
  await tap(page, 'number')
  await tap(page, '不允许')
  await says(page, 'getPhoneNumber:fail user deny undefined undefined undefined')
  await tap(page, 'number')
  await tap(page, '允许')
  await says(page, 'getPhoneNumber:ok string string string')
  const { page: mute } = await open('mute')
  await tap(mute, 'number')
  await says(mute, 'getPhoneNumber:fail no phone number is bound undefined undefined undefined')
  expect(errors).toEqual([])
  await Promise.all([page.close(), mute.close()])
})

it('fills in an avatar and a nickname', async () => {
  const { page, errors } = await open()
  await tap(page, 'avatar')
  await tap(page, '允许')
  await page.locator('[id$="--avatar"] img').waitFor()
  expect(await page.locator('[id$="--avatar"] img').getAttribute('src')).toMatch(/^blob:/)
  const field = page.getByLabel('nickname')
  expect(await field.evaluate((element) => element.getAttribute('list'))).toBe('wx-nickname')
  expect(await page.locator('#wx-nickname option').getAttribute('value')).toBe('alice')
  await field.fill('Alice')
  await field.blur()
  await says(page, 'reviewed true')
  expect(errors).toEqual([])
  await page.close()
})
