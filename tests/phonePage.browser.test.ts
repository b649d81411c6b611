import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FixtureProject, fixtureProject } from '../emulator/simulator/fixtureProject.ts'
import { launchBrowser } from '../emulator/testkit/browser.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld, openPhone } from '../emulator/testkit/index.ts'

/** The words in which tests of a mini-program tell their story, on a project that has nothing of this one. */

let browser: Browser
let world: TestWorld
let project: FixtureProject
/** No function is in it. */
const folder = mkdtempSync(join(tmpdir(), 'oneid-phone-'))
beforeAll(async () => {
  project = fixtureProject({
    'app.json': '{ "pages": ["pages/a", "pages/b"] }',
    'pages/a.wxml': `
      <view>购买</view>
      <button bindtap="buy">购买</button>
      <input aria-label="昵称" bindinput="name" /><text>你好，{{name}}</text>
      <picker range="{{['红', '绿']}}" bindchange="colour"><view>选颜色</view></picker><text>颜色 {{colour}}</text>
      <navigator url="/pages/b">下一页</navigator>
      <button bindtap="fail">出错</button>
      <text wx:if="{{busy}}">请稍候</text>`,
    'pages/a.js': `Page({
      data: { name: '', colour: '', busy: true },
      onReady() { setTimeout(() => this.setData({ busy: false }), 50) },
      buy() { wx.showModal({ title: '付款', content: '19 元', success: ({ confirm }) =>
        wx.showToast({ title: confirm ? '已支付' : '已取消', icon: 'none', duration: 5000 }) }) },
      name({ detail }) { this.setData({ name: detail.value }) },
      colour({ detail }) { this.setData({ colour: detail.value }) },
      fail() { console.error('something broke') },
    })`,
    'pages/b.wxml': '<view>第二页</view>',
    'pages/b.js': 'Page({})',
  })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      functions: folder,
      miniprogramRoot: project.root,
    }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
  rmSync(folder, { recursive: true })
})

it('a story is told in words', async () => {
  const phone = await openPhone(world, { browser, person: 'alice', app: 'shop' })
  await phone.expectNoText('请稍候')
  await phone.tap('购买')
  await phone.expectText('19 元')
  await phone.answer('确定')
  await phone.expectText('已支付')
  await phone.type('昵称', '小爱')
  await phone.expectText('你好，小爱')
  await phone.choose('选颜色', '绿')
  await phone.expectText('颜色 1')
  await phone.tap('下一页')
  await phone.expectText('第二页')
  expect(await phone.route()).toBe('pages/b')
  expect(await phone.text()).toBe('第二页')
  await phone.back()
  await phone.expectText('你好，小爱')
  await phone.close()
})

it('what is not there is named, with the page and what it says', async () => {
  const phone = await openPhone(world, {
    browser,
    person: 'alice',
    app: 'shop',
    launch: 'pages/b',
    patience: 200,
  })
  const said = async (work: Promise<unknown>) => work.then(String, ({ message }: Error) => message)
  expect(await said(phone.tap('购买'))).toMatch(
    /^alice finds no "购买" to tap on pages\/b \(.*\)\. The page says: 第二页$/,
  )
  expect(await said(phone.expectText('已支付'))).toMatch(/^alice finds no words "已支付" on pages\/b/)
  expect(await said(phone.expectNoText('第二页'))).toMatch(/^alice finds no page without "第二页"/)
  expect(await said(phone.type('昵称', 'x'))).toMatch(/^alice finds no field "昵称"/)
  await phone.close()
})

it('a console that complains fails the story at its end, unless it was asked', async () => {
  const phone = await openPhone(world, { browser, person: 'alice', app: 'shop' })
  await phone.tap('出错')
  await expect.poll(phone.errors).toEqual(['something broke'])
  await phone.tap('出错')
  await phone.expectText('出错')
  await expect(phone.close()).rejects.toThrow("the console of alice's phone says: something broke")
})

it('a phone without a browser starts its own, and ends it; a picture is taken of it', async () => {
  // These tests share one otherwise.
  vi.stubEnv('ONEID_SHARED_BROWSER', '')
  const phone = await openPhone(world, { person: 'alice', app: 'shop', dark: true })
  await phone.expectText('购买')
  await phone.screenshot(join(folder, 'phone.png'))
  expect(statSync(join(folder, 'phone.png')).size).toBeGreaterThan(1000)
  const used = phone.page.context().browser()
  await phone.close()
  expect(used?.isConnected()).toBe(false)
  vi.unstubAllEnvs()
})
