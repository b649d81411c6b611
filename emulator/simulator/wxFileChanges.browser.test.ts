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
  const project = fixtureProject({ 'assets/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' })
  opened = await openProject(browser, project)
  await opened.read(`void (globalThis.wx = logicLayer.wx, globalThis.fs = wx.getFileSystemManager(), globalThis.usr = 'wxfile://usr',
    fs.writeFileSync(usr + '/a.txt', 'hello'))`)
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

/** What a call answers, or the words with which it fails. */
const fs = (call: string, of = 'fs') =>
  opened.read(
    `(async () => { try { return await ${of}.${call} } catch (error) { return error.errMsg ?? error.message } })()`,
  )
const text = (name: string) => fs(`readFileSync(usr + '/${name}', 'utf8')`)

it('appends, truncates, copies and renames', async () => {
  expect(await fs(`appendFile({ filePath: usr + '/a.txt', data: ', 小爱' })`)).toEqual({
    errMsg: 'appendFile:ok',
  })
  expect(await fs(`appendFileSync(usr + '/a.txt', '21', 'hex')`)).toBeUndefined()
  expect(await text('a.txt')).toBe('hello, 小爱!')
  expect(await fs(`copyFile({ srcPath: usr + '/a.txt', destPath: usr + '/b.txt' })`)).toEqual({
    errMsg: 'copyFile:ok',
  })
  expect(await fs(`truncate({ filePath: usr + '/a.txt', length: 4 })`)).toEqual({ errMsg: 'truncate:ok' })
  expect([await text('a.txt'), await text('b.txt')]).toEqual(['hell', 'hello, 小爱!'])
  expect(await fs(`truncateSync({ filePath: usr + '/a.txt', length: 6 })`)).toBeUndefined()
  expect(await text('a.txt')).toBe('hell\0\0')
  await fs(`mkdirSync(usr + '/d/e', true)`)
  await fs(`copyFileSync(usr + '/b.txt', usr + '/d/e/c.txt')`)
  expect(await fs(`rename({ oldPath: usr + '/d', newPath: usr + '/f' })`)).toEqual({ errMsg: 'rename:ok' })
  expect(await text('f/e/c.txt')).toBe('hello, 小爱!')
  expect(await fs(`renameSync(usr + '/b.txt', usr + '/g.txt')`)).toBeUndefined()
  expect(await fs('readdirSync(usr)')).toEqual(expect.arrayContaining(['a.txt', 'f', 'g.txt']))
  expect(await fs(`accessSync(usr + '/d')`)).toBe('accessSync:fail no such file or directory wxfile://usr/d')
})

it.each([
  [
    `appendFile({ filePath: usr + '/x', data: '' })`,
    'appendFile:fail no such file or directory, open wxfile://usr/x',
  ],
  [`appendFileSync(usr, '')`, 'appendFileSync:fail illegal operation on a directory, open wxfile://usr'],
  [
    `copyFile({ srcPath: usr + '/x', destPath: usr + '/y' })`,
    'copyFile:fail no such file or directory, copyFile wxfile://usr/x -> wxfile://usr/y',
  ],
  [
    `copyFileSync(usr + '/a.txt', '/y')`,
    'copyFileSync:fail permission denied, copyFile wxfile://usr/a.txt -> /y',
  ],
  [
    `rename({ oldPath: usr + '/a.txt', newPath: usr + '/x/y' })`,
    'rename:fail no such file or directory, rename wxfile://usr/a.txt -> wxfile://usr/x/y',
  ],
  [`truncate({ filePath: usr + '/x' })`, 'truncate:fail no such file or directory, open wxfile://usr/x'],
  [`getFileInfo({ filePath: usr + '/x' })`, 'getFileInfo:fail file not exist wxfile://usr/x'],
  [`removeSavedFile({ filePath: usr + '/a.txt' })`, 'removeSavedFile:fail file not exist'],
  [`open({ filePath: usr + '/x' })`, 'open:fail no such file or directory, open wxfile://usr/x'],
  [
    `openSync({ filePath: usr + '/a.txt', flag: 'wx' })`,
    'openSync:fail file already exists, open wxfile://usr/a.txt',
  ],
  [`open({ filePath: usr + '/a.txt', flag: 'q' })`, 'open:fail invalid flag "q"'],
  [`close({ fd: '99' })`, 'close:fail bad file descriptor'],
])('%s: %s', async (call, words) => {
  expect(await fs(call)).toBe(words)
})

