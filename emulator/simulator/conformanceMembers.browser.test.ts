import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** Members of Component() and its instances (developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html, 2026-11). */

let browser: Browser
let opened: OpenedPage
let errors: readonly string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  const expected = errors
  errors = []
  await opened.close()
  expect(opened.errors).toEqual(expected)
})

/** Components by name, script and WXML; every one of them is known to every other. */
const start = async (
  wxml: string,
  parts: Readonly<Record<string, readonly [script: string, wxml?: string]>>,
  page = '',
  files: Readonly<Record<string, string>> = {},
) => {
  const using = Object.fromEntries(Object.keys(parts).map((name) => [`x-${name}`, `/parts/${name}`]))
  const written = Object.entries(parts).flatMap(([name, [script, content = '<slot/>']]) => [
    [`parts/${name}.json`, '{ "component": true }'],
    [`parts/${name}.js`, `const { log } = getApp(); ${script}`],
    [`parts/${name}.wxml`, content],
  ])
  const all: Record<string, string> = {
    'app.json': JSON.stringify({ pages: ['pages/a', 'pages/b'], usingComponents: using }),
    'app.js': 'App({ log: [] })',
    'pages/a.js': `Page({ ${page} })`,
    'pages/a.wxml': wxml,
    'pages/b.js': 'Page({})',
    'pages/b.wxml': '',
    ...Object.fromEntries(written),
    ...files,
  }
  opened = await openProject(browser, fixtureProject(all))
}
const log = () => opened.read('logicLayer.getApp().log.splice(0)')
const page = (expression: string) => opened.read(`((page) => ${expression})(logicLayer.getCurrentPages()[0])`)

it('relations reach two levels, by behavior, and tell of a move', async () => {
  await start(
    `<x-list id="list"><x-group wx:for="{{groups}}" wx:key="*this" name="{{item}}"><x-item name="{{item}}1"/></x-group></x-list>`,
    {
      list: [
        `Component({ relations: {
          item: { type: 'descendant', target: require('../mark.js'), linked({ data }) { log.push('list+' + data.name) },
            unlinked({ data }) { log.push('list-' + data.name) } },
          './group': { type: 'child', linkChanged({ data }) { log.push('list~' + data.name) } },
        } })`,
      ],
      group: [`Component({ properties: { name: String }, relations: { './list': { type: 'parent' } } })`],
      item: [
        `Component({ behaviors: [require('../mark.js')], properties: { name: String },
          relations: { '/parts/list': { type: 'ancestor', linked() { log.push(this.data.name + ' in list') } } } })`,
      ],
    },
    `data: { groups: ['a', 'b'] }`,
    { 'mark.js': 'module.exports = Behavior({})' },
  )
  expect(await log()).toEqual(['list+a1', 'a1 in list', 'list+b1', 'b1 in list'])
  expect(
    await page(`page.selectComponent('#list').getRelationNodes('item').map((each) => each.data.name)`),
  ).toEqual(['a1', 'b1'])
  await page(`page.setData({ groups: ['b', 'a'] })`)
  expect(await log()).toEqual(['list~b'])
  await page(`page.setData({ groups: ['a'] })`)
  expect(await log()).toEqual(['list-b1'])
})

it('externalClasses and virtualHost are those of the outside', async () => {
  await start(
    '<view id="around"><x-plain my-class="red"/><x-virtual class="red" style="font-weight: 700"/></view>',
    {
      plain: [`Component({ externalClasses: ['my-class'] })`, '<view class="my-class">plain</view>'],
      virtual: [
        `Component({ options: { virtualHost: true }, properties: { style: String, class: String }, externalClasses: ['class'] })`,
        '<view class="class" style="{{style}}">virtual</view>',
      ],
    },
    '',
    { 'pages/a.wxss': '.red { color: rgb(255, 0, 0) }' },
  )
  const look = (text: string) =>
    opened.read(`(() => {
      const element = [...document.querySelectorAll('wx-view')].findLast((each) => each.textContent === '${text}')
      return element.parentElement.localName + ' ' + getComputedStyle(element).color
    })()`)
  expect(await look('plain')).toBe('x-plain rgb(255, 0, 0)')
  expect(await look('virtual')).toBe('wx-view rgb(255, 0, 0)')
})

it('selectComponent gives what export says; owners, pages and groups of changes are known', async () => {
  await start(
    '<x-outer id="outer"/><x-told id="told" bind:said="said"/>',
    {
      outer: ['Component({ data: { n: 1 } })', '<x-told id="inner"/>'],
      told: [
        `Component({ behaviors: ['wx://component-export'], export() { return { own: this.data.own, it: this } }, data: { own: 'exported', a: 0 },
          observers: { a(a) { log.push('a ' + a) } },
          methods: { both() { this.groupSetData(() => { this.setData({ a: 1 }); this.setData({ a: 2 }) }) } } })`,
        '{{a}}',
      ],
    },
    'said() {}, data: { name: "page" }',
  )
  const told = `page.selectComponent('#told')`
  expect(await page(`${told}.own`)).toBe('exported')
  expect(
    await page(`page.selectComponent('#outer').selectComponent('#inner').it.selectOwnerComponent().data.n`),
  ).toBe(1)
  expect(await page(`${told}.it.selectOwnerComponent() === page`)).toBe(true)
  expect(
    await page(
      `[${told}.it.getPageId() === page.getPageId(), page.getPageId() !== '', typeof page.getPageId()]`,
    ),
  ).toEqual([true, true, 'string'])
  await page(`${told}.it.both()`)
  expect(await log()).toEqual(['a 1', 'a 2'])
  await opened.wx('navigateTo', { url: 'b' })
  expect(await page(`logicLayer.getCurrentPages()[1].getPageId() === page.getPageId()`)).toBe(false)
})

