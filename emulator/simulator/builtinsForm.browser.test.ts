import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** Pages of developers.weixin.qq.com/miniprogram/dev/component (2026-11): form, label, checkbox, radio, switch, slider. */

let browser: Browser
let opened: OpenedBuiltins
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const start = async (
  wxml: string,
  page = '',
  files: Readonly<Record<string, string>> = {},
  touch = false,
) => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page, files), { hasTouch: touch })
}
const role = (kind: 'checkbox' | 'radio' | 'switch' | 'button' | 'slider', name: string) =>
  opened.page.getByRole(kind, { name, exact: true })

const FIELDS = `<input name="text" value="hello"/><textarea name="story" value="long"/><input value="without a name"/>
  <checkbox-group name="many"><checkbox value="a" checked/><view><checkbox value="b"/></view><checkbox value="c" checked/></checkbox-group>
  <radio-group name="one"><radio value="x"/><radio value="y" checked/></radio-group>
  <switch name="on" checked/><slider name="much" min="5" value="30"/>`

it('form takes everything with a name, and resets it', async () => {
  await start(`<form id="f" bind:submit="log" bind:reset="log">${FIELDS}
    <button form-type="submit">send</button><button form-type="reset">clear</button></form><button form-type="submit">outside</button>`)
  await role('button', 'outside').click()
  await role('button', 'send').click()
  const value = { text: 'hello', story: 'long', many: ['a', 'c'], one: 'y', on: true, much: 30 }
  expect(await opened.told()).toEqual([['f', 'submit', { value, formId: '' }]])
  await opened.page.locator('wx-input input').first().fill('typed')
  await role('button', 'send').press('Enter')
  expect(await opened.told()).toEqual([['f', 'submit', { value: { ...value, text: 'typed' }, formId: '' }]])
  await role('button', 'clear').click()
  await role('button', 'send').click()
  const empty = { text: '', story: '', many: [], one: '', on: false, much: 5 }
  expect(await opened.told()).toEqual([
    ['f', 'reset', {}],
    ['f', 'submit', { value: empty, formId: '' }],
  ])
})

it('form sees into components as far as their built-in behaviours say', async () => {
  const component = (name: string, behaviors: string, wxml: string) => ({
    [`parts/${name}.json`]: '{ "component": true }',
    [`parts/${name}.js`]: `Component({ behaviors: ${behaviors}, methods: { put() { this.setData({ value: { n: 1 } }) } } })`,
    [`parts/${name}.wxml`]: wxml,
  })
  await start(
    `<form id="f" bind:submit="log"><x-field name="own" value="given"/><x-group><input name="slotted" value="s"/></x-group>
      <x-closed><input name="slotted2" value="s2"/></x-closed><x-button/></form>`,
    '',
    {
      'pages/a.json': `{ "usingComponents": { "x-field": "/parts/field", "x-group": "/parts/group",
        "x-closed": "/parts/closed", "x-button": "/parts/button" } }`,
      ...component('field', "['wx://form-field']", '<view bind:tap="put">put {{name}}</view>'),
      ...component('group', "['wx://form-field-group']", '<input name="grouped" value="g"/><slot/>'),
      ...component(
        'closed',
        '[]',
        '<input name="hidden" value="h"/><slot/><button form-type="submit">closed</button>',
      ),
      ...component('button', "['wx://form-field-button']", '<button form-type="submit">send</button>'),
    },
  )
  await role('button', 'closed').click()
  await role('button', 'send').click()
  const value = { own: 'given', grouped: 'g', slotted: 's', slotted2: 's2' }
  expect(await opened.told()).toEqual([['f', 'submit', { value, formId: '' }]])
  await opened.page.getByText('put own').click()
  await role('button', 'send').click()
  expect(await opened.told()).toEqual([['f', 'submit', { value: { ...value, own: { n: 1 } }, formId: '' }]])
})

it('label uses the control inside it or the one it names, once, and gives it a name', async () => {
  await start(
    `<checkbox-group id="g" bind:change="log"><label><checkbox value="a"/><text>apples</text></label></checkbox-group>
    <label for="s">sound</label><switch id="s" bind:change="log"/>
    <label for="t">town</label><input id="t" bind:focus="log"/>
    <label id="both"><switch id="first" bind:change="log"/><switch id="second" bind:change="log"/>both</label>
    <label for="b">press</label><button id="b" bind:tap="press">do</button>
    <label><switch id="off" disabled bind:change="log"/>disabled</label>`,
    `press() { getApp().log.push('pressed') }`,
  )
  await opened.page.getByText('apples').click()
  expect(await opened.told()).toEqual([['g', 'change', { value: ['a'] }]])
  await role('checkbox', 'apples').click()
  expect(await opened.told()).toEqual([['g', 'change', { value: [] }]])
  await role('checkbox', 'apples').press('Space')
  expect(await opened.told()).toEqual([['g', 'change', { value: ['a'] }]])
  await opened.page.getByText('sound').click()
  expect(await opened.told()).toEqual([['s', 'change', { value: true }]])
  await role('switch', 'sound').click()
  expect(await opened.told()).toEqual([['s', 'change', { value: false }]])
  await opened.page.getByText('town').click()
  expect(await opened.told()).toEqual([['t', 'focus', { value: '', height: 0 }]])
  await opened.page.getByText('both').click()
  expect(await opened.told()).toEqual([['first', 'change', { value: true }]])
  await opened.page.getByText('press').click()
  expect(await opened.told()).toEqual(['pressed'])
  await opened.page.getByText('disabled').click()
  expect(await opened.told()).toEqual([])
})

