import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { createSimulator, type Simulator } from './index.ts'
import { type Answer, type MockLocalCloud, startMockLocalCloud } from './mockLocalCloud.ts'
import { partsProject } from './partsProject.ts'

let browser: Browser
const closing: (() => Promise<void> | void)[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser.close())

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function serve(miniprogramRoot: string): Promise<MockLocalCloud> {
  const problems: string[] = []
  const simulator: Simulator = createSimulator({ miniprogramRoot, onProblem: (line) => problems.push(line) })
  const cloud = await startMockLocalCloud(simulator)
  closing.push(async () => {
    await cloud.close()
    await simulator.close()
    expect(problems).toEqual([])
  })
  return cloud
}

/** Opens the page; `errors` are errors and warnings of the console, and uncaught exceptions. */
async function open(cloud: MockLocalCloud, query = '', options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 760 }, ...options })
  const page = await context.newPage()
  closing.push(() => context.close())
  const errors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${cloud.address}/simulator/${query}`)
  return { page, errors }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const shows = (page: Page, text: string) => page.getByText(text).first().waitFor()

describe('the mini-program of this repository', () => {
  const root = fileURLToPath(new URL('../../miniprogram', import.meta.url))
  const signedIn = (userId: string): Answer => {
    const result = {
      ok: true,
      userId,
      isNew: true,
      unionid: 'missing',
      reason: 'APP_NOT_BOUND',
      nextRoutes: [],
    }
    return [200, { result, requestID: 'request-1' }]
  }

  it('logs in on launch, once, and shows whose account it is', async () => {
    const cloud = await serve(root)
    cloud.answer = ({ person }) => signedIn(`user-of-${person}`)
    const { page, errors } = await open(cloud)
    await shows(page, 'user-of-alice')
    await shows(page, '新用户')
    await shows(page, '本小程序尚未绑定微信开放平台账号')
    expect(cloud.calls).toEqual([{ name: 'login', data: {}, person: 'alice', app: 'wx0000000000000001' }])
    await button(page, '再次登录').click()
    await expect.poll(() => cloud.calls.length).toBe(2)
    expect(errors).toEqual([])
  })

  it('is another person by the query, and by the bar of a wide window', async () => {
    const cloud = await serve(root)
    cloud.answer = ({ person, app }) => signedIn(`${person}-in-${app}`)
    const { page, errors } = await open(cloud, '?person=bob&app=club', {
      viewport: { width: 1000, height: 800 },
    })
    await shows(page, 'bob-in-wx0000000000000002')
    await page.getByLabel('人 Person').selectOption('alice')
    await shows(page, 'alice-in-wx0000000000000002')
    expect(new URL(page.url()).search).toBe('?person=alice&app=club')
    expect(await page.getByLabel('应用 App').locator('option').allTextContents()).toEqual(['shop', 'club'])
    expect(errors).toEqual([])
  })

  it('shows a refusal in Chinese and tries again', async () => {
    const cloud = await serve(root)
    const failure = { ok: false, code: 'BUSY', message: '服务繁忙，请稍后重试。', requestId: 'request-7' }
    cloud.answer = () => [200, { result: failure, requestID: 'request-7' }]
    const { page, errors } = await open(cloud)
    await shows(page, '服务繁忙，请稍后重试。')
    await shows(page, 'request-7')
    cloud.answer = () => signedIn('user-at-last')
    await button(page, '重试').press('Enter')
    await shows(page, 'user-at-last')
    expect(errors).toEqual([])
  })

  it('shows a failure of the cloud in Chinese too', async () => {
    const cloud = await serve(root)
    cloud.answer = () => [404, { errCode: -501000, errMsg: 'cloud.callFunction:fail -501000 | no function' }]
    const { page } = await open(cloud)
    await shows(page, 'CLOUD_CALL_FAILED')
    await shows(page, '暂时连接不上服务')
  })

  it('copies the user id by touch', async () => {
    const cloud = await serve(root)
    cloud.answer = () => signedIn('user-to-copy')
    const permissions = ['clipboard-read', 'clipboard-write']
    const { page } = await open(cloud, '', { permissions, hasTouch: true })
    await button(page, '用户 ID user-to-copy，轻点复制').tap()
    await shows(page, '内容已复制')
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('user-to-copy')
  })
})

describe('a mini-program with many parts', () => {
  const start = async (query = '') => {
    const project = partsProject()
    closing.push(() => project.remove())
    const cloud = await serve(project.root)
    return { cloud, project, ...(await open(cloud, query)) }
  }
  const said = (page: Page, id: string) => page.locator(`[id$="--${id}"]`)

  it('runs templates, WXS, components, events and styles', async () => {
    const { page, errors } = await start()
    await shows(page, 'WXS 42')
    await shows(page, 'from the template')
    await said(page, 'card').locator('wx-button').click()
    await shows(page, 'card told 1')
    expect((await said(page, 'half').boundingBox())?.width).toBe(195)
    const colour = (id: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('[id$="--${id}"]')).color`)
    expect(await colour('red')).toBe('rgb(255, 0, 0)')
    expect(await colour('inside')).toBe('rgb(0, 128, 0)')
    await page.getByLabel('your name').fill('Ada')
    await shows(page, 'hello Ada')
    expect(errors).toEqual([])
  })

  it('goes to another page and back, in the documented order', async () => {
    const { page, errors } = await start()
    await button(page, 'to b').click()
    await shows(page, 'b was given 7')
    expect(await page.locator('h1').textContent()).toBe('Page B')
    await button(page, '返回').click()
    await shows(page, 'WXS 42')
    expect(await page.evaluate('logicLayer.getApp().order.join(" ")')).toBe(
      'launch show a.attached a.load a.show a.ready a.hide b.load b.show b.ready b.unload a.show',
    )
    expect(errors).toEqual([])
  })

  it('keeps storage apart by person and app', async () => {
    const { page, cloud } = await start('?person=alice')
    await button(page, 'store').click()
    const { page: bob } = await open(cloud, '?person=bob')
    await shows(bob, 'stored: nothing')
    await page.reload()
    await shows(page, 'stored: kept')
  })

  it('seals the browser off and follows the world clock', async () => {
    const { page, cloud } = await start()
    await shows(page, 'sealed: undefined undefined undefined')
    await shows(page, 'it is 2026-01-01')
    cloud.tellClock({ now: Date.UTC(2030, 4, 5), frozen: true })
    await expect
      .poll(async () => {
        await button(page, 'what day').click()
        return said(page, 'day').textContent()
      })
      .toContain('2030-05-05')
  })

  it('asks and tells', async () => {
    const { page } = await start()
    await button(page, 'ask').click()
    await page.getByRole('alertdialog', { name: 'Really?' }).getByRole('button', { name: '确定' }).click()
    await shows(page, 'answer: true')
    await page.getByRole('status').getByText('thank you').waitFor()
  })

  it('passes on what the cloud answers', async () => {
    const { page, cloud } = await start('?person=bob')
    cloud.answer = () => [200, { result: { sum: 3 }, requestID: 'request-9' }]
    await button(page, 'call').click()
    await shows(page, 'reply: 3 request-9 cloud.callFunction:ok')
    expect(cloud.calls).toEqual([{ name: 'add', data: { a: 1 }, person: 'bob', app: 'wx0000000000000001' }])
    cloud.answer = () => [404, { errCode: -501000, errMsg: 'FUNCTION_NOT_FOUND | gone' }]
    await button(page, 'call').click()
    await shows(page, 'reply: -501000 FUNCTION_NOT_FOUND | gone')
    await page.route('**/__cloud/**', (route) => route.abort())
    await button(page, 'call').click()
    await shows(page, 'reply: -1 cloud.callFunction:fail ')
  })

  it('reports what is not emulated', async () => {
    const { page, errors } = await start()
    await button(page, 'near field').click()
    await expect.poll(() => errors.join('\n')).toContain('wx.startHCE is not emulated by the simulator yet')
  })
})

