import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** Styles as "组件模板和样式" and "WXSS" have them (developers.weixin.qq.com/miniprogram/dev, 2026-11). */

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

const part = (isolation: string) => ({
  [`parts/${isolation}.json`]: JSON.stringify({ component: true, styleIsolation: isolation }),
  [`parts/${isolation}.js`]: 'Component({})',
  [`parts/${isolation}.wxml`]: `<view id="in-${isolation}" class="mark">x</view>`,
  [`parts/${isolation}.wxss`]: `.out-${isolation} { color: rgb(1, 1, 1) }`,
})
const style = (id: string, property = 'color') =>
  opened.read(`getComputedStyle(document.querySelector('[id$="--${id}"]')).${property}`)

const RED = 'rgb(255, 0, 0)'
const BLACK = 'rgb(0, 0, 0)'

it('lets styles in and out of components as styleIsolation says', async () => {
  const using = Object.fromEntries(
    ['isolated', 'apply-shared', 'shared'].map((each) => [`x-${each}`, `/parts/${each}`]),
  )
  opened = await openProject(
    browser,
    fixtureProject({
      'pages/a.json': JSON.stringify({ usingComponents: using }),
      'pages/a.wxml': `<x-isolated/><x-apply-shared/><x-shared/>
        <view id="to-isolated" class="out-isolated">x</view><view id="to-apply-shared" class="out-apply-shared">x</view>
        <view id="to-shared" class="out-shared">x</view>`,
      'pages/a.wxss': '.mark { color: red }',
      ...part('isolated'),
      ...part('apply-shared'),
      ...part('shared'),
    }),
  )
  expect([await style('in-isolated'), await style('in-apply-shared'), await style('in-shared')]).toEqual([
    BLACK,
    RED,
    RED,
  ])
  expect([await style('to-isolated'), await style('to-apply-shared'), await style('to-shared')]).toEqual([
    BLACK,
    BLACK,
    'rgb(1, 1, 1)',
  ])
})

it('takes external classes, styles the host, and has ids and tags of its own', async () => {
  opened = await openProject(
    browser,
    fixtureProject({
      'pages/a.json': '{ "usingComponents": { "x-card": "/parts/card" } }',
      'pages/a.wxml':
        '<x-card id="card" my-class="given" style="margin-left: 75rpx"/><view id="named" class="title">x</view>',
      'pages/a.wxss':
        '@import "../base.wxss";\n#named { color: rgb(2, 2, 2) }\n.given { color: red }\nview { padding-top: 3px }',
      'base.wxss': '.title { font-size: 20px; width: 75rpx }',
      'app.wxss': '.title { font-weight: 700; font-size: 10px } page { letter-spacing: 2px }',
      'parts/card.json': '{ "component": true }',
      'parts/card.js': `Component({ externalClasses: ['my-class'] })`,
      'parts/card.wxml': '<view id="within" class="my-class title">x</view>',
      'parts/card.wxss': ':host { display: block; color: rgb(3, 3, 3); width: 150rpx }',
    }),
  )
  expect(await style('within')).toBe(RED)
  expect(await style('within', 'fontSize')).not.toBe('20px')
  expect([await style('card'), await style('card', 'width'), await style('card', 'marginLeft')]).toEqual([
    'rgb(3, 3, 3)',
    '78px',
    '39px',
  ])
  expect([
    await style('named'),
    await style('named', 'fontSize'),
    await style('named', 'fontWeight'),
  ]).toEqual(['rgb(2, 2, 2)', '20px', '700'])
  expect([
    await style('named', 'width'),
    await style('named', 'paddingTop'),
    await style('named', 'letterSpacing'),
  ]).toEqual(['39px', '3px', '2px'])
})

it('keeps the styles of one page from another, and from a page that is isolated', async () => {
  opened = await openProject(
    browser,
    fixtureProject({
      'app.json': '{ "pages": ["pages/a", "pages/b", "pages/c"] }',
      'app.wxss': '.title { color: red }',
      'pages/a.wxml': '<view id="a" class="title wide">x</view>',
      'pages/a.wxss': '.wide { letter-spacing: 9px }',
      'pages/b.js': 'Page({})',
      'pages/b.wxml': '<view id="b" class="title wide">x</view>',
      'pages/c.js': 'Page({})',
      'pages/c.json': '{ "styleIsolation": "page-isolated" }',
      'pages/c.wxml': '<view id="c" class="title">x</view>',
    }),
  )
  expect([await style('a'), await style('a', 'letterSpacing')]).toEqual([RED, '9px'])
  await opened.wx('navigateTo', { url: 'b' })
  expect([await style('b'), await style('b', 'letterSpacing')]).toEqual([RED, 'normal'])
  await opened.wx('navigateTo', { url: 'c' })
  expect(await style('c')).toBe(BLACK)
})
