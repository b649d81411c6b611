import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/input.html and textarea.html (2026-11) */

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

const EVENTS = 'bind:input="log" bind:focus="log" bind:blur="log" bind:confirm="log" bind:change="log"'
const start = async (wxml: string, page = '') => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page))
}

it('input tells what is typed, and leaves the keyboard with confirm unless it is held', async () => {
  await start(`<view bind:input="log" id="around"><input id="a" placeholder="name" ${EVENTS}/></view>
    <input id="held" aria-label="held" confirm-hold bind:confirm="log" bind:blur="log"/>`)
  const field = opened.page.getByLabel('name')
  await field.pressSequentially('ab')
  await field.press('Enter')
  expect(await opened.told()).toEqual([
    ['a', 'focus', { value: '', height: 0 }],
    ['a', 'input', { value: 'a', cursor: 1 }],
    ['a', 'input', { value: 'ab', cursor: 2 }],
    ['a', 'confirm', { value: 'ab' }],
    ['a', 'blur', { value: 'ab' }],
  ])
  await opened.page.getByLabel('held').press('Enter')
  expect(await opened.told()).toEqual([['held', 'confirm', { value: '' }]])
})

it('what the handler of an input returns takes the place of what was typed', async () => {
  await start(
    `<input aria-label="text" model:value="{{text}}" bindinput="twice"/><textarea aria-label="object" bindinput="cursor"/>
    <input aria-label="nothing" bind:input="none"/><view>is {{text}}</view>`,
    `data: { text: '' },
    twice({ detail }) { return detail.value.replace(/11/g, '2') },
    cursor({ detail }) { return { value: detail.value.toUpperCase(), cursor: 1 } },
    none() { return false },`,
  )
  const text = opened.page.getByLabel('text')
  await text.pressSequentially('0113')
  expect(await text.inputValue()).toBe('023')
  await opened.page.getByText('is 023').waitFor()
  const object = opened.page.getByLabel('object')
  await object.pressSequentially('abc')
  expect(await object.inputValue()).toBe('ACB')
  expect(await opened.of('textarea', '[e.selectionStart, e.selectionEnd]')).toEqual([1, 1])
  const nothing = opened.page.getByLabel('nothing')
  await nothing.pressSequentially('x')
  expect(await nothing.inputValue()).toBe('x')
})

it('a nickname is a plain text until the privacy agreement is there', async () => {
  opened = await openBuiltins(
    browser,
    builtinsProject(
      '<input id="n" aria-label="name" type="nickname" bind:nicknamereview="log"/><button open-type="agreePrivacyAuthorization">agree</button>',
      '',
      { 'app.json': '{ "pages": ["pages/a"], "__usePrivacyCheck__": true }' },
    ),
  )
  const field = opened.page.getByLabel('name')
  await field.fill('Ada')
  await field.blur()
  expect(await opened.told()).toEqual([])
  expect(await field.getAttribute('list')).toBe('')
  await opened.page.getByRole('button', { name: 'agree' }).click()
  await field.focus()
  expect(await field.getAttribute('list')).toBe('wx-nickname')
  await field.blur()
  expect(await opened.told()).toEqual([['n', 'nicknamereview', { pass: true, timeout: false }]])
})

it('input has keys for its type, and a place for the cursor', async () => {
  await start(
    `<input aria-label="n" type="number"/><input aria-label="d" type="digit" confirm-type="search"/>
    <input aria-label="i" type="idcard"/><input aria-label="s" type="safe-password"/><input aria-label="p" password/>
    <input aria-label="c" value="12345" focus="{{cursor}}" cursor="2"/>
    <input aria-label="r" value="12345" focus="{{range}}" selection-start="1" selection-end="3"
      placeholder-style="color: rgb(1, 2, 3); font-size: 20px"/>`,
    'data: { cursor: true, range: false }',
  )
  const facts = (name: string) =>
    opened.of(
      `input[aria-label=${name}]`,
      '[e.type, e.inputMode, e.enterKeyHint, e.selectionStart, e.selectionEnd]',
    )
  expect(await facts('n')).toEqual(['text', 'numeric', 'done', 0, 0])
  expect(await facts('d')).toEqual(['text', 'decimal', 'search', 0, 0])
  expect(await facts('i')).toEqual(['text', 'text', 'done', 0, 0])
  expect(await facts('s')).toEqual(['password', 'text', 'done', 0, 0])
  expect(await facts('p')).toEqual(['password', 'text', 'done', 0, 0])
  expect(await facts('c')).toEqual(['text', 'text', 'done', 2, 2])
  expect(await opened.page.evaluate('document.activeElement.ariaLabel')).toBe('c')
  await opened.set({ range: true })
  expect(await facts('r')).toEqual(['text', 'text', 'done', 1, 3])
  const colour = `getComputedStyle(document.querySelector('input[aria-label=r]'), '::placeholder').color`
  expect(await opened.page.evaluate(colour)).toBe('rgb(1, 2, 3)')
})

