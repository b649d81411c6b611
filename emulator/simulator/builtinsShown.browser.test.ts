import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'

/**
 * Pages of developers.weixin.qq.com/miniprogram/dev/component (2026-11): progress, rich-text, icon, cover-view, navigator,
 * root-portal.
 */

let browser: Browser
let opened: OpenedBuiltins
let errors: string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual(errors)
  errors = []
})

const start = async (wxml: string, page = '', files: Readonly<Record<string, string>> = {}) => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page, files))
}

it('progress moves by itself and tells its end', async () => {
  await start(
    `<progress id="p" percent="{{percent}}" show-info active active-mode="{{mode}}" duration="2" bind:activeend="log"/>
    <progress percent="33" stroke-width="12" activeColor="rgb(1, 2, 3)" show-info="{{false}}"/>`,
    `data: { percent: 20, mode: 'backwards' }`,
  )
  const bar = opened.page.getByRole('progressbar').first()
  await expect.poll(opened.told).toEqual([['p', 'activeend', { curPercent: 20 }]])
  expect([await bar.textContent(), await bar.getAttribute('aria-valuenow')]).toEqual(['20%', '20'])
  await opened.set({ mode: 'forwards', percent: 30 })
  expect(await bar.textContent()).toMatch(/^2\d%$/)
  await expect.poll(opened.told).toEqual([['p', 'activeend', { curPercent: 30 }]])
  await opened.set({ mode: 'backwards', percent: 40 })
  expect(await bar.textContent()).toMatch(/^\d%|1\d%$/)
  const second = 'wx-progress:last-of-type [part=done]'
  expect(
    await opened.of(second, '[e.style.width, e.style.background, e.parentElement.clientHeight]'),
  ).toEqual(['33%', 'rgb(1, 2, 3)', 12])
})

it('rich-text draws nodes and HTML', async () => {
  await start('<rich-text nodes="{{nodes}}" space="nbsp"/>', `data: { nodes: '' }`)
  const html = () => opened.of('wx-rich-text > [part=content]', 'e.innerHTML')
  await opened.set({
    nodes: [
      {
        name: 'div',
        attrs: { class: 'big', style: 'width: 75rpx' },
        children: [{ type: 'text', text: 'a &amp; b' }],
      },
    ],
  })
  expect(await html()).toBe('<div class="big" style="width: 10cqw">a &amp; b</div>')
  await opened.set({ nodes: '<!-- no --><P align="left">one<br>two</p><table><tr><td colspan=2 id=x>cell' })
  expect(await html()).toBe(
    '<p>one<br>two</p><table><tbody><tr><td colspan="2">cell</td></tr></tbody></table>',
  )
  await opened.set({ nodes: '<img src="/pictures/a.png" alt="A"><video src="b"><b>gone</b></video>' })
  expect(await html()).toMatch(/^<img [^>]*src="assets\/pictures\/a\.png"[^>]*>$/)
  // The picture is not there.
  const missing = () => opened.errors.filter((each) => each.includes('404'))
  await expect.poll(missing).toHaveLength(1)
  errors = missing()
  await opened.set({ nodes: [] })
  expect(await html()).toBe('')
})

const ATTACKS = [
  '<script>attacked()</script>',
  '<img src=x onerror=attacked()>',
  '<svg onload=attacked()><script>attacked()</script></svg>',
  '<a href="javascript:attacked()" onclick="attacked()">tap</a>',
  '<div onmouseover=attacked() style="width:100px;height:100px">over</div>',
  '<img src=" java&#10;script:attacked()">',
  '<math><mtext><style><img src onerror=attacked()></style></mtext></math>',
  '<noscript><p title="</noscript><img src onerror=attacked()>">',
  '<iframe srcdoc="<script>parent.attacked()</script>"></iframe>',
  '<object data="javascript:attacked()"></object><embed src="javascript:attacked()">',
  '<template><img src onerror=attacked()></template><form><button formaction=javascript:attacked()>x</button></form>',
]

