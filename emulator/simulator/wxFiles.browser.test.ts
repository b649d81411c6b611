import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Results and the words behind "fail": page FileSystemManager and the pages of its methods, 2026-11.

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const project = fixtureProject({
    'assets/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'app.js': `App({ onLaunch() { this.atLaunch = wx.getFileSystemManager().readdirSync(wx.env.USER_DATA_PATH) } })`,
  })
  opened = await openProject(browser, project)
  await opened.read(
    `void (globalThis.fs = logicLayer.wx.getFileSystemManager(), globalThis.usr = logicLayer.wx.env.USER_DATA_PATH)`,
  )
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

/** What a call of the manager answers, or the words with which it fails. */
const fs = (call: string) =>
  opened.read(
    `(async () => { try { return await fs.${call} } catch (error) { return error.errMsg ?? error.message } })()`,
  )

it('writes and reads, with promises, callbacks and at once', async () => {
  expect(await opened.read('usr')).toBe('wxfile://usr')
  expect(await fs('writeFile({ filePath: usr + "/a.txt", data: "小爱" })')).toEqual({
    errMsg: 'writeFile:ok',
  })
  expect(await fs('readFile({ filePath: usr + "/a.txt", encoding: "utf8" })')).toEqual({
    errMsg: 'readFile:ok',
    data: '小爱',
  })
  expect(
    await opened.read(`new Promise((done) => fs.readFile({ filePath: usr + '/a.txt', position: 3, length: 3,
      encoding: 'hex', success: ({ data }) => done(data) }))`),
  ).toBe('e788b1')
  expect(await fs('writeFileSync(usr + "/b", "AP8Q", "base64")')).toBeUndefined()
  expect(await opened.read(`[...new Uint8Array(fs.readFileSync(usr + '/b'))]`)).toEqual([0, 255, 16])
  expect(await fs('writeFileSync(usr + "/c", new Uint8Array([104, 105]).buffer)')).toBeUndefined()
  expect(await fs('readFileSync(usr + "/c", "utf-8")')).toBe('hi')
  expect(await fs('writeFileSync(usr + "/d", "é小", "ucs2")')).toBeUndefined()
  expect(await fs('readFileSync(usr + "/d", "hex")')).toBe('e9000f5c')
  expect(await fs('readFileSync(usr + "/d", "utf16le")')).toBe('é小')
})

it.each([
  [
    'readFile({ filePath: usr + "/none" })',
    'readFile:fail no such file or directory, open wxfile://usr/none',
  ],
  ['readFileSync(usr + "/none")', 'readFileSync:fail no such file or directory, open wxfile://usr/none'],
  ['readFileSync(usr)', 'readFileSync:fail illegal operation on a directory, open wxfile://usr'],
  ['writeFileSync(usr + "/x/y", "")', 'writeFileSync:fail no such file or directory, open wxfile://usr/x/y'],
  ['writeFile({ filePath: "/a", data: "" })', 'writeFile:fail permission denied, open /a'],
  ['accessSync(usr + "/none")', 'accessSync:fail no such file or directory wxfile://usr/none'],
  ['stat({ path: usr + "/none" })', 'stat:fail no such file or directory wxfile://usr/none'],
  ['unlink({ filePath: usr + "/none" })', 'unlink:fail no such file or directory wxfile://usr/none'],
  ['unlinkSync(usr)', 'unlinkSync:fail operation not permitted wxfile://usr'],
  ['mkdir({ dirPath: usr + "/x/y" })', 'mkdir:fail no such file or directory wxfile://usr/x/y'],
  ['rmdir({ dirPath: usr + "/none" })', 'rmdir:fail no such file or directory wxfile://usr/none'],
  ['readdir({ dirPath: usr + "/none" })', 'readdir:fail no such file or directory wxfile://usr/none'],
  ['saveFile({ tempFilePath: "none" })', 'saveFile:fail tempFilePath file not exist'],
])('%s: %s', async (call, words) => {
  expect(await fs(call)).toBe(words)
})

it('has folders', async () => {
  expect(await fs('mkdir({ dirPath: usr + "/a/b", recursive: true })')).toEqual({ errMsg: 'mkdir:ok' })
  expect(await fs('mkdirSync(usr + "/a")')).toBe('mkdirSync:fail file already exists wxfile://usr/a')
  await fs('writeFileSync(usr + "/a/b/c.txt", "c")')
  await fs('writeFileSync(usr + "/a/d.txt", "dd")')
  expect(await fs('readdirSync(usr + "/a")')).toEqual(['b', 'd.txt'])
  expect(await fs('readdir({ dirPath: usr })')).toEqual({ errMsg: 'readdir:ok', files: ['a'] })
  expect(await fs('readdirSync(usr + "/a/d.txt")')).toBe(
    'readdirSync:fail not a directory wxfile://usr/a/d.txt',
  )
  expect(
    await opened.read(
      `(({ size, mode, ...stats }) => [size, mode, stats.isFile(), stats.isDirectory()])(fs.statSync(usr + '/a/d.txt'))`,
    ),
  ).toEqual([2, 33_188, true, false])
  expect(await opened.read(`fs.statSync(usr + '/a').isDirectory()`)).toBe(true)
  expect(await fs('rmdirSync(usr + "/a")')).toBe('rmdirSync:fail directory not empty wxfile://usr/a')
  expect(await fs('unlink({ filePath: usr + "/a/d.txt" })')).toEqual({ errMsg: 'unlink:ok' })
  expect(await fs('rmdir({ dirPath: usr + "/a", recursive: true })')).toEqual({ errMsg: 'rmdir:ok' })
  expect(await fs('access({ path: usr + "/a/b/c.txt" })')).toBe(
    'access:fail no such file or directory wxfile://usr/a/b/c.txt',
  )
})

it('saves a temporary file, which other calls take', async () => {
  const { path } = await opened.wx('getImageInfo', { src: '/assets/a.svg' })
  await expect.poll(() => fs(`accessSync(${JSON.stringify(path)})`)).toBeUndefined()
  const { savedFilePath } = Object(await fs(`saveFile({ tempFilePath: ${JSON.stringify(path)} })`))
  expect(savedFilePath).toMatch(/^wxfile:\/\/store_\d+\.svg$/)
  expect(await fs(`saveFileSync(${JSON.stringify(path)}, usr + '/kept.svg')`)).toBe('wxfile://usr/kept.svg')
  expect(await fs('readFileSync(usr + "/kept.svg", "utf8")')).toMatch(/^<svg/)
})

it('keeps files when the page is gone, and from other people', async () => {
  await fs('writeFileSync(usr + "/kept.txt", "still here")')
  const again = async (query: string) => {
    await opened.page.goto(new URL(query, opened.page.url()).href)
    await opened.page.locator('wx-page').waitFor({ state: 'attached' })
    await opened.read(
      `void (globalThis.fs = logicLayer.wx.getFileSystemManager(), globalThis.usr = logicLayer.wx.env.USER_DATA_PATH)`,
    )
  }
  await again('?person=alice')
  expect(await opened.read('logicLayer.getApp().atLaunch')).toEqual(['kept.txt'])
  expect(await fs('readFileSync(usr + "/kept.txt", "utf8")')).toBe('still here')
  await again('?person=bob')
  expect(await fs('readdirSync(usr)')).toEqual([])
})