describe('a page that is gone', () => {
  it('lets a tap close the page that it was on', async () => {
    const project = fixtureProject({
      'app.json': '{ "pages": ["pages/a", "pages/b"] }',
      'pages/a.js': `Page({ away() { wx.redirectTo({ url: './b' }) } })`,
      'pages/a.wxml': '<button bind:tap="away">away</button>',
      'pages/b.js': `Page({ onReady() { setTimeout(() => this.setData({ later: 'a moment later' }), 300) }, data: {} })`,
      'pages/b.wxml': '<view>{{later}}</view>',
    })
    closing.push(project.remove)
    const { page, errors } = await open(await serve(project.root))
    await button(page, 'away').click()
    // Longer than a button shows that it was pressed.
    await shows(page, 'a moment later')
    expect(errors).toEqual([])
  })
})

describe('a mini-program that does not start', () => {
  it('says why instead of a blank page', async () => {
    const project = fixtureProject({ 'app.ts': 'throw new Error("deliberately broken")' })
    closing.push(() => project.remove())
    const { page } = await open(await serve(project.root))
    await page.getByRole('alert').getByText('deliberately broken').waitFor()
  })

  it('names a person that the world does not have', async () => {
    const project = fixtureProject()
    closing.push(() => project.remove())
    const { page } = await open(await serve(project.root), '?person=zed')
    await page.getByRole('alert').getByText('no person "zed"').waitFor()
  })
})
