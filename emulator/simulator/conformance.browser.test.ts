import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** Lifecycles, setData and events as the developer documents have them (developers.weixin.qq.com/miniprogram/dev, 2026-11). */

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

const APP = `App({ log: [] })`
const start = async (files: Readonly<Record<string, string>>) => {
  opened = await openProject(browser, fixtureProject({ 'app.js': APP, ...files }))
}
/** What was logged since the last call. */
const log = async (): Promise<string[]> => {
  const logged = await opened.read('logicLayer.getApp().log.splice(0)')
  return Array.isArray(logged) ? logged.map(String) : []
}
const tap = (text: string) => opened.page.getByText(text, { exact: true }).click()
const content = (id: string) => opened.page.locator(`[id$="--${id}"]`).textContent()

const TOLD = `
const { log } = getApp()
Component({
  properties: { name: String },
  lifetimes: {
    created() { log.push('created') },
    attached() { log.push(this.data.name + '.attached') },
    ready() { log.push(this.data.name + '.ready') },
    moved() { log.push(this.data.name + '.moved') },
    detached() { log.push(this.data.name + '.detached') },
  },
  pageLifetimes: {
    show() { log.push(this.data.name + '.show') },
    hide() { log.push(this.data.name + '.hide') },
    resize({ windowWidth }) { log.push(this.data.name + '.resize ' + windowWidth) },
  },
})
`

it('calls the lifetimes of page and components in their order', async () => {
  const page = (name: string, more = '') => `
    const { log } = getApp()
    Page({
      data: { list: ['x', 'y'], shown: false },
      onLoad() { log.push('${name}.load') }, onShow() { log.push('${name}.show') }, onReady() { log.push('${name}.ready') },
      onHide() { log.push('${name}.hide') }, onUnload() { log.push('${name}.unload') },
      onResize({ size, deviceOrientation }) { log.push('${name}.resize ' + size.windowWidth + ' ' + deviceOrientation) },
      turn() { this.setData({ list: ['y', 'x'] }) },
      flip() { this.setData({ shown: !this.data.shown }) },
      ${more}
    })`
  await start({
    'app.json': '{ "pages": ["pages/a", "pages/b"], "usingComponents": { "x-told": "/parts/told" } }',
    'parts/told.json': '{ "component": true }',
    'parts/told.js': TOLD,
    'parts/told.wxml': '<slot/>',
    'pages/a.json': '{ "pageOrientation": "auto" }',
    'pages/a.js': page('a'),
    'pages/a.wxml': `<x-told wx:for="{{list}}" wx:key="*this" name="{{item}}"/>
      <x-told wx:if="{{shown}}" name="late"/><view bind:tap="turn">turn</view><view bind:tap="flip">flip</view>`,
    'pages/b.js': page('b'),
    'pages/b.wxml': '<x-told name="outer"><x-told name="inner"/></x-told>',
  })
  expect(await log()).toEqual(
    'created created x.attached y.attached a.load x.show y.show a.show x.ready y.ready a.ready'.split(' '),
  )
  await tap('turn')
  expect(await log()).toEqual(['y.moved'])
  await tap('flip')
  expect(await log()).toEqual(['created', 'late.attached', 'late.ready'])
  await tap('flip')
  expect(await log()).toEqual(['late.detached'])
  await opened.page.setViewportSize({ width: 400, height: 300 })
  await expect.poll(() => log()).toEqual(['y.resize 400', 'x.resize 400', 'a.resize 400 landscape'])
  await opened.wx('navigateTo', { url: 'b' })
  expect(await log()).toEqual(
    (
      'y.hide x.hide a.hide created created outer.attached inner.attached b.load ' +
      'outer.show inner.show b.show outer.ready inner.ready b.ready'
    ).split(' '),
  )
  await opened.wx('navigateBack')
  expect(await log()).toEqual('b.unload inner.detached outer.detached y.show x.show a.show'.split(' '))
})