it('textarea tells what is typed and how many lines it has, and grows with auto-height', async () => {
  await start(
    `<textarea id="t" style="line-height: 20px; font-size: 14px; width: 200px" auto-height="{{grows}}"
      placeholder="story" maxlength="9" model:value="{{text}}" ${EVENTS} bind:linechange="log"/><view>said {{text}}</view>`,
    `data: { grows: true, text: '' }`,
  )
  const height = () => opened.of('wx-textarea', 'e.clientHeight')
  const field = opened.page.getByLabel('story')
  await field.pressSequentially('a')
  await field.press('Enter')
  expect(await opened.told()).toEqual([
    ['t', 'focus', { value: '', height: 0 }],
    ['t', 'input', { value: 'a', cursor: 1 }],
    ['t', 'input', { value: 'a\n', cursor: 2 }],
    ['t', 'linechange', { height: 40, heightRpx: (40 * 750) / 390, lineCount: 2, lineHeight: 20 }],
  ])
  expect(await height()).toBe(40)
  await field.pressSequentially('23456789')
  await opened.page.getByText('said a 2345678', { exact: true }).waitFor()
  await field.press('Control+Enter')
  expect((await opened.told()).slice(-2)).toEqual([
    ['t', 'confirm', { value: 'a\n2345678' }],
    ['t', 'blur', { value: 'a\n2345678', cursor: 9 }],
  ])
  await opened.set({ text: 'x' })
  expect(await field.inputValue()).toBe('x')
  expect(await opened.told()).toEqual([
    ['t', 'linechange', { height: 20, heightRpx: (20 * 750) / 390, lineCount: 1, lineHeight: 20 }],
  ])
})

it('placeholders look as a style or a class of the page or the component says', async () => {
  opened = await openBuiltins(
    browser,
    builtinsProject(
      `<x-part/><input aria-label="styled" placeholder="x" placeholder-class="faint" placeholder-style="color: rgb(9, 9, 9)"/>
        <textarea aria-label="usual" placeholder="x"/>`,
      '',
      {
        'pages/a.json': '{ "usingComponents": { "x-part": "/parts/part" } }',
        'pages/a.wxss':
          '.faint { color: rgb(1, 1, 1); font-size: 30px } .textarea-placeholder { font-weight: 700 }',
        'parts/part.json': '{ "component": true }',
        'parts/part.js': 'Component({})',
        'parts/part.wxml': '<input aria-label="of part" placeholder="x" placeholder-class="faint"/>',
        'parts/part.wxss': '.faint { color: rgb(2, 2, 2) }',
      },
    ),
  )
  const look = (name: string) =>
    opened.of(
      `[aria-label="${name}"]`,
      `((style) => [style.color, style.fontSize, style.fontWeight].join(' '))(getComputedStyle(e, '::placeholder'))`,
    )
  expect(await look('of part')).toBe('rgb(2, 2, 2) 16px 400')
  expect(await look('styled')).toBe('rgb(9, 9, 9) 30px 400')
  expect(await look('usual')).toBe('rgb(128, 128, 128) 16px 700')
})

it('textarea grows with what it is given and with its width, and nothing fails of it', async () => {
  opened = await openBuiltins(
    browser,
    builtinsProject(
      '<textarea id="t" auto-height value="{{text}}" style="line-height: 20px; width: {{width}}px" bind:linechange="log"/>',
      `data: { text: 'one\\ntwo words', width: 300 }`,
    ),
  )
  const height = () => opened.of('wx-textarea', 'e.clientHeight')
  const told = (lineCount: number) => {
    const heights = { height: lineCount * 20, heightRpx: (lineCount * 20 * 750) / 390 }
    return [['t', 'linechange', { ...heights, lineCount, lineHeight: 20 }]]
  }
  await expect.poll(height).toBe(40)
  expect(await opened.told()).toEqual(told(2))
  await opened.read(
    `{ window.failures = []; addEventListener('error', ({ message }) => failures.push(message)) }`,
  )
  await opened.set({ width: 60 })
  await expect.poll(height).toBe(60)
  expect(await opened.told()).toEqual(told(3))
  await opened.set({ width: 300 })
  await expect.poll(height).toBe(40)
  expect(await opened.read('failures')).toEqual([])
})

it('textarea with another confirm-type confirms with Enter, and is 150 px high', async () => {
  await start(
    '<textarea id="t" aria-label="t" confirm-type="send" bind:confirm="log" disabled="{{off}}"/>',
    'data: { off: false }',
  )
  await opened.page.getByRole('textbox').fill('hello')
  await opened.page.getByRole('textbox').press('Enter')
  expect(await opened.told()).toEqual([['t', 'confirm', { value: 'hello' }]])
  expect(await opened.of('wx-textarea', 'e.clientHeight')).toBe(150)
  await opened.set({ off: true })
  expect(await opened.page.getByRole('textbox').isDisabled()).toBe(true)
})
