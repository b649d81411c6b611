import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import type { TestWorld } from '../testkit/createWorld.ts'
import { createWorld } from '../testkit/index.ts'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

// Files of the phone and of the cloud where a mini-program shows pictures: pages image, cover-image, wx.previewImage and
// wx.cloud.getTempFileURL, 2026-11.

const picture = (width: number) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"/>`
const WXML = `
<image id="image" src="{{source}}" bind:load="loaded" bind:error="failed"/>
<cover-image id="cover" src="{{source}}" bind:error="failed"/>
`
const PAGE = `Page({
  data: { source: '' },
  onLoad() { this.heard = [] },
  loaded({ detail }) { this.heard.push(detail.width) },
  failed({ detail }) { this.heard.push(detail.errMsg) },
})`

let browser: Browser
let world: TestWorld
let project: FixtureProject
let page: Page
beforeAll(async () => {
  project = fixtureProject({ 'pages/a.js': PAGE, 'pages/a.wxml': WXML, 'images/dot.svg': picture(7) })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      functions: project.root,
      miniprogramRoot: project.root,
    }),
  ])
  page = await browser.newPage({ viewport: { width: 390, height: 760 } })
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
})
beforeEach(async () => {
  await page.goto(`${world.url}/simulator/?person=alice&app=shop`)
  await page.locator('wx-image').waitFor()
  await read(`void (globalThis.page = logicLayer.getCurrentPages()[0], globalThis.fs = logicLayer.wx.getFileSystemManager(),
    fs.writeFileSync('wxfile://usr/kept.svg', ${JSON.stringify(picture(11))}))`)
})

const read = (expression: string): Promise<unknown> => page.evaluate(expression)
const show = (source: string) => read(`void page.setData({ source: ${JSON.stringify(source)} })`)
const width = (id: string) => page.evaluate(`document.querySelector('[id$="--${id}"] > img')?.naturalWidth`)
const uploaded = () =>
  read(
    `logicLayer.wx.cloud.uploadFile({ cloudPath: 'a/b.svg', filePath: '/images/dot.svg' }).then(({ fileID }) => fileID)`,
  )

it('shows a file that the mini-program has written', async () => {
  await show('wxfile://usr/kept.svg')
  await expect.poll(() => width('image')).toBe(11)
  await expect.poll(() => width('cover')).toBe(11)
  expect(await read('page.heard')).toEqual([11])
})

it('shows a file that was saved', async () => {
  const saved = await read(`logicLayer.wx.getImageInfo({ src: '/images/dot.svg' })
    .then(({ path }) => new Promise((done) => setTimeout(done, 50, path)))
    .then((path) => fs.saveFileSync(path))`)
  expect(saved).toMatch(/^wxfile:\/\/store_/)
  await show(String(saved))
  await expect.poll(() => width('image')).toBe(7)
})

it('shows a file of the cloud', async () => {
  const fileID = String(await uploaded())
  expect(fileID).toMatch(/^cloud:\/\//)
  await show(fileID)
  await expect.poll(() => width('image')).toBe(7)
  await expect.poll(() => width('cover')).toBe(7)
})

it('shows the last of two', async () => {
  const fileID = String(await uploaded())
  await read(
    `void (page.setData({ source: ${JSON.stringify(fileID)} }), page.setData({ source: 'wxfile://usr/kept.svg' }))`,
  )
  await expect.poll(() => width('image')).toBe(11)
  expect(await read('page.heard')).toEqual([11])
})

it.each(['wxfile://usr/none.svg', 'cloud://test.none/none.svg'])(
  'tells that %s is not there',
  async (source) => {
    await show('wxfile://usr/kept.svg')
    await expect.poll(() => width('image')).toBe(11)
    await show(source)
    const words = `${source} does not load`
    await expect.poll(() => read('page.heard')).toEqual([11, words, words])
    expect(await width('image')).toBeUndefined()
  },
)

it('previews both kinds', async () => {
  const fileID = String(await uploaded())
  await read(
    `void logicLayer.wx.previewImage({ urls: ['wxfile://usr/kept.svg', ${JSON.stringify(fileID)}] })`,
  )
  const shown = () => page.locator('.viewer-picture').evaluate((image) => Reflect.get(image, 'naturalWidth'))
  await expect.poll(shown).toBe(11)
  await page.keyboard.press('ArrowRight')
  await expect.poll(shown).toBe(7)
})
