import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Fields and defaults: pages wx.request, wx.uploadFile, wx.downloadFile and UploadTask.onProgressUpdate, 2026-11; errno:
// page PublicErrno ("600009 invalid URL", "600003 network interrupted error", "5 time out").

let browser: Browser
let server: Server
let address: string
let opened: OpenedPage
const open: ServerResponse[] = []

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** Says what it was sent, to pages of any origin. */
const echo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method, url = '', headers } = request
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-headers', '*, x-test')
  response.setHeader('access-control-allow-methods', '*')
  response.setHeader('access-control-expose-headers', '*')
  if (method === 'OPTIONS') return void response.end()
  if (url.startsWith('/never')) return void open.push(response)
  response.setHeader('x-answer', 'yes')
  if (url.startsWith('/text')) return void response.end('not { JSON')
  const body = await bodyOf(request)
  const said = { method, url, type: headers['content-type'], test: headers['x-test'], body }
  response.writeHead(url.startsWith('/missing') ? 404 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(said))
}

beforeAll(async () => {
  browser = await launchBrowser()
  server = createServer((request, response) => void echo(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound: AddressInfo | string | null = server.address()
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  opened = await openProject(browser, fixtureProject({ 'assets/a.png': 'picture' }))
})
afterEach(() => opened.close())

it('request puts the data of GET into the address and parses what comes as JSON', async () => {
  const url = `${address}/echo?a=1`
  const answer = await opened.wx('request', { url, data: { name: '小 爱', n: 2 }, header: { 'X-Test': 't' } })
  expect(answer).toMatchObject({ errMsg: 'request:ok', statusCode: 200, cookies: [] })
  expect(answer['data']).toEqual({
    method: 'GET',
    url: '/echo?a=1&name=%E5%B0%8F%20%E7%88%B1&n=2',
    type: 'application/json',
    test: 't',
    body: '',
  })
  expect(answer['header']).toMatchObject({ 'x-answer': 'yes' })
})

it('request sends JSON, or a form where the content type says so; every status is a success', async () => {
  const data = { a: '1 2', b: { c: true } }
  const json = await opened.wx('request', { url: `${address}/missing`, method: 'POST', data })
  expect(json).toMatchObject({
    statusCode: 404,
    data: { method: 'POST', body: '{"a":"1 2","b":{"c":true}}' },
  })
  const header = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = await opened.wx('request', { url: `${address}/echo`, method: 'POST', data, header })
  expect(form).toMatchObject({ data: { body: 'a=1%202&b=%7B%22c%22%3Atrue%7D' } })
})

it('what is no JSON stays a text, and other data types are not parsed', async () => {
  expect(await opened.wx('request', { url: `${address}/text` })).toMatchObject({ data: 'not { JSON' })
  const text = await opened.wx('request', { url: `${address}/echo`, dataType: '其他' })
  expect(text['data']).toMatch(/^\{"method":"GET"/)
})

it.each([
  [{ url: 'file:///etc/hosts' }, 'request:fail invalid url "file:///etc/hosts"', 600_009],
  [{ url: '/api' }, 'request:fail invalid url "/api"', 600_009],
  [{}, 'request:fail parameter error: parameter.url should be String instead of Undefined;', undefined],
])('request refuses %j', async (options, errMsg, errno) => {
  const answer = await opened.wx('request', options)
  expect([answer['errMsg'], answer['errno']]).toEqual([errMsg, errno])
})

it('a request ends at its timeout, and at abort', async () => {
  expect(await opened.wx('request', { url: `${address}/never`, timeout: 50 })).toMatchObject({
    errMsg: 'request:fail timeout',
    errno: 5,
  })
  const aborted = await opened.read(`new Promise((fail) => {
    const task = logicLayer.wx.request({ url: '${address}/never', fail: ({ errMsg }) => fail(errMsg) })
    setTimeout(() => task.abort())
  })`)
  expect(aborted).toBe('request:fail abort')
})

it('a task returns at once and tells the headers before the answer', async () => {
  const heard = await opened.read(`new Promise((done) => {
    const heard = []
    const task = logicLayer.wx.request({ url: '${address}/echo', success: () => done([...heard, 'answer']) })
    task.onHeadersReceived(({ statusCode, header }) => heard.push(statusCode + header['x-answer']))
  })`)
  expect(heard).toEqual(['200yes', 'answer'])
})

it('another machine is out of reach, and that is said', async () => {
  const answer = await opened.wx('request', { url: 'https://example.com/' })
  expect(answer).toMatchObject({ errMsg: 'request:fail network error', errno: 600_003 })
  expect(opened.errors.join()).toContain('https://example.com/')
})

it('a file goes up as one part beside the form data, with progress', async () => {
  const heard = Object(
    await opened.read(`new Promise((done) => {
      const heard = []
      const task = logicLayer.wx.uploadFile({
        url: '${address}/echo', filePath: '/assets/a.png', name: 'picture', formData: { user: 'alice' },
        complete: ({ data, statusCode, errMsg }) => done({ data, statusCode, errMsg, heard }),
      })
      task.onProgressUpdate((told) => heard.push(told))
    })`),
  )
  expect(heard).toMatchObject({ errMsg: 'uploadFile:ok', statusCode: 200 })
  const { body, type } = JSON.parse(heard.data)
  expect(type).toMatch(/^multipart\/form-data; boundary=/)
  expect(body).toMatch(/name="user"\r\n\r\nalice\r\n/)
  expect(body).toMatch(/name="picture"; filename="a\.png"[\s\S]*\r\n\r\npicture\r\n/)
  const last = heard.heard.at(-1)
  expect(last.progress).toBe(100)
  expect(last.totalBytesSent).toBe(last.totalBytesExpectedToSend)
})

it('a file that is not there is not sent', async () => {
  const options = { url: `${address}/echo`, filePath: '/assets/none.png', name: 'picture' }
  expect(await opened.wx('uploadFile', options)).toMatchObject({
    errMsg: 'uploadFile:fail file not found "/assets/none.png"',
  })
})

it('a download gets a temporary path, which can be sent again', async () => {
  const { tempFilePath, ...answer } = await opened.wx('downloadFile', { url: `${address}/text/words.txt` })
  expect(answer).toEqual({ errMsg: 'downloadFile:ok', statusCode: 200 })
  expect(tempFilePath).toMatch(/words\.txt$/)
  const options = { url: `${address}/echo`, filePath: tempFilePath, name: 'again' }
  const sent = await opened.wx('uploadFile', options)
  expect(JSON.parse(String(sent['data'])).body).toMatch(/filename="words\.txt"[\s\S]*not \{ JSON/)
  expect(await opened.wx('downloadFile', { url: 'ftp://127.0.0.1/a' })).toMatchObject({ errno: 600_009 })
})

it('random values are as many as asked for, and no more than a MiB', async () => {
  const length = (bytes: unknown) =>
    opened.read(`new Promise((done) => logicLayer.wx.getRandomValues({
    length: ${bytes}, success: ({ randomValues }) => done(randomValues.byteLength), fail: ({ errMsg }) => done(errMsg) }))`)
  expect([await length(16), await length(1_048_576)]).toEqual([16, 1_048_576])
  expect(await length(1_048_577)).toBe('getRandomValues:fail invalid length')
  expect(await length(0)).toBe('getRandomValues:fail invalid length')
})

it('downloadFile writes where filePath says', async () => {
  const file = { url: `${address}/text`, filePath: 'wxfile://usr/got.txt' }
  expect(await opened.wx('downloadFile', file)).toEqual({
    errMsg: 'downloadFile:ok',
    statusCode: 200,
    filePath: 'wxfile://usr/got.txt',
  })
  expect(
    await opened.read(`logicLayer.wx.getFileSystemManager().readFileSync('wxfile://usr/got.txt', 'utf8')`),
  ).toBe('not { JSON')
  expect(await opened.wx('downloadFile', { ...file, filePath: '/got.txt' })).toEqual({
    errMsg: 'downloadFile:fail permission denied, open /got.txt',
  })
})
