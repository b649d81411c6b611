import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Methods and options: pages wx.createAnimation and Animation; `animate` and `clearAnimation`: page "动画", 2026-11.

const WXML = `
<view id="box" class="box" animation="{{animation}}" style="width:100px;height:40px;{{more}}"
  bind:transitionend="ended"/>
<view id="other" class="box" style="width:50px;height:40px"/>
<x-part id="part"/>
`

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'pages/a.js': `Page({ data: { animation: {}, more: '' }, onLoad() { this.ends = 0 }, ended() { this.ends += 1 } })`,
    'pages/a.wxml': WXML,
    'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
    'parts/part.json': '{ "component": true }',
    'parts/part.js': 'Component({})',
    'parts/part.wxml': '<view class="box" id="of-part" style="width:30px;height:30px"></view>',
  })
  opened = await openProject(browser, project)
  await opened.read(
    `void (globalThis.page = logicLayer.getCurrentPages()[0], globalThis.create = logicLayer.wx.createAnimation)`,
  )
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const style = (id: string, name: string) =>
  opened.read(`getComputedStyle(document.querySelector('[id$="--${id}"]'))[${JSON.stringify(name)}]`)

it('exports its steps and is empty then; transforms go on', async () => {
  expect(
    await opened.read(`(() => {
      const made = create({ duration: 100, transformOrigin: 'left top' })
      made.rotate(45).width(20).backgroundColor('red').step().opacity(0.5).step({ duration: 200, delay: 10 })
      return [made.export(), made.export(), made.scale(2, 1).step().export()]
    })()`),
  ).toEqual([
    {
      actions: [
        {
          animates: [
            { type: 'rotate', args: [45] },
            { type: 'style', args: ['width', '20px'] },
            { type: 'style', args: ['background-color', 'red'] },
          ],
          option: {
            transformOrigin: 'left top',
            transition: { duration: 100, timingFunction: 'linear', delay: 0 },
          },
        },
        {
          animates: [
            { type: 'rotate', args: [45] },
            { type: 'style', args: ['opacity', '0.5'] },
          ],
          option: {
            transformOrigin: 'left top',
            transition: { duration: 200, timingFunction: 'linear', delay: 10 },
          },
        },
      ],
    },
    { actions: [] },
    {
      actions: [
        expect.objectContaining({
          animates: [
            { type: 'rotate', args: [45] },
            { type: 'scale', args: [2, 1] },
          ],
        }),
      ],
    },
  ])
})

it('has every documented method', async () => {
  const names = `backgroundColor bottom height left matrix matrix3d opacity right rotate rotate3d rotateX rotateY rotateZ scale
    scale3d scaleX scaleY scaleZ skew skewX skewY translate translate3d translateX translateY translateZ top width`
  expect(
    await opened.read(
      `${JSON.stringify(names.split(/\s+/))}.every((name, _, __, made = create()) => made[name](1) === made)`,
    ),
  ).toBe(true)
})

it('plays the steps of the attribute one after the other, and tells each end', async () => {
  await opened.read(`void (page.setData({ animation: create({ duration: 80 })
    .width(200).step().translate(30, 10).rotate(90).step({ timingFunction: 'ease-in', transformOrigin: '0 0' }).export() }))`)
  await expect.poll(() => opened.read('page.ends')).toBe(2)
  expect(await style('box', 'width')).toBe('200px')
  expect(await style('box', 'transform')).toBe('matrix(0, 1, -1, 0, 30, 10)')
  expect(await style('box', 'transformOrigin')).toBe('0px 0px')
  expect(await style('box', 'transitionTimingFunction')).toBe('ease-in')
  // The style of its WXML goes on beside it.
  await opened.read(`void page.setData({ more: 'height:70px' })`)
  expect([await style('box', 'height'), await style('box', 'width')]).toEqual(['70px', '200px'])
})

it('a later animation ends the steps of the one before', async () => {
  await opened.read(
    `void page.setData({ animation: create({ duration: 60 }).width(300).step().height(300).step().export() })`,
  )
  await expect.poll(() => style('box', 'transitionProperty')).toBe('width')
  await opened.read(`void page.setData({ animation: create({ duration: 60 }).width(120).step().export() })`)
  await expect.poll(() => style('box', 'width')).toBe('120px')
  expect(await style('box', 'height')).toBe('40px')
})

it('moves what a selector finds by key frames, and clears it again', async () => {
  const frames = `[{ opacity: 1, rotate: 0, ease: 'ease-in' }, { opacity: 0.6, rotate: 20, offset: 0.9 },
    { opacity: 0.5, rotate: 90, width: 80 }]`
  expect(
    await opened.read(
      `new Promise((done) => page.animate('.box', ${frames}, 60, function () { done(this === page) }))`,
    ),
  ).toBe(true)
  for (const id of ['box', 'other']) {
    expect([await style(id, 'opacity'), await style(id, 'width')]).toEqual(['0.5', '80px'])
    expect(await style(id, 'transform')).toBe('matrix(0, 1, -1, 0, 0, 0)')
  }
  // Those of a component are its own.
  expect(await style('of-part', 'opacity')).toBe('1')
  await opened.read(`new Promise((done) => page.clearAnimation('#box', { opacity: true }, done))`)
  expect([await style('box', 'opacity'), await style('box', 'width')]).toEqual(['1', '80px'])
  await opened.read(`new Promise((done) => page.clearAnimation('#box', done))`)
  expect([await style('box', 'width'), await style('box', 'transform')]).toEqual(['100px', 'none'])
  expect(await style('other', 'opacity')).toBe('0.5')
})

it('moves the elements of a component', async () => {
  await opened.read(
    `new Promise((done) => page.selectComponent('#part').animate('#of-part', [{ left: 0 }, { opacity: 0, translate: [5, 6] }], 20, done))`,
  )
  expect([await style('of-part', 'opacity'), await style('of-part', 'transform')]).toEqual([
    '0',
    'matrix(1, 0, 0, 1, 5, 6)',
  ])
  expect(await style('box', 'opacity')).toBe('1')
})

it('says that it does not follow a scroll-view', async () => {
  await opened.read(`void page.animate('#box', [{ opacity: 1 }, { opacity: 0 }], 20, { scrollSource: '#x' })`)
  expect(opened.errors.splice(0)).toEqual([
    'this.animate: ScrollTimeline is not emulated by the simulator yet',
  ])
  expect(await style('box', 'opacity')).toBe('1')
})