it('says how large a file is, and its digest', async () => {
  expect(await fs(`getFileInfo({ filePath: usr + '/a.txt', digestAlgorithm: 'sha1' })`)).toEqual({
    errMsg: 'getFileInfo:ok',
    size: 5,
    // printf hello | sha1sum
    digest: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
  })
  expect(await fs(`getFileInfo({ filePath: usr + '/a.txt' })`, 'wx')).toEqual({
    errMsg: 'getFileInfo:ok',
    size: 5,
  })
  await fs(`getFileInfo({ filePath: usr + '/a.txt', digestAlgorithm: 'md5' })`)
  expect(opened.errors.splice(0)).toEqual([
    'getFileInfo: digestAlgorithm md5 is not emulated by the simulator yet',
  ])
})

it('reads and writes in pieces', async () => {
  expect(await fs(`open({ filePath: usr + '/a.txt', flag: 'r+' })`)).toEqual({ errMsg: 'open:ok', fd: '3' })
  expect(
    await opened.read(`fs.read({ fd: '3', arrayBuffer: new ArrayBuffer(4), offset: 1, length: 2 }).then(({ bytesRead, arrayBuffer }) =>
      [bytesRead, ...new Uint8Array(arrayBuffer)])`),
  ).toEqual([2, 0, 104, 101, 0])
  expect(await fs(`readSync({ fd: '3', arrayBuffer: new ArrayBuffer(9) }).bytesRead`)).toBe(3)
  expect(await fs(`write({ fd: '3', data: 'LL', position: 2 })`)).toEqual({
    errMsg: 'write:ok',
    bytesWritten: 2,
  })
  expect(await text('a.txt')).toBe('heLLo')
  expect(await fs(`writeSync({ fd: '3', data: '!?', length: 1 })`)).toEqual({ bytesWritten: 1 })
  expect(await text('a.txt')).toBe('heLLo!')
  expect(await fs(`fstatSync({ fd: '3' }).size`)).toBe(6)
  expect(await fs(`ftruncate({ fd: '3', length: 2 })`)).toEqual({ errMsg: 'ftruncate:ok' })
  expect(await fs(`close({ fd: '3' })`)).toEqual({ errMsg: 'close:ok' })
  expect(await fs(`writeSync({ fd: '3', data: 'x' })`)).toBe('writeSync:fail bad file descriptor')
  const fd = await fs(`openSync({ filePath: usr + '/a.txt', flag: 'a' })`)
  await fs(`writeSync({ fd: '${fd}', data: 'y' })`)
  expect(await text('a.txt')).toBe('hey')
  expect(await fs(`readSync({ fd: '${fd}', arrayBuffer: new ArrayBuffer(1) })`)).toBe(
    'readSync:fail bad file descriptor',
  )
})

it('lists and removes what it has saved', async () => {
  const { path } = await opened.wx('getImageInfo', { src: '/assets/a.svg' })
  const file = `{ tempFilePath: ${JSON.stringify(path)} }`
  await expect.poll(() => fs(`accessSync(${JSON.stringify(path)})`)).toBeUndefined()
  const names = [
    await fs(`saveFile(${file})`, 'wx'),
    await fs(`saveFile(${file})`),
    await fs(`saveFile(${file})`),
  ]
  const [first, second] = names.map((each) => Object(each).savedFilePath)
  expect([first, second]).toEqual(['wxfile://store_0.svg', 'wxfile://store_1.svg'])
  expect(await fs(`removeSavedFile({ filePath: '${first}' })`, 'wx')).toEqual({
    errMsg: 'removeSavedFile:ok',
  })
  // A name that is free, and none that is not.
  expect(await fs(`saveFile(${file})`)).toMatchObject({ savedFilePath: first })
  expect(await fs('getSavedFileList()')).toEqual({
    errMsg: 'getSavedFileList:ok',
    fileList: expect.arrayContaining([{ filePath: second, size: 41, createTime: expect.any(Number) }]),
  })
  expect(await fs(`getSavedFileInfo({ filePath: '${second}' })`, 'wx')).toEqual({
    errMsg: 'getSavedFileInfo:ok',
    size: 41,
    createTime: expect.any(Number),
  })
  expect(await fs(`removeSavedFile({ filePath: 'wxfile://store_9' })`)).toBe(
    'removeSavedFile:fail file not exist',
  )
})

it('says that it does not unzip', async () => {
  expect(await fs('unzip({})')).toBe('FileSystemManager.unzip is not emulated by the simulator yet')
  expect(opened.errors.splice(0)).toEqual(['FileSystemManager.unzip is not emulated by the simulator yet'])
})