it('rich-text lets nothing through that could run', async () => {
  await start('<rich-text nodes="{{nodes}}"/>', `data: { nodes: '' }`)
  await opened.read('window.attacked = () => { window.wasAttacked = true }')
  for (const attack of [...ATTACKS, ATTACKS.join(''), ATTACKS.join('<b>')]) {
    await opened.set({ nodes: attack })
    const found = await opened.of(
      'wx-rich-text',
      `[...e.querySelectorAll('*')].flatMap((each) => [each.localName, ...each.getAttributeNames()])
        .filter((name) => /^on|^href$|srcdoc|script|iframe|object|embed|svg|math|template|form/.test(name))`,
    )
    expect(found).toEqual([])
  }
  expect(await opened.read('window.wasAttacked')).toBeUndefined()
  errors = opened.errors
  expect(errors.filter((each) => !each.includes('404'))).toEqual([])
})

const FRAGMENTS = fc.constantFrom(
  ...[
    '<',
    '>',
    '"',
    "'",
    '/',
    ' ',
    '=',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&lt;',
    '\u0000',
    '<b',
    '<img',
    '<img',
    '<b>',
  ],
  ...[
    '<svg>',
    '</svg>',
    '<math>',
    '<style>',
    '</style>',
    '<title>',
    '<noscript>',
    '<template>',
    '<select>',
    '<table>',
  ],
  ...[
    '<script>',
    '</script>',
    'attacked()',
    ' src=x',
    ' style=color:red',
    ' onerror=attacked()',
    ' onload=attacked()',
  ],
  ...[' href=javascript:attacked()', ' src=javascript:attacked()', ' srcdoc=x', ' xlink:href=x', ' id=x'],
)

it('rich-text lets nothing through, whatever the HTML is', async () => {
  await start('<rich-text nodes="{{nodes}}"/>', `data: { nodes: '' }`)
  const texts = fc
    .sample(fc.array(FRAGMENTS, { minLength: 3, maxLength: 24 }), 300)
    .map((each) => each.join(''))
  // What is trusted is drawn, so that an element that draws nothing does not pass.
  texts.push('<b>bold</b><img src=x style=color:red>')
  const found = await opened.read(`(() => {
    window.attacked = () => { window.wasAttacked = true }
    const page = logicLayer.getCurrentPages()[0], element = document.querySelector('wx-rich-text')
    const drawn = new Set()
    for (const nodes of ${JSON.stringify(texts)}) {
      page.setData({ nodes })
      for (const each of element.querySelectorAll('*')) drawn.add(each.localName)
        && each.getAttributeNames().forEach((name) => drawn.add('@' + name))
    }
    return [...drawn]
  })()`)
  // The part of the template, and what is trusted of the fragments: no script, no handler.
  const trusted = ['div', '@part', 'b', 'img', 'table', 'tbody', 'tr', 'td', '@src', '@style']
  expect(Array.isArray(found) && found.filter((each) => !trusted.includes(each))).toEqual([])
  expect(found).toEqual(expect.arrayContaining(['b', 'img', '@src', '@style']))
  expect(await opened.read('window.wasAttacked')).toBeUndefined()
  errors = opened.errors
})

it('icon knows the documented types and names others', async () => {
  const types = [
    'success',
    'success_no_circle',
    'info',
    'warn',
    'waiting',
    'cancel',
    'download',
    'search',
    'clear',
  ]
  await start(`${types.map((type) => `<icon type="${type}" size="40"/>`).join('')}<icon type="heart"/>`)
  const signs = `[...document.querySelectorAll('wx-icon')].map((each) => each.textContent)`
  expect(await opened.read(signs)).toEqual(['✓', '✓', 'i', '!', '…', '✕', '↓', '⌕', '✕', ''])
  expect(await opened.of('wx-icon', 'e.getBoundingClientRect().width')).toBe(40)
  errors = ['<icon type="heart"> is not emulated by the simulator yet']
  expect(opened.errors).toEqual(errors)
})

it('cover-view and cover-image are a box and a picture', async () => {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"></svg>'
  await start(
    `<cover-view id="v" bind:tap="log" style="width: 80px">cover<cover-image id="i" src="/a.svg" bind:load="log" bind:error="log"/></cover-view>`,
    '',
    { 'a.svg': picture },
  )
  await expect.poll(opened.told).toEqual([['i', 'load', { width: 20, height: 10 }]])
  expect(await opened.of('wx-cover-image', 'e.clientWidth')).toBe(80)
  await opened.page.getByText('cover').click()
  expect(await opened.told()).toMatchObject([['v', 'tap', {}]])
})

