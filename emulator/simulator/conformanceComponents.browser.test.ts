import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** Templates and custom components as the developer documents have them (developers.weixin.qq.com/miniprogram/dev, 2026-11). */

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

const start = async (files: Readonly<Record<string, string>>) => {
  const component = '{ "component": true }'
  const configs = Object.keys(files)
    .filter((file) => file.startsWith('parts/') && file.endsWith('.js'))
    .map((file) => [file.replace('.js', '.json'), component])
  const all = { 'app.js': 'App({ log: [] })', ...Object.fromEntries(configs), ...files }
  opened = await openProject(browser, fixtureProject(all))
}
const log = () => opened.read('logicLayer.getApp().log.splice(0)')
const tap = (text: string) => opened.page.getByText(text, { exact: true }).click()
const content = async (id: string) => (await opened.page.locator(`[id$="--${id}"]`).textContent())?.trim()

it('puts content into the default slot and into named ones', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-one": "/parts/one", "x-many": "/parts/many" } }',
    'pages/a.wxml': `<x-one id="one">inside {{1 + 1}}</x-one>
      <x-many id="many"><view slot="after">A</view><view slot="before">B</view><view slot="none">C</view></x-many>`,
    'parts/one.js': 'Component({})',
    'parts/one.wxml': '[<slot/>]',
    'parts/many.js': 'Component({ options: { multipleSlots: true } })',
    'parts/many.wxml': '<slot name="before"/>-<slot name="after"/>',
  })
  expect(await content('one')).toBe('[inside 2]')
  expect(await opened.page.locator('[id$="--many"]').textContent()).toMatch(/^B-A$/)
})

it('repeats a dynamic slot with values of the component', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-list": "/parts/list" } }',
    'pages/a.wxml': `<x-list id="list"><view slot:item slot:at="n">{{n}}={{item}};</view></x-list>`,
    'parts/list.js': `Component({ options: { dynamicSlots: true }, data: { items: ['x', 'y'] } })`,
    'parts/list.wxml': '<slot wx:for="{{items}}" wx:key="*this" item="{{item}}" at="{{index}}"/>',
  })
  expect(await content('list')).toBe('0=x;1=y;')
})

it('merges behaviors: own members first, objects of data together, lifetimes one after the other', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-own": "/parts/own" } }',
    'pages/a.wxml': '<x-own id="own" given="5"/>',
    'base.js': `module.exports = Behavior({
      properties: { given: { type: Number, value: 1 }, kept: { type: String, value: 'of base' } },
      data: { object: { a: 1, b: 1 }, text: 'base' },
      observers: { given(n) { getApp().log.push('base observes ' + n) } },
      lifetimes: { attached() { getApp().log.push('base') } },
      methods: { who() { return 'base' }, only() { return 'only base' } },
    })`,
    'middle.js': `module.exports = Behavior({ behaviors: [require('./base.js')], data: { text: 'middle' },
      lifetimes: { attached() { getApp().log.push('middle') } } })`,
    'parts/own.js': `Component({
      behaviors: [require('../middle.js')],
      data: { object: { b: 2, c: 2 } },
      observers: { given(n) { getApp().log.push('own observes ' + n) } },
      lifetimes: { attached() { getApp().log.push('own'); this.setData({ said: this.who() + ' ' + this.only() }) } },
      methods: { who() { return 'own' } },
    })`,
    'parts/own.wxml': '{{object.a}}{{object.b}}{{object.c}} {{text}} {{kept}} {{given}} {{said}}',
  })
  expect(await content('own')).toBe('122 middle of base 5 own only base')
  expect(await log()).toEqual(['base observes 5', 'own observes 5', 'base', 'middle', 'own'])
})

it('links related components, in the order of the tree, and unlinks them', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-ul": "/parts/ul", "x-li": "/parts/li" } }',
    'pages/a.js': `Page({ data: { list: ['a', 'b'] }, drop() { this.setData({ list: ['b'] }) },
      nodes() { const ul = this.selectComponent('#ul'); getApp().log.push(ul.getRelationNodes('./li').map((li) => li.data.name).join()) } })`,
    'pages/a.wxml': `<x-ul id="ul"><x-li wx:for="{{list}}" wx:key="*this" name="{{item}}"/></x-ul>
      <view bind:tap="drop">drop</view><view bind:tap="nodes">nodes</view>`,
    'parts/ul.js': `Component({ relations: { './li': { type: 'child',
      linked(li) { getApp().log.push('linked ' + li.data.name) }, unlinked(li) { getApp().log.push('unlinked ' + li.data.name) } } } })`,
    'parts/ul.wxml': '<slot/>',
    'parts/li.js': `Component({ properties: { name: String }, relations: { './ul': { type: 'parent', linked() { getApp().log.push('has parent') } } } })`,
    'parts/li.wxml': '{{name}}',
  })
  expect(await log()).toEqual(['linked a', 'has parent', 'linked b', 'has parent'])
  await tap('nodes')
  expect(await log()).toEqual(['a,b'])
  await tap('drop')
  expect(await log()).toEqual(['unlinked a'])
})

