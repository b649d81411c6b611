import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import type { TestWorld } from '../testkit/createWorld.ts'
import { createWorld } from '../testkit/index.ts'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

// Results: pages wx.cloud.uploadFile, downloadFile, getTempFileURL and deleteFile, and wx.login, 2026-11.

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'

let browser: Browser
let world: TestWorld
let project: FixtureProject
let page: Page
beforeAll(async () => {
  project = fixtureProject({ 'images/dot.svg': PICTURE })
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
  await page.locator('wx-page').waitFor({ state: 'attached' })
  await read('void (globalThis.wx = logicLayer.wx)')
})

const read = (expression: string): Promise<unknown> => page.evaluate(expression)
const UP = `cloudPath: 'a/b.svg', filePath: '/images/dot.svg'`
const failure = (call: string) => read(`wx.${call}.catch((error) => ({ ...error }))`)

it('moves files with promises, and lists them', async () => {
  const { fileID, ...up } = Object(await read(`wx.cloud.uploadFile({ ${UP} })`))
  expect(up).toEqual({ errMsg: 'cloud.uploadFile:ok', statusCode: 200 })
  const down = Object(await read(`wx.cloud.downloadFile({ fileID: '${fileID}' })`))
  expect(down).toEqual({
    errMsg: 'cloud.downloadFile:ok',
    statusCode: 200,
    tempFilePath: expect.stringMatching(/b\.svg$/),
  })
  expect(
    await read(`wx.cloud.getTempFileURL({ fileList: ['${fileID}', 'cloud://x.y/none'] })`),
  ).toMatchObject({
    errMsg: 'cloud.getTempFileURL:ok',
    fileList: [
      { fileID, status: 0, errMsg: 'ok', tempFileURL: expect.stringMatching(/^http/) },
      { fileID: 'cloud://x.y/none', tempFileURL: '' },
    ],
  })
  expect(await read(`wx.cloud.deleteFile({ fileList: ['${fileID}'] })`)).toEqual({
    errMsg: 'cloud.deleteFile:ok',
    fileList: [{ fileID, status: 0, errMsg: 'ok' }],
  })
  expect(await failure(`cloud.downloadFile({ fileID: '${fileID}' })`)).toMatchObject({
    errCode: -1,
    errMsg: expect.stringMatching(/^cloud\.downloadFile:fail Error: /),
  })
})

it('gives a task to who listens by callbacks', async () => {
  expect(
    await read(`new Promise((done) => {
      const heard = []
      const task = wx.cloud.uploadFile({ ${UP}, success: ({ errMsg }) => done([...heard, errMsg]) })
      task.onProgressUpdate(({ progress, totalBytesSent }) => heard.push([progress, totalBytesSent]))
    })`),
  ).toEqual([[100, PICTURE.length], 'cloud.uploadFile:ok'])
  expect(
    await read(
      `new Promise((fail) => wx.cloud.uploadFile({ ${UP}, fail: ({ errMsg }) => fail(errMsg) }).abort())`,
    ),
  ).toBe('cloud.uploadFile:fail Error: abort; at cloud.uploadFile api; ')
})

it('needs a file and a list', async () => {
  expect(await failure(`cloud.uploadFile({ cloudPath: 'a', filePath: 'wxfile://none' })`)).toEqual({
    errCode: -1,
    errMsg: 'cloud.uploadFile:fail Error: file does not exist, wxfile://none; at cloud.uploadFile api; ',
  })
  expect(await failure('cloud.deleteFile({})')).toEqual({
    errCode: -1,
    errMsg: 'cloud.deleteFile:fail Error: parameter.fileList should be array; at cloud.deleteFile api; ',
  })
})

it('login waits no longer than its timeout', async () => {
  expect(await read('wx.login({ timeout: 5000 }).then(({ errMsg, code }) => [errMsg, code.length])')).toEqual(
    ['login:ok', 32],
  )
  await page.route('**/__cloud/wx/login', () => undefined)
  expect(await failure('login({ timeout: 20 })')).toEqual({ errMsg: 'login:fail timeout', errno: 5 })
  await page.unroute('**/__cloud/wx/login')
})

it('getUserProfile needs to say what for, and a tap', async () => {
  await read('wx.login()')
  expect(await failure('getUserProfile()')).toEqual({
    errMsg: 'getUserProfile:fail parameter error: parameter.desc should be String instead of Undefined;',
  })
  expect(await failure(`getUserProfile({ desc: '${'用'.repeat(31)}' })`)).toEqual({
    errMsg: 'getUserProfile:fail desc length does not meet the requirements',
  })
  const late = `new Promise((done) => setTimeout(done, 0))`
  await read(`Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } }), ${late}`)
  expect(await failure(`getUserProfile({ desc: '会员' })`)).toEqual({
    errMsg: 'getUserProfile:fail can only be invoked by user TAP gesture.',
  })
})
