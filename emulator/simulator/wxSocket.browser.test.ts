import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Fields of the events: pages wx.connectSocket and SocketTask, 2026-11; errno 600009: page PublicErrno.

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  opened = await openProject(browser, fixtureProject())
  await opened.page.routeWebSocket('wss://echo.test/**', (socket) => {
    socket.onMessage((message) =>
      message === 'bye' ? void socket.close({ code: 4001, reason: 'told to' }) : socket.send(message),
    )
  })
})
afterEach(() => opened.close())

const connect = (options: string) =>
  opened.read(`void (globalThis.heard = [], globalThis.task = logicLayer.wx.connectSocket(${options}),
    ['Open', 'Close', 'Error', 'Message'].forEach((name) => task['on' + name]((told) => heard.push([name, told]))))`)
const heard = () => opened.read('heard')

it('sends and receives, texts and bytes', async () => {
  await connect(`{ url: 'wss://echo.test/a', success: ({ errMsg }) => heard.push(errMsg) }`)
  await expect.poll(heard).toEqual(['connectSocket:ok', ['Open', { header: {} }]])
  expect(await opened.read('task.readyState')).toBe(1)
  expect(await opened.read(`task.send({ data: '小爱' })`)).toEqual({ errMsg: 'sendSocketMessage:ok' })
  await expect.poll(() => opened.read('heard.at(-1)')).toEqual(['Message', { data: '小爱' }])
  await opened.read('task.send({ data: new Uint8Array([7, 8]).buffer })')
  await expect
    .poll(() =>
      opened.read('heard.at(-1)[1].data instanceof ArrayBuffer && [...new Uint8Array(heard.at(-1)[1].data)]'),
    )
    .toEqual([7, 8])
})

it('is closed by the phone', async () => {
  await connect(`{ url: 'wss://echo.test/a' }`)
  await expect.poll(() => opened.read('task.readyState')).toBe(1)
  expect(
    await opened.read(`new Promise((success) => task.close({ code: 3000, reason: 'done', success }))`),
  ).toEqual({
    errMsg: 'closeSocket:ok',
  })
  await expect.poll(() => opened.read('heard.at(-1)')).toEqual(['Close', { code: 3000, reason: 'done' }])
})

it('is closed by the server, and sends nothing then', async () => {
  await connect(`{ url: 'wss://echo.test/a' }`)
  await expect.poll(() => opened.read('task.readyState')).toBe(1)
  await opened.read(`task.send({ data: 'bye' })`)
  await expect.poll(() => opened.read('heard.at(-1)')).toEqual(['Close', { code: 4001, reason: 'told to' }])
  expect(await opened.read(`task.send({ data: 'x' }).catch(({ errMsg }) => errMsg)`)).toBe(
    'sendSocketMessage:fail SocketTask.readyState is not OPEN',
  )
})

it('needs an address of a socket, and something to send', async () => {
  const failed = (options: string) =>
    opened.read(
      `new Promise((fail) => logicLayer.wx.connectSocket({ ...${options}, fail: (error) => fail({ ...error }) }))`,
    )
  expect(await failed(`{ url: 'https://echo.test' }`)).toEqual({
    errMsg: 'connectSocket:fail invalid url "https://echo.test"',
    errno: 600_009,
  })
  expect(await failed('{}')).toEqual({
    errMsg: 'connectSocket:fail parameter error: parameter.url should be String instead of Undefined;',
  })
  await connect(`{ url: 'wss://echo.test/a' }`)
  await expect.poll(() => opened.read('task.readyState')).toBe(1)
  expect(await opened.read(`task.send({ data: 7 }).catch(({ errMsg }) => errMsg)`)).toBe(
    'sendSocketMessage:fail parameter error: parameter.data should be String or ArrayBuffer instead of Number;',
  )
})

it('tells when nobody is there', async () => {
  await connect(`{ url: 'ws://127.0.0.1:1/' }`)
  await expect
    .poll(() => opened.read('heard[0]'))
    .toEqual(['Error', { errMsg: 'connectSocket:fail network error' }])
})