it('navigator goes to a tab, and says why it cannot', async () => {
  await start(
    `<navigator url="/pages/b" open-type="switchTab">tab</navigator>
    <navigator url="/pages/a" open-type="switchTab">no tab</navigator>
    <navigator target="miniProgram" open-type="redirect">elsewhere</navigator>`,
    '',
    {
      'app.json': `{ "pages": ["pages/a", "pages/b", "pages/c"],
        "tabBar": { "list": [{ "pagePath": "pages/b", "text": "B" }, { "pagePath": "pages/c", "text": "C" }] } }`,
      'pages/b.js': 'Page({})',
      'pages/b.wxml': '<view>page b</view>',
      'pages/c.js': 'Page({})',
      'pages/c.wxml': '<view>page c</view>',
    },
  )
  const link = (name: string) => opened.page.getByRole('link', { name, exact: true })
  await link('no tab').click()
  await link('elsewhere').press('Enter')
  errors = [
    'switchTab:fail can not switch to no-tabBar page',
    '<navigator open-type="redirect" target="miniProgram"> is not emulated by the simulator yet',
  ]
  expect(opened.errors).toEqual(errors)
  await link('tab').click()
  await opened.page.getByText('page b').waitFor()
  expect(await opened.routes()).toEqual(['pages/b'])
})

it('navigator asks before another mini-program opens, and leaves this one', async () => {
  await start(
    `<navigator id="n" target="miniProgram" app-id="wx0000000000000009" path="pages/x?y=1" bindsuccess="log" bindfail="log" bindcomplete="log">other</navigator>
    <navigator target="miniProgram" open-type="exit">exit</navigator>`,
  )
  const link = (name: string) => opened.page.getByRole('link', { name, exact: true })
  const told = (event: string, outcome: string) =>
    [event, 'complete'].map((name) => ['n', name, { errMsg: `navigateToMiniProgram:${outcome}` }])
  await link('other').click()
  const sheet = opened.page.getByRole('dialog', { name: '打开小程序' })
  await sheet.getByText('wx0000000000000009').waitFor()
  await sheet.getByText('pages/x?y=1').waitFor()
  await sheet.getByRole('button', { name: '取消' }).click()
  await expect.poll(opened.told).toEqual(told('fail', 'fail cancel'))
  await link('other').click()
  await sheet.getByRole('button', { name: '允许' }).click()
  await expect.poll(opened.told).toEqual(told('success', 'ok'))
  await link('exit').click()
  await opened.page.getByRole('button', { name: '重新进入小程序' }).waitFor()
})

it('root-portal takes its content out of its place, and away with it', async () => {
  await start(
    `<view id="clip" style="height: 0; overflow: hidden"><root-portal wx:if="{{there}}" enable="{{out}}"><view id="v" bind:tap="log">portal {{word}}</view></root-portal></view>`,
    `data: { there: true, out: true, word: 'one' }`,
  )
  const around = () => opened.of('[id$="--v"]', `e.closest('[id$="--clip"]') !== null`)
  expect(await around()).toBe(false)
  await opened.set({ word: 'two' })
  await opened.page.getByText('portal two').click()
  expect(await opened.told()).toMatchObject([['v', 'tap', {}]])
  await opened.set({ out: false })
  expect(await around()).toBe(true)
  await opened.set({ out: true })
  await opened.set({ there: false })
  expect(await opened.page.getByText('portal').count()).toBe(0)
})

it('text reads entities if it is told to, and only once', async () => {
  await start(
    `<text id="plain">{{words}}</text><text id="read" decode>{{words}}</text><span id="span"><text decode>{{'&gt;'}}</text>{{words}}</span>`,
    `data: { words: 'a&nbsp;&lt;b&gt;&amp;lt;' },`,
  )
  const shown = (id: string) => opened.of(`[id$="--${id}"]`, 'e.textContent')
  expect(await shown('plain')).toBe('a&nbsp;&lt;b&gt;&amp;lt;')
  expect(await shown('read')).toBe('a\u00a0<b>&lt;')
  expect(await shown('span')).toBe('>a&nbsp;&lt;b&gt;&amp;lt;')
  expect(await opened.of('wx-span', 'getComputedStyle(e).display')).toBe('inline')
  await opened.set({ words: '&ensp;&emsp;&apos;&quot;' })
  await expect.poll(() => shown('read')).toBe('\u2002\u2003\'"')
})
