import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { builtinsProject, type OpenedBuiltins, openBuiltins } from './builtinsProject.ts'
import { openProject } from './openedPage.ts'

/** Pages of developers.weixin.qq.com/miniprogram/dev/component (2026-11): video, canvas, web-view, official-account. */

let browser: Browser
let opened: OpenedBuiltins
let errors: string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  const expected = errors
  errors = []
  if (opened.page.isClosed()) return
  await opened.close()
  expect(opened.errors).toEqual(expected)
})

const start = async (wxml: string, page = '', files: Readonly<Record<string, string>> = {}) => {
  opened = await openBuiltins(browser, builtinsProject(wxml, page, files))
}

/** Silence of so many milliseconds as a WAV file: one byte for each of 8000 samples a second. */
function silence(milliseconds: number): string {
  const samples = Buffer.alloc(8 * milliseconds, 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return `data:audio/wav;base64,${Buffer.concat([head, samples]).toString('base64')}`
}

const VIDEO = ['play', 'pause', 'ended', 'timeupdate', 'error', 'loadedmetadata', 'seekcomplete']
const TOLD_OF_VIDEO = VIDEO.map((name) => `bind:${name}="log"`).join(' ')

it('video is played by the browser and tells of it', async () => {
  await start(
    `<video id="v" src="{{src}}" muted="{{muted}}" poster="/p.svg" loop="{{loop}}" controls="{{controls}}" autoplay="{{autoplay}}" object-fit="cover" ${TOLD_OF_VIDEO}/>`,
    `data: { src: '${silence(400)}', muted: true, loop: false, controls: true, autoplay: true }`,
    { 'p.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  )
  const told: unknown[] = []
  const heard = async () => {
    told.push(...(await opened.told()))
    return told.map((each) => (Array.isArray(each) ? each[1] : ''))
  }
  await expect.poll(heard).toContain('ended')
  expect(told[0]).toEqual(['v', 'loadedmetadata', { width: 0, height: 0, duration: 0.4 }])
  expect(told).toContainEqual(['v', 'play', {}])
  expect(told).toContainEqual(['v', 'timeupdate', { currentTime: expect.any(Number), duration: 0.4 }])
  expect(told.slice(-2)).toEqual([
    ['v', 'pause', {}],
    ['v', 'ended', {}],
  ])
  const facts = `[e.muted, e.loop, e.controls, e.autoplay, e.getAttribute('poster'), e.style.objectFit, e.parentElement.clientWidth, e.parentElement.clientHeight]`
  expect(await opened.of('video', facts)).toEqual([
    true,
    false,
    true,
    true,
    'assets/p.svg',
    'cover',
    300,
    225,
  ])
  await opened.set({ controls: false, loop: true, muted: false, autoplay: false })
  expect(await opened.of('video', facts)).toEqual([false, true, false, false, '', 'cover', 300, 225])
  await opened.told()
  await opened.set({ src: 'data:video/mp4;base64,AAAA' })
  await expect.poll(opened.told).toEqual([['v', 'error', { errMsg: expect.stringMatching(/\w/) }]])
})

const DRAW = `draw() {
  const query = this.createSelectorQuery()
  query.select('#c').fields({ node: true, size: true }).exec(([{ node, width, height, nodeCanvasType }]) => {
    const context = node.getContext('2d', { willReadFrequently: true })
    node.width = width * 2
    context.fillStyle = 'rgb(10, 20, 30)'
    context.fillRect(0, 0, 5, 5)
    context.fill(node.createPath2D('M 10 10 h 5 v 5 h -5 z'))
    const picture = node.createImage()
    picture.onload = () => node.requestAnimationFrame(() => {
      context.drawImage(picture, 20, 0)
      const pixel = (x, y) => [...context.getImageData(x, y, 1, 1).data]
      getApp().log.push([nodeCanvasType, node.width, node.height, width, height, picture.src, pixel(1, 1), pixel(12, 12), pixel(21, 1),
        node.createImageData(2, 3).data.length, node.toDataURL().slice(0, 14)])
    })
    picture.src = '/red.svg'
  })
},`

it('canvas gives its node, which draws as a phone does', async () => {
  await start(
    `<canvas id="c" type="2d" style="width: 100px; height: 60px" bind:tap="log"/><canvas id="old" canvas-id="old"/>`,
    DRAW,
    {
      'red.svg':
        '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="#f00"/></svg>',
    },
  )
  await opened.read('logicLayer.getCurrentPages()[0].draw()')
  const dark = [10, 20, 30, 255]
  await expect
    .poll(opened.told)
    .toEqual([['2d', 200, 150, 100, 60, '/red.svg', dark, dark, [255, 0, 0, 255], 24, 'data:image/png']])
  await opened.page.locator('wx-canvas').first().click()
  expect(await opened.told()).toMatchObject([['c', 'tap', {}]])
  errors = ['<canvas> without type="2d" is not emulated by the simulator yet']
})

it('web-view fills the page with what a server of this machine has', async () => {
  await start(
    '<web-view id="w" src="{{src}}" bind:load="log" bind:error="log"/>',
    `data: { src: '' },
    onShareAppMessage({ from, webViewUrl }) { getApp().log.push([from, webViewUrl]); return {} }`,
  )
  const address = `${new URL(opened.page.url()).origin}/simulator/assets/inner.html`
  await opened.page.route('**/inner.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>inner</title><p>a page within</p>' }),
  )
  await opened.set({ src: address })
  await expect.poll(opened.told).toEqual([['w', 'load', { src: address }]])
  await opened.page.frameLocator('iframe').getByText('a page within').waitFor()
  const box = await opened.page.locator('iframe').boundingBox()
  expect([box?.x, box?.y, box?.width, box?.height]).toEqual([0, 88, 390, 672])
  await opened.page.getByRole('button', { name: '更多' }).click()
  await opened.page.getByRole('button', { name: '发送给朋友' }).click()
  expect(await opened.told()).toEqual([['menu', address]])
  await opened.set({ src: 'https://example.com/far' })
  await expect.poll(opened.told).toEqual([['w', 'error', { src: 'https://example.com/far' }]])
  await opened.page.getByText('https://example.com/far').waitFor()
  expect(await opened.page.locator('iframe').count()).toBe(0)
})

it('official-account shows nothing, and says why', async () => {
  await start('<official-account id="o" bind:load="log" bind:error="log"/>')
  await expect.poll(opened.told).toEqual([['o', 'error', { status: 5, errMsg: '场景值错误' }]])
  expect(await opened.of('wx-official-account', 'e.getBoundingClientRect().height')).toBe(0)
})

it('what is left of the built-ins is told of at start, each with its place', async () => {
  const tags = [
    'share-element',
    'audio',
    'camera',
    'map',
    'live-player',
    'live-pusher',
    'editor',
    'ad',
    'ad-custom',
  ]
  const problems: string[] = []
  const project = builtinsProject(tags.map((tag) => `<${tag}/>`).join('\n'))
  const page = await openProject(browser, project, '', {}, (text) => problems.push(text.split('\n')[0] ?? ''))
  await page.close()
  expect(problems).toEqual(
    tags.map(
      (tag, index) =>
        `miniprogram/pages/a.wxml:${index + 1}:1: warning: <${tag}> is not simulated yet: an element without looks or behaviour is in its place`,
    ),
  )
})
