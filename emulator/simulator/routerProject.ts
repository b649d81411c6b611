import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

const APP = `
App({
  order: [],
  faults: [],
  onLaunch({ path, query, scene }) { this.order.push('launch', path, JSON.stringify(query), String(scene)) },
  onShow({ path }) { this.order.push('app.show') },
  onHide() { this.order.push('app.hide') },
  onError(text) { this.faults.push(text.split('\\n')[0]) },
  onUnhandledRejection({ reason }) { this.faults.push('rejected ' + reason.errMsg) },
  onPageNotFound({ path, query }) {
    this.order.push('notFound ' + path + ' ' + query.id)
    wx.redirectTo({ url: '/pages/plain?from=' + path })
  },
  onThemeChange({ theme }) { this.order.push(theme) },
})
`

/** A page that writes each of its lifecycle calls into the order of the app; `extra` are further members. */
const telling = (name: string, extra = ''): string => `
const app = getApp()
Page({
  data: { query: '' },
  onLoad(query) { app.order.push('${name}.load'); this.setData({ query: JSON.stringify(query) }) },
  onShow() { app.order.push('${name}.show') },
  onReady() { app.order.push('${name}.ready') },
  onHide() { app.order.push('${name}.hide') },
  onUnload() { app.order.push('${name}.unload') },
  ${extra}
})
`

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'

/** Two tab pages, two others, a subpackage, and a page for each thing that a window can do. */
export function routerProject(): FixtureProject {
  return fixtureProject({
    'app.json': JSON.stringify({
      pages: ['pages/a', 'pages/b', 'pages/plain', 'pages/long', 'pages/custom'],
      subpackages: [{ root: 'more', name: 'more', pages: ['c'], independent: true }],
      preloadRule: { 'pages/a': { network: 'all', packages: ['more'] } },
      window: { navigationBarTitleText: 'Router', navigationBarBackgroundColor: '@bar' },
      darkmode: true,
      tabBar: {
        color: '#112233',
        selectedColor: '#445566',
        backgroundColor: '@tabs',
        borderStyle: 'white',
        list: [
          { pagePath: 'pages/a', text: '首页', iconPath: 'icons/off.svg', selectedIconPath: 'icons/on.svg' },
          { pagePath: 'pages/b', text: '我的', iconPath: '/icons/off.svg', selectedIconPath: 'icons/on.svg' },
        ],
      },
    }),
    'theme.json':
      '{ "light": { "bar": "#ffffff", "tabs": "#eeeeee" }, "dark": { "bar": "#111111", "tabs": "#222222" } }',
    'icons/on.svg': ICON,
    'icons/off.svg': ICON,
    'app.js': APP,
    'pages/a.js': telling('a', `onTabItemTap(item) { app.order.push('a.tab ' + JSON.stringify(item)) },`),
    'pages/a.wxml': '<view>page a</view>',
    'pages/b.js': telling('b', `onTabItemTap({ index }) { app.order.push('b.tab ' + index) },`),
    'pages/b.wxml': '<view>page b</view>',
    'pages/plain.js': telling(
      'plain',
      `onShareAppMessage({ from }) {
        return { title: 'shared by ' + from, imageUrl: '/icons/on.svg', promise: Promise.resolve({ path: '/pages/plain?id=9' }) }
      },
      fails() { throw new Error('deliberately') },
      rejects() { wx.navigateTo({ url: '/pages/none' }) },`,
    ),
    'pages/plain.wxml':
      '<view>plain {{query}}</view><button bind:tap="fails">fails</button><button bind:tap="rejects">rejects</button>',
    'pages/long.js': telling(
      'long',
      `onPullDownRefresh() { app.order.push('long.pull') },
      onReachBottom() { app.order.push('long.bottom') },
      onPageScroll({ scrollTop }) { this.scrolled = scrollTop },`,
    ),
    'pages/long.json':
      '{ "enablePullDownRefresh": true, "onReachBottomDistance": 80, "navigationBarTitleText": "Long", "backgroundColor": "#abcdef" }',
    'pages/long.wxml': '<view style="height: 2000px">long</view><view id="end" class="end">the end</view>',
    'pages/custom.js': telling('custom'),
    'pages/custom.json': '{ "navigationStyle": "custom" }',
    'pages/custom.wxml': '<view id="top">custom</view>',
    'more/c.js': telling('c'),
    'more/c.wxml': '<view>sub c {{query}}</view>',
  })
}
