import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Pages wx.setStorage, wx.batchSetStorage, wx.getStorageInfo ("单个 key 允许存储的最大数据长度为 1MB，所有数据存储上限为 10MB"),
// wx.requestSubscribeMessage, wx.getLogManager, wx.getRealtimeLogManager and wx.arrayBufferToBase64, 2026-11; the words of
// full storage and of the missing tap as public reports quote them.

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  opened = await openProject(browser, fixtureProject())
})
afterEach(() => opened.close())

const wx = (call: string) => opened.read(`logicLayer.wx.${call}`)
const thrown = (call: string) =>
  opened.read(`(() => { try { return logicLayer.wx.${call} } catch ({ message }) { return message } })()`)
const press = (name: string) => opened.page.getByRole('button', { name, exact: true }).click()

it('stores and answers several at once', async () => {
  const kvList = [
    { key: 'a', value: { n: 1 } },
    { key: 'b', value: 'two' },
  ]
  expect(await opened.wx('batchSetStorage', { kvList })).toEqual({ errMsg: 'batchSetStorage:ok' })
  expect(await opened.wx('batchGetStorage', { keyList: ['b', 'a', 'none'] })).toEqual({
    errMsg: 'batchGetStorage:ok',
    dataList: ['two', { n: 1 }, ''],
  })
  await wx(`batchSetStorageSync([{ key: 'c', value: 3 }])`)
  expect(await wx(`batchGetStorageSync(['a', 'c'])`)).toEqual([{ n: 1 }, 3])
  const { keys, limitSize } = Object(await opened.wx('getStorageInfo'))
  expect([[...keys].sort(), limitSize]).toEqual([['a', 'b', 'c'], 10_240])
  expect(await opened.wx('batchSetStorage')).toMatchObject({
    errMsg: 'batchSetStorage:fail parameter error: parameter.kvList should be Array instead of Undefined;',
  })
})

it('has keys that are texts, and says when one is not there', async () => {
  expect(await opened.wx('getStorage', { key: 'none' })).toMatchObject({
    errMsg: 'getStorage:fail data not found',
  })
  const words = 'setStorage:fail parameter error: parameter.key should be String instead of Number;'
  expect(await opened.wx('setStorage', { key: 1, data: 2 })).toMatchObject({ errMsg: words })
  expect(await thrown('setStorageSync(1, 2)')).toBe(words)
})

it('takes a megabyte for a key', async () => {
  expect(await thrown(`setStorageSync('k', 'x'.repeat(1024 * 1024 - 3))`)).toBeUndefined()
  expect(await thrown(`setStorageSync('k', 'x'.repeat(1024 * 1024 - 2))`)).toBe(
    'setStorageSync:fail:entry size limit reached',
  )
  const call = `setStorage({ key: 'k', data: 'x'.repeat(1024 * 1024) }).catch(({ errMsg }) => errMsg)`
  expect(await wx(call)).toBe('setStorage:fail:entry size limit reached')
})

it('says that it is full', async () => {
  const filled = await opened.read(`(() => {
    try { for (let n = 0; n < 12; n += 1) logicLayer.wx.setStorageSync('k' + n, 'x'.repeat(1e6)) }
    catch ({ message }) { return message }
  })()`)
  expect(filled).toBe('setStorageSync:fail exceed storage max size 10Mb')
  expect(opened.errors.join()).toContain('The browser has no room for more')
})

it('says that nothing is encrypted', async () => {
  await opened.wx('setStorage', { key: 'secret', data: 1, encrypt: true })
  expect(opened.errors).toEqual(['wx.setStorage: encrypt is not emulated by the simulator yet'])
})

it('asks for messages, template by template', async () => {
  const ask = (tmplIds: readonly string[]) =>
    opened.read(
      `void (globalThis.answered = logicLayer.wx.requestSubscribeMessage({ tmplIds: ${JSON.stringify(tmplIds)} }))`,
    )
  await ask(['one', 'two'])
  await opened.page.getByRole('checkbox', { name: 'two' }).uncheck()
  await press('允许')
  expect(await opened.read('answered')).toEqual({
    errMsg: 'requestSubscribeMessage:ok',
    one: 'accept',
    two: 'reject',
  })
  await ask(['one'])
  await press('拒绝')
  expect(await opened.read('answered')).toEqual({ errMsg: 'requestSubscribeMessage:ok', one: 'reject' })
  expect(await opened.wx('requestSubscribeMessage', { tmplIds: [] })).toMatchObject({ errCode: 10_001 })
  expect(await opened.wx('requestSubscribeMessage', { tmplIds: ['1', '2', '3', '4'] })).toMatchObject({
    errCode: 20_003,
  })
})

it('writes reports and logs to the console', async () => {
  const lines: string[] = []
  opened.page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`))
  await opened.read(`void (() => {
    const { wx } = logicLayer
    wx.reportEvent('bought', { n: 1 })
    wx.reportMonitor('1', 2)
    wx.getLogManager().log('a', 'b')
    const log = wx.getRealtimeLogManager()
    log.info('here')
    log.setFilterMsg('order')
    log.tag('pay').error('lost')
  })()`)
  await expect
    .poll(() => lines)
    .toEqual([
      'info: [wx] reportEvent bought {n: 1}',
      'info: [wx] reportMonitor 1 2',
      'log: [wx] LogManager a b',
      'info: [wx] RealtimeLogManager here',
      'info: [wx] RealtimeLogManager filter order',
      'error: [wx] RealtimeLogManager pay lost',
    ])
})

it('turns bytes into base64 and back', async () => {
  expect(await wx('arrayBufferToBase64(new Uint8Array([0, 255, 16]).buffer)')).toBe('AP8Q')
  expect(await opened.read(`[...new Uint8Array(logicLayer.wx.base64ToArrayBuffer('AP8Q'))]`)).toEqual([
    0, 255, 16,
  ])
})