it('sets data by path, tells when it is drawn, and leaves other pages alone', async () => {
  await start({
    'app.json': '{ "pages": ["pages/a", "pages/b"] }',
    'pages/a.js': `Page({
      data: { a: { b: [{ c: 1 }, { c: 2 }] }, list: ['x'], n: 0 },
      set() {
        this.setData({ 'a.b[1].c': 20, 'list[2]': 'z', 'a.d.e': 'made' }, () => {
          getApp().log.push('drawn ' + this.data.a.b[1].c)
          this.setData({ n: this.data.n + 1 }, () => getApp().log.push('nested ' + this.data.n))
        })
        getApp().log.push('data ' + this.data.a.b[1].c)
      },
    })`,
    'pages/a.wxml': `<view bind:tap="set">set</view>
      <view id="shown">{{a.b[0].c}} {{a.b[1].c}} {{a.d.e}} {{list.length}} {{n}}</view>`,
    'pages/b.js': `Page({ data: { n: 5 }, onLoad() { getCurrentPages()[0].setData({ n: 9 }) } })`,
    'pages/b.wxml': '<view id="other">{{n}}</view>',
  })
  await tap('set')
  await expect.poll(() => content('shown')).toBe('1 20 made 3 1')
  expect(await log()).toEqual(['data 20', 'drawn 20', 'nested 1'])
  await opened.wx('navigateTo', { url: 'b' })
  expect(await content('other')).toBe('5')
  expect(await content('shown')).toBe('1 20 made 3 9')
})

it('passes events down, up and no further, with what they carry', async () => {
  await start({
    'pages/a.js': `
      const { log } = getApp()
      const say = (name) => function (event) { log.push(name) }
      Page({
        one: say('one'), two: say('two'), three: say('three'), down: say('down'), mut: say('mut'), outerMut: say('outerMut'),
        facts({ type, target, currentTarget, mark, detail, touches, timeStamp }) {
          log.push(JSON.stringify({ type, target: target.id, own: currentTarget.id, data: target.dataset,
            ownData: currentTarget.dataset, mark, x: typeof detail.x, touches: touches.length, time: typeof timeStamp }))
        },
      })`,
    'pages/a.wxml': `
      <view bind:tap="one" capture-bind:tap="down"><view bind:tap="two"><view bindtap="three">bubbles</view></view></view>
      <view bind:tap="one"><view catch:tap="two">caught</view></view>
      <view bind:tap="one" capture-catch:tap="down"><view bind:tap="two">held</view></view>
      <view mut-bind:tap="outerMut" bind:tap="one"><view mut-bind:tap="mut">mutual</view></view>
      <view id="own" data-own-name="o" mark:outer="m1" bind:tap="facts"><view id="target" data-n="{{1}}" mark:inner="m2">carries</view></view>`,
  })
  await tap('bubbles')
  expect(await log()).toEqual(['down', 'three', 'two', 'one'])
  await tap('caught')
  expect(await log()).toEqual(['two'])
  await tap('held')
  expect(await log()).toEqual(['down'])
  await tap('mutual')
  expect(await log()).toEqual(['mut', 'one'])
  await tap('carries')
  expect((await log()).map((each) => JSON.parse(each))).toEqual([
    {
      type: 'tap',
      target: 'target',
      own: 'own',
      data: { n: 1 },
      ownData: { ownName: 'o' },
      mark: { outer: 'm1', inner: 'm2' },
      x: 'number',
      touches: 1,
      time: 'number',
    },
  ])
})

it('fires the events of components as their options say', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-outer": "/parts/outer", "x-inner": "/parts/inner" } }',
    'pages/a.js': `Page({ heard({ detail, currentTarget }) { getApp().log.push(currentTarget.id + ' ' + detail.n) } })`,
    'pages/a.wxml': `<view id="page" bind:said="heard"><x-outer id="outer" bind:said="heard"><x-inner id="inner" bind:said="heard"/></x-outer></view>`,
    'parts/outer.json': '{ "component": true }',
    'parts/outer.js': `Component({ methods: { heard() { getApp().log.push('within outer') } } })`,
    'parts/outer.wxml': '<view bind:said="heard"><slot/></view>',
    'parts/inner.json': '{ "component": true }',
    'parts/inner.js': `Component({ methods: {
      plain() { this.triggerEvent('said', { n: 1 }) },
      bubbles() { this.triggerEvent('said', { n: 2 }, { bubbles: true }) },
      composed() { this.triggerEvent('said', { n: 3 }, { bubbles: true, composed: true }) },
    } })`,
    'parts/inner.wxml':
      '<view bind:tap="plain">plain</view><view bind:tap="bubbles">bubbling</view><view bind:tap="composed">composed</view>',
  })
  await tap('plain')
  expect(await log()).toEqual(['inner 1'])
  await tap('bubbling')
  expect(await log()).toEqual(['inner 2', 'outer 2', 'page 2'])
  await tap('composed')
  expect(await log()).toEqual(['inner 3', 'within outer', 'outer 3', 'page 3'])
})