it('checkbox, radio and switch change by tap and by key, not while they are disabled', async () => {
  await start(
    `<checkbox-group id="c" bind:change="log"><checkbox value="1" bind:tap="log" id="tapped">one</checkbox>
      <checkbox value="2" disabled checked>two</checkbox><checkbox value="3" checked="{{three}}">three</checkbox></checkbox-group>
    <radio-group id="r" bind:change="log"><radio value="x" checked="{{x}}">ex</radio><radio value="y">why</radio></radio-group>
    <switch id="s" aria-label="as box" type="checkbox" model:checked="{{on}}" bind:change="log"/><view>on is {{on}}</view>`,
    'data: { three: false, x: true, on: false }',
  )
  await role('checkbox', 'one').click()
  const tapped = (await opened.told()).map((each) => (Array.isArray(each) ? each.slice(0, 2).join() : ''))
  expect(tapped).toEqual(['tapped,tap', 'c,change'])
  await opened.set({ three: true })
  await role('checkbox', 'two').click({ force: true })
  expect(await opened.told()).toEqual([])
  await role('checkbox', 'one').press('Enter')
  expect((await opened.told()).at(-1)).toEqual(['c', 'change', { value: ['2', '3'] }])
  expect(await role('checkbox', 'two').getAttribute('aria-disabled')).toBe('true')

  await role('radio', 'why').click()
  await role('radio', 'why').click()
  expect(await opened.told()).toEqual([['r', 'change', { value: 'y' }]])
  expect(await role('radio', 'ex').getAttribute('aria-checked')).toBe('false')
  await opened.set({ x: false })
  await opened.set({ x: true })
  expect(await role('radio', 'why').getAttribute('aria-checked')).toBe('false')

  await role('switch', 'as box').press('Space')
  expect(await opened.told()).toEqual([['s', 'change', { value: true }]])
  await opened.page.getByText('on is true').waitFor()
})

const SLIDER = `<slider id="s" aria-label="size" min="10" max="20" step="2.5" value="{{value}}" show-value
  disabled="{{off}}" bind:changing="log" bind:change="log"/>`

it('slider is dragged by mouse, tapped, and moved by keys, in steps', async () => {
  await start(SLIDER, 'data: { value: 15, off: false }')
  const track = await opened.page.locator('[part=track]').boundingBox()
  if (!track) throw new Error('no track')
  const at = (share: number) => track.x + track.width * share
  expect(await role('slider', 'size').textContent()).toBe('15')
  await opened.page.mouse.move(at(0.5), track.y)
  await opened.page.mouse.down()
  await opened.page.mouse.move(at(0.74), track.y, { steps: 3 })
  await opened.page.mouse.move(at(1.2), track.y)
  await opened.page.mouse.up()
  expect(await opened.told()).toEqual([
    ['s', 'changing', { value: 17.5 }],
    ['s', 'changing', { value: 20 }],
    ['s', 'change', { value: 20 }],
  ])
  await opened.page.mouse.click(at(0), track.y)
  await role('slider', 'size').press('ArrowRight')
  await role('slider', 'size').press('End')
  await opened.set({ off: true })
  await role('slider', 'size').press('Home')
  expect(await opened.told()).toEqual([
    ['s', 'change', { value: 10 }],
    ['s', 'change', { value: 12.5 }],
    ['s', 'change', { value: 20 }],
  ])
  await opened.set({ value: 12.5 })
  expect(await role('slider', 'size').getAttribute('aria-valuenow')).toBe('12.5')
})

it('slider is dragged by touch', async () => {
  await start(SLIDER, 'data: { value: 15, off: false }', {}, true)
  const track = await opened.page.locator('[part=track]').boundingBox()
  if (!track) throw new Error('no track')
  const y = track.y + 1
  await opened.swipe({ x: track.x + track.width / 2, y }, { x: track.x, y })
  const told = await opened.told()
  expect(told.at(-2)).toEqual(['s', 'changing', { value: 10 }])
  expect(told.at(-1)).toEqual(['s', 'change', { value: 10 }])
})
