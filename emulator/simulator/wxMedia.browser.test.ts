import type { Browser, FileChooser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Answers: pages wx.chooseImage, wx.chooseMedia, wx.chooseMessageFile, wx.getImageInfo, wx.compressImage,
// wx.previewImage and wx.saveImageToPhotosAlbum, 2026-11; "cancel" as public reports quote it.

const picture = (width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"><rect width="${width}" height="20" fill="red"/></svg>`
const FILE = { name: '照片.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(picture(40)) }
const TEXT = { name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('words') }

const PAGE = `
Page({
  data: { said: '', source: '' },
  say(answer) { this.setData({ said: JSON.stringify({ ...answer, errMsg: answer.errMsg }) }) },
  choose({ currentTarget: { dataset: { api, options } } }) {
    wx[api]({ ...options, success: (answer) => { getApp().last = answer; this.say(answer) }, fail: (error) => this.say(error) })
  },
  show() { this.setData({ source: getApp().last.tempFilePaths[0] }) },
})
`
const tapped = (api: string, options = '{}') =>
  `<button bind:tap="choose" data-api="${api}" data-options="{{${options}}}">${api}</button>`
const WXML = `
${tapped('chooseImage', '{ count: 2 }')}
${tapped('chooseMedia', `{ mediaType: ['image'] }`)}
${tapped('chooseMessageFile', `{ count: 3, type: 'file', extension: ['txt'] }`)}
<button bind:tap="show">show</button>
<image wx:if="{{source}}" id="shown" src="{{source}}"/>
<view id="said">{{said}}</view>
`

let browser: Browser
let opened: OpenedPage
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'app.js': 'App({})',
    'pages/a.js': PAGE,
    'pages/a.wxml': WXML,
    'assets/one.svg': picture(10),
    'assets/two.svg': picture(20),
  })
  opened = await openProject(browser, project, '', { acceptDownloads: true })
  page = opened.page
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const said = async () => {
  const text = page.locator('[id$="--said"]')
  await expect.poll(() => text.textContent()).not.toBe('')
  return Object(JSON.parse((await text.textContent()) ?? ''))
}
const dialogOf = async (api: string): Promise<FileChooser> => {
  const [dialog] = await Promise.all([page.waitForEvent('filechooser'), press(api)])
  return dialog
}

it('chooses pictures, which an image shows and uploads take', async () => {
  const dialog = await dialogOf('chooseImage')
  expect(dialog.isMultiple()).toBe(true)
  expect(await dialog.element().getAttribute('accept')).toBe('image/*')
  await dialog.setFiles([FILE, { ...FILE, name: 'b.svg' }, { ...FILE, name: 'c.svg' }])
  const { errMsg, tempFilePaths, tempFiles } = await said()
  expect(errMsg).toBe('chooseImage:ok')
  expect(tempFiles).toEqual([
    { path: tempFilePaths[0], size: FILE.buffer.length },
    { path: tempFilePaths[1], size: FILE.buffer.length },
  ])
  expect(decodeURIComponent(tempFilePaths[0])).toMatch(/照片\.svg$/)
  await press('show')
  await expect
    .poll(() => page.locator('[id$="--shown"] img').evaluate((image) => Reflect.get(image, 'naturalWidth')))
    .toBe(40)
})

it('chooses media with their size', async () => {
  await (await dialogOf('chooseMedia')).setFiles([FILE])
  expect(await said()).toMatchObject({
    errMsg: 'chooseMedia:ok',
    type: 'image',
    tempFiles: [{ fileType: 'image', width: 40, height: 20, size: FILE.buffer.length, duration: 0 }],
  })
})

it('chooses files by their ending', async () => {
  const dialog = await dialogOf('chooseMessageFile')
  expect(await dialog.element().getAttribute('accept')).toBe('.txt')
  await dialog.setFiles([TEXT])
  const { errMsg, tempFiles } = await said()
  expect(errMsg).toBe('chooseMessageFile:ok')
  expect(tempFiles).toEqual([
    {
      path: expect.stringMatching(/words\.txt$/),
      name: 'words.txt',
      size: 5,
      type: 'file',
      time: expect.any(Number),
    },
  ])
})

it.each(['chooseImage', 'chooseMedia', 'chooseMessageFile'])('%s can be cancelled', async (api) => {
  const dialog = await dialogOf(api)
  await dialog.element().dispatchEvent('cancel')
  expect(await said()).toEqual({ errMsg: `${api}:fail cancel` })
})

it('says how large a picture is', async () => {
  const { path, ...facts } = await opened.wx('getImageInfo', { src: '/assets/two.svg' })
  expect(facts).toEqual({
    errMsg: 'getImageInfo:ok',
    width: 20,
    height: 20,
    type: 'unknown',
    orientation: 'up',
  })
  expect(path).toMatch(/two\.svg$/)
  expect(await opened.wx('getImageInfo', { src: 'wxfile://none' })).toMatchObject({
    errMsg: `getImageInfo:fail file doesn't exist "wxfile://none"`,
  })
})

it('makes a picture smaller', async () => {
  const { tempFilePath, errMsg } = await opened.wx('compressImage', {
    src: '/assets/two.svg',
    compressedWidth: 5,
  })
  expect(errMsg).toBe('compressImage:ok')
  expect(await opened.wx('getImageInfo', { src: tempFilePath })).toMatchObject({ width: 5, height: 5 })
  expect(await opened.wx('compressImage')).toMatchObject({
    errMsg: 'compressImage:fail parameter error: parameter.src should be String instead of Undefined;',
  })
})

it('shows pictures one after the other', async () => {
  const urls = ['/assets/one.svg', '/assets/two.svg']
  expect(await opened.wx('previewImage', { urls, current: urls[1] })).toEqual({ errMsg: 'previewImage:ok' })
  const view = page.getByRole('dialog', { name: '预览图片' })
  await view.getByText('2 / 2').waitFor()
  await page.keyboard.press('ArrowLeft')
  await view.getByText('1 / 2').waitFor()
  await expect
    .poll(() => view.getByRole('img').evaluate((image) => Reflect.get(image, 'naturalWidth')))
    .toBe(10)
  await press('下一张')
  await view.getByText('2 / 2').waitFor()
  await page.keyboard.press('Escape')
  expect(await view.count()).toBe(0)
  expect(await opened.wx('previewImage', { urls: [] })).toMatchObject({
    errMsg: 'previewImage:fail parameter error: parameter.urls should be Array with a picture',
  })
})

it('previews media, of which it shows pictures', async () => {
  const sources = [{ url: '/assets/one.svg' }, { url: '/assets/two.svg', type: 'image' }]
  expect(await opened.wx('previewMedia', { sources, current: 1 })).toEqual({ errMsg: 'previewMedia:ok' })
  const view = page.getByRole('dialog', { name: '预览图片' })
  await view.getByText('2 / 2').waitFor()
  await expect
    .poll(() => view.getByRole('img').evaluate((image) => Reflect.get(image, 'naturalWidth')))
    .toBe(20)
  await page.keyboard.press('Escape')
  expect(await opened.wx('previewMedia')).toEqual({
    errMsg: 'previewMedia:fail parameter error: parameter.sources should be Array with a picture',
  })
  await opened.wx('previewMedia', { sources: [{ url: '/a.mp4', type: 'video' }] })
  expect(opened.errors.splice(0)).toContain('wx.previewMedia: a video is not emulated by the simulator yet')
})

it('saves a picture, if the person allows it', async () => {
  const download = page.waitForEvent('download')
  await opened.read(
    `void (globalThis.answered = logicLayer.wx.saveImageToPhotosAlbum({ filePath: '/assets/one.svg' }))`,
  )
  await press('允许')
  expect(await opened.read('answered')).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' })
  expect((await download).suggestedFilename()).toBe('one.svg')
  expect(await opened.wx('saveImageToPhotosAlbum', { filePath: 'wxfile://none' })).toMatchObject({
    errMsg: `saveImageToPhotosAlbum:fail file doesn't exist "wxfile://none"`,
  })
})

/** A canvas of 20 by 10, its left half red. */
const HALF_RED = `(() => {
  const canvas = logicLayer.wx.createOffscreenCanvas({ type: '2d', width: 20, height: 10 })
  const context = canvas.getContext('2d')
  context.fillStyle = '#f00'
  context.fillRect(0, 0, 10, 10)
  return canvas
})()`

it('makes a file of a canvas, or of a part of it', async () => {
  const whole = Object(await opened.read(`logicLayer.wx.canvasToTempFilePath({ canvas: ${HALF_RED} })`))
  expect(whole).toEqual({
    errMsg: 'canvasToTempFilePath:ok',
    tempFilePath: expect.stringMatching(/canvas\.png$/),
  })
  expect(await opened.wx('getImageInfo', { src: whole.tempFilePath })).toMatchObject({
    type: 'png',
    width: 20,
    height: 10,
  })
  const corner = Object(
    await opened.read(`new Promise((success) => logicLayer.wx.canvasToTempFilePath({ canvas: ${HALF_RED}, x: 5, y: 5,
      width: 5, height: 5, destWidth: 8, destHeight: 8, fileType: 'jpg', quality: 0.9, success }))`),
  )
  expect(await opened.wx('getImageInfo', { src: corner.tempFilePath })).toMatchObject({
    type: 'jpeg',
    width: 8,
    height: 8,
  })
  const red = await opened.read(`(async () => {
    const canvas = logicLayer.wx.createOffscreenCanvas({ type: '2d', width: 8, height: 8 })
    const picture = canvas.createImage()
    await new Promise((done) => Object.assign(picture, { onload: done, src: '${corner.tempFilePath}' }))
    canvas.getContext('2d').drawImage(picture, 0, 0)
    return canvas.getContext('2d').getImageData(4, 4, 1, 1).data[0] > 240
  })()`)
  expect(red).toBe(true)
})

it('needs the node of a canvas', async () => {
  expect(await opened.wx('canvasToTempFilePath', { canvasId: 'old' })).toEqual({
    errMsg: 'canvasToTempFilePath:fail fail canvas is empty',
  })
  expect(opened.errors.splice(0)).toEqual([
    'wx.canvasToTempFilePath: canvasId is not emulated by the simulator yet',
  ])
})
