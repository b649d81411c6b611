import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html (2026-11) */

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const page = (index: number) => `Page({ onShow() {
  if (typeof this.getTabBar === 'function' && this.getTabBar()) this.getTabBar().setData({ selected: ${index} })
} })`

const project = () =>
  fixtureProject({
    'app.json': JSON.stringify({
      pages: ['pages/a', 'pages/b', 'pages/plain'],
      usingComponents: { 'x-part': '/parts/part' },
      tabBar: {
        custom: true,
        list: [
          { pagePath: 'pages/a', text: 'A' },
          { pagePath: 'pages/b', text: 'B' },
        ],
      },
    }),
    'app.js': 'App({ log: [] })',
    'pages/a.js': page(0),
    'pages/a.wxml': '<view>page a</view><x-part/>',
    'pages/b.js': page(1),
    'pages/b.wxml': '<view>page b</view>',
    'pages/plain.js': page(2),
    'pages/plain.wxml': '<view>plain</view>',
    'parts/part.json': '{ "component": true }',
    'parts/part.js': `Component({ lifetimes: { attached() {
      const bar = this.getTabBar()
      getApp().log.push('part ' + bar.data.name + ' ' + (bar.getPageId() === this.getPageId()) + ' ' + (bar.getTabBar() === bar))
    } } })`,
    'parts/part.wxml': '',
    'custom-tab-bar/index.json': '{ "component": true }',
    'custom-tab-bar/index.js': `Component({
      data: { name: 'mine', selected: -1, list: ['/pages/a', '/pages/b'] },
      lifetimes: { attached() { getApp().log.push('bar') } },
      pageLifetimes: { show() { getApp().log.push('bar.show') } },
      methods: { go({ currentTarget }) { wx.switchTab({ url: currentTarget.dataset.url }) } },
    })`,
    'custom-tab-bar/index.wxml':
      '<cover-view class="bar"><cover-view wx:for="{{list}}" wx:key="*this" data-url="{{item}}" bind:tap="go">{{selected === index ? "in" : "to"}} {{item}}</cover-view></cover-view>',
    'custom-tab-bar/index.wxss': '.bar { position: fixed; bottom: 0; left: 0; width: 100%; height: 48px }',
  })

it('each tab page has a bar of its own in the place of the built-in one', async () => {
  opened = await openProject(browser, project())
  const log = () => opened.read('logicLayer.getApp().log.splice(0)')
  expect(await log()).toEqual(['part mine true true', 'bar', 'bar.show'])
  expect(await opened.page.getByRole('tablist').count()).toBe(0)
  await opened.page.getByText('in /pages/a').waitFor()
  const bar = await opened.page.locator('wx-page:not([hidden]) wx-cover-view').first().boundingBox()
  expect([bar?.width, bar?.height, (bar?.y ?? 0) + 48]).toEqual([390, 48, 760])
  await opened.page.getByText('to /pages/b').click()
  await opened.page.getByText('page b').waitFor()
  await opened.page.getByText('in /pages/b').waitFor()
  expect(await log()).toEqual(['bar', 'bar.show'])
  await opened.page.getByText('to /pages/a').click()
  await opened.page.getByText('in /pages/a').waitFor()
  expect(await log()).toEqual(['bar.show'])
  await opened.wx('navigateTo', { url: '/pages/plain' })
  expect(await opened.read('logicLayer.getCurrentPages()[1].getTabBar()')).toBeNull()
  expect(await opened.read(`document.querySelectorAll('wx-page:not([hidden]) wx-cover-view').length`)).toBe(0)
})

it('the calls for the look of the built-in bar fail', async () => {
  opened = await openProject(browser, project())
  const calls = {
    setTabBarBadge: { index: 0, text: '1' },
    removeTabBarBadge: { index: 0 },
    showTabBarRedDot: { index: 0 },
    hideTabBarRedDot: { index: 0 },
    setTabBarItem: { index: 0, text: 'x' },
    setTabBarStyle: { color: '#000000' },
    showTabBar: {},
    hideTabBar: {},
  }
  for (const [name, options] of Object.entries(calls)) {
    expect(await opened.wx(name, options)).toMatchObject({
      errMsg: `${name}:fail not supported with a custom tabBar`,
    })
  }
})