it('properties have observers and other types, and definitionFilter sees the definition', async () => {
  await start(
    '<x-typed n="{{5}}" either="{{either}}" bare="{{7}}"/>',
    {
      typed: [
        `const filtering = Behavior({ definitionFilter(definition) { definition.data = { ...definition.data, filtered: 'by behavior' } } })
        Component({ behaviors: [filtering],
          properties: { n: { type: Number, value: 1, observer(now, before) { log.push('n ' + before + ' ' + now) } },
            either: { type: String, optionalTypes: [Number, Object], value: '' }, bare: null },
          observers: { either(either) { log.push(typeof either) } } })`,
        '{{n}} {{bare}} {{filtered}}',
      ],
    },
    'data: { either: 3 }',
  )
  await opened.page.getByText('5 7 by behavior').waitFor()
  expect(await log()).toEqual(['number', 'n 1 5'])
  await page(`page.setData({ either: { a: 1 } })`)
  await page(`page.setData({ either: 'text' })`)
  expect(await log()).toEqual(['object', 'string'])
})

it('events have a capture phase if they ask for one, and change nothing of the page that they bubble to', async () => {
  await start(
    '<view capture-bind:said="down" bind:said="up"><x-told id="told"/></view>',
    { told: [`Component({ methods: { say(options) { this.triggerEvent('said', {}, options) } } })`] },
    `down() { getApp().log.push('down') }, up() { getApp().log.push('up') },`,
  )
  const say = async (options: object) => {
    await page(`page.selectComponent('#told').say(${JSON.stringify(options)})`)
    return log()
  }
  expect(await say({})).toEqual([])
  expect(await say({ bubbles: true })).toEqual(['up'])
  expect(await say({ bubbles: true, capturePhase: true })).toEqual(['down', 'up'])
})

it('the end of the way to a page is told after it is ready', async () => {
  await start(
    '<x-told/>',
    {
      told: [
        `Component({ lifetimes: { ready() { log.push('ready') } }, pageLifetimes: { routeDone() { log.push('part done') } } })`,
      ],
    },
    `onReady() { getApp().log.push('page ready') }, onRouteDone() { getApp().log.push('page done') }`,
  )
  const order: unknown[] = []
  const told = async () => {
    const said = await log()
    order.push(...(Array.isArray(said) ? said : []))
    return order
  }
  await expect.poll(told).toEqual(['ready', 'page ready', 'part done', 'page done'])
  order.length = 0
  await opened.wx('navigateTo', { url: 'b' })
  await opened.wx('navigateBack')
  await expect.poll(told).toEqual(['part done', 'page done'])
})

it('methods that nothing stands behind say so', async () => {
  await start('<x-told id="told"/>', { told: ['Component({})'] })
  const absent = [
    'setUpdatePerformanceListener',
    'applyAnimatedStyle',
    'clearAnimatedStyle',
    'setPassiveEvent',
  ]
  for (const name of absent) await page(`page.selectComponent('#told').${name}()`)
  errors = absent.map((name) => `this.${name} is not emulated by the simulator yet`)
})

it('a property may be called data, and what draws it is known', async () => {
  await start(
    '<x-table id="table" data="{{rows}}"/>',
    { table: [`Component({ properties: { data: Array }, data: { own: 5 } })`, '{{data.length}} {{own}}'] },
    'data: { rows: [1, 2] }, global: () => [typeof global, typeof global.Array]',
  )
  expect(await opened.read(`document.querySelector('x-table, [is="parts/table"], wx-page').innerText`)).toBe(
    '2 5',
  )
  expect(await page(`page.selectComponent('#table').data`)).toEqual({ data: [1, 2], own: 5 })
  expect(await page(`[page.renderer, page.selectComponent('#table').renderer]`)).toEqual([
    'webview',
    'webview',
  ])
  // Whoever looks for the language there finds nothing on a phone either.
  expect(await page('page.global()')).toEqual(['object', 'undefined'])
})

it('of warnings only those are told that the project can do something about', async () => {
  const noted = '<view no-such="1">noted</view>'
  await start(`${noted}<x-kit/>`, {}, '', {
    'app.json': '{ "pages": ["pages/a"], "usingComponents": { "x-kit": "kit/index" } }',
    'miniprogram_npm/kit/index.json': '{ "component": true }',
    'miniprogram_npm/kit/index.js': `Component({ relations: { './none': { type: 'child' } } })`,
    'miniprogram_npm/kit/index.wxml': `${noted}${noted}`,
  })
  errors = ['"noSuch" is not a valid property']
  expect(opened.errors).toEqual(errors)
})