it('observes fields, paths and everything below', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-seen": "/parts/seen" } }',
    'pages/a.js': `Page({ set() { this.selectComponent('#seen').set() } })`,
    'pages/a.wxml': '<x-seen id="seen"/><view bind:tap="set">set</view>',
    'parts/seen.js': `const { log } = getApp()
      Component({
        data: { a: 1, b: 2, object: { field: 1 }, list: [1, 2] },
        observers: {
          'a, b': (a, b) => log.push('sum ' + (a + b)),
          'object.field': (value) => log.push('field ' + value),
          'object.**': (value) => log.push('below ' + JSON.stringify(value)),
          'list[1]': (value) => log.push('second ' + value),
        },
        methods: { set() {
          this.setData({ a: 10 }); this.setData({ 'object.field': 3 }); this.setData({ 'object.other': 4 }); this.setData({ 'list[1]': 5 })
        } },
      })`,
    'parts/seen.wxml': '',
  })
  await tap('set')
  expect(await log()).toEqual([
    'sum 12',
    'field 3',
    'below {"field":3}',
    'below {"field":3,"other":4}',
    'second 5',
  ])
})

it('knows generics, a placeholder, pure data, and model:value of custom components', async () => {
  await start({
    'pages/a.json': `{ "usingComponents": { "x-frame": "/parts/frame", "x-round": "/parts/round", "x-field": "/parts/field" },
      "componentPlaceholder": { "x-round": "view" } }`,
    'pages/a.js': `Page({ data: { typed: 'first' } })`,
    'pages/a.wxml': `<x-frame id="frame" generic:shape="x-round"/><x-frame id="bare"/>
      <x-round id="direct"/><x-field id="field" model:value="{{typed}}"/><view id="typed">{{typed}}</view>`,
    'parts/frame.json': `{ "component": true, "componentGenerics": { "shape": { "default": "/parts/square" } } }`,
    'parts/frame.js': 'Component({})',
    'parts/frame.wxml': '<shape/>',
    'parts/round.js': 'Component({})',
    'parts/round.wxml': 'round',
    'parts/square.js': 'Component({})',
    'parts/square.wxml': 'square',
    'parts/field.js': `Component({ options: { pureDataPattern: /^_/ }, properties: { value: String }, data: { _hidden: 'pure' },
      methods: { type() { this.setData({ value: this.data.value + '!' }); getApp().log.push(this.data._hidden) } } })`,
    'parts/field.wxml': '<view bind:tap="type">type</view>{{_hidden}}{{value}}',
  })
  expect(await content('frame')).toBe('round')
  expect(await content('bare')).toBe('square')
  expect(await content('direct')).toBe('round')
  await tap('type')
  expect(await content('field')).toBe('typefirst!')
  expect(await content('typed')).toBe('first!')
  expect(await log()).toEqual(['pure'])
})

it('selects components, one and all, also through components', async () => {
  await start({
    'pages/a.json': '{ "usingComponents": { "x-box": "/parts/box", "x-dot": "/parts/dot" } }',
    'pages/a.js': `Page({ ask() {
      const { log } = getApp()
      log.push(this.selectComponent('.dot').data.n, this.selectAllComponents('.dot').length, this.selectComponent('#none'))
      log.push(this.selectComponent('#box >>> .deep').data.n)
    } })`,
    'pages/a.wxml':
      '<x-dot class="dot" n="1"/><x-dot class="dot" n="2"/><x-box id="box"/><view bind:tap="ask">ask</view>',
    'parts/dot.js': 'Component({ properties: { n: Number } })',
    'parts/dot.wxml': '',
    'parts/box.json': '{ "component": true, "usingComponents": { "x-dot": "dot" } }',
    'parts/box.js': 'Component({})',
    'parts/box.wxml': '<x-dot class="deep" n="3"/>',
  })
  await tap('ask')
  expect(await log()).toEqual([1, 2, null, 3])
})

it('runs templates, include, and WXS with its own types', async () => {
  await start({
    'pages/a.js': `Page({ data: { user: { name: 'Ada', age: 36 }, kind: 'short', list: [3, 1, 2] } })`,
    'pages/a.wxml': `<import src="../parts/t.wxml"/><wxs module="own">
        var other = require('../parts/n.wxs'); module.exports = { twice: function (n) { return other.twice(n) },
          kind: function (value) { return value.constructor === 'Array' ? 'a list' : 'none' } }
      </wxs><wxs module="far" src="../parts/n.wxs"/>
      <view id="is"><template is="{{kind}}" data="{{...user, extra: 1}}"/></view>
      <view id="included"><include src="../parts/i.wxml"/></view>
      <view id="wxs">{{own.twice(4)}} {{far.sorted(list)}} {{far.year()}} {{far.matches('a1')}} {{far.digits('a12')}}</view>
      <view id="kinds">{{own.kind(list)}} {{far.kind(user)}} {{far.kind(kind)}} {{far.first(kind)}}</view>
      <view id="for"><block wx:for="{{list}}" wx:for-item="n" wx:for-index="at" wx:key="*this">{{at}}:{{n}} </block></view>`,
    'parts/t.wxml':
      '<template name="short">{{name}} {{age}} {{extra}}</template><template name="long">no</template>',
    'parts/i.wxml': '<view>included {{user.name}}</view>',
    'parts/n.wxs': `var LETTER = getRegExp('^[a-z]'), BEGAN = getDate(0); module.exports = {
      twice: function (n) { return n * 2 }, sorted: function (list) { return list.slice().sort().join('') },
      year: function () { return getDate(0).getFullYear() },
      matches: function (text) { return getRegExp('^[a-z]\\\\d$').test(text) },
      digits: function (text) { return getRegExp('\\d+').exec(text)[0] },
      kind: function (value) { return value.constructor },
      first: function (text) { return LETTER.test(text) + ' ' + BEGAN.getTime() },
    }`,
  })
  expect(await content('is')).toBe('Ada 36 1')
  expect(await content('included')).toBe('included Ada')
  expect(await content('wxs')).toBe('8 123 1970 true 12')
  expect(await content('kinds')).toBe('a list Object String true 0')
  expect(await content('for')).toBe('0:3 1:1 2:2')
})
