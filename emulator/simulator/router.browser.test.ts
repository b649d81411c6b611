import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { type OpenedPage, openProject } from './openedPage.ts'
import { routerProject } from './routerProject.ts'

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** What the lifecycle has said since the last call. */
const order = async (): Promise<string> => {
  const said = await opened.read('logicLayer.getApp().order.splice(0).join(" ")')
  return String(said)
}
const tab = (name: string) => opened.page.getByRole('tab', { name })
const title = () => opened.page.locator('h1').textContent()
const style = (selector: string, property: string) =>
  opened.read(`getComputedStyle(document.querySelector('${selector}')).${property}`)

describe('pages of a mini-program with tabs', () => {
  beforeEach(async () => {
    opened = await openProject(browser, routerProject())
    await order()
  })
  afterEach(() => opened.close())

  it('stay alive behind the tab bar, and hear what the documents say', async () => {
    await tab('我的').click()
    expect(await order()).toBe('a.hide b.load b.show b.tab 1 b.ready')
    expect(await opened.routes()).toEqual(['pages/b'])
    await tab('首页').click()
    expect(await order()).toBe('b.hide a.show a.tab {"index":0,"pagePath":"pages/a","text":"首页"}')
    await tab('首页').click()
    expect(await order()).toMatch(/^a\.tab /)
    await opened.wx('navigateTo', { url: '/pages/plain' })
    await opened.wx('navigateTo', { url: '/more/c' })
    expect(await opened.page.getByRole('tablist').count()).toBe(0)
    await order()
    await opened.wx('switchTab', { url: '/pages/b' })
    expect(await order()).toBe('c.unload plain.unload b.show')
    await opened.wx('navigateTo', { url: 'plain' })
    await order()
    await opened.wx('switchTab', { url: 'b' })
    expect(await order()).toBe('plain.unload b.show')
    expect(await opened.routes()).toEqual(['pages/b'])
    await opened.wx('redirectTo', { url: 'plain?x=1' })
    expect(await order()).toBe('b.unload plain.load plain.show plain.ready')
    await opened.wx('reLaunch', { url: 'b' })
    expect(await order()).toBe('plain.unload a.unload b.load b.show b.ready')
    expect(opened.errors).toEqual([])
  })

  it('refuse what the documents refuse', async () => {
    const failure = async (name: string, url: string) => (await opened.wx(name, { url }))['errMsg']
    expect(await failure('navigateTo', '/pages/b')).toBe('navigateTo:fail can not navigateTo a tabbar page')
    expect(await failure('redirectTo', '/pages/b')).toBe('redirectTo:fail can not redirectTo a tabbar page')
    expect(await failure('switchTab', '/pages/plain')).toBe('switchTab:fail can not switch to no-tabBar page')
    expect(await failure('navigateTo', '/pages/none')).toBe('navigateTo:fail page "pages/none" is not found')
    expect(await opened.wx('navigateBack')).toMatchObject({
      errMsg: 'navigateBack:fail cannot navigate back at first page.',
    })
    for (let pages = 1; pages < 10; pages += 1) {
      expect(await failure('navigateTo', `/pages/plain?n=${pages}`)).toBe('navigateTo:ok')
    }
    expect(await failure('navigateTo', '/pages/plain')).toBe('navigateTo:fail webview count limit exceed')
    await opened.wx('navigateBack', { delta: 8 })
    expect(await opened.routes()).toEqual(['pages/a', 'pages/plain'])
  })

  it('know their route and their options, and reach pages of subpackages', async () => {
    await opened.wx('navigateTo', { url: '../more/c?id=7&name=%E4%B8%AD' })
    await opened.page.getByText('sub c {"id":"7","name":"中"}').waitFor()
    expect(
      await opened.read(
        '(({ route, is, options }) => ({ route, is, options }))(logicLayer.getCurrentPages()[1])',
      ),
    ).toEqual({
      route: 'more/c',
      is: 'more/c',
      options: { id: '7', name: '中' },
    })
  })

  it('speak with the page that opened them', async () => {
    const heard = await opened.read(`new Promise((done) => {
      const heard = []
      logicLayer.wx.navigateTo({
        url: '/pages/plain',
        events: { picked: (value) => { heard.push('picked ' + value); done(heard) } },
        success: ({ eventChannel }) => {
          const channel = logicLayer.getCurrentPages()[1].getOpenerEventChannel()
          channel.on('given', (value) => { heard.push('given ' + value); channel.emit('picked', 2) })
          eventChannel.emit('given', 1)
        },
      })
    })`)
    expect(heard).toEqual(['given 1', 'picked 2'])
  })

  it('have the bar of app.json in the colours of the theme, with marks', async () => {
    expect(await style('.phone-tabs', 'backgroundColor')).toBe('rgb(238, 238, 238)')
    expect(await style('.phone-tab[aria-selected=true]', 'color')).toBe('rgb(68, 85, 102)')
    expect(await style('.phone-tab[aria-selected=false]', 'color')).toBe('rgb(17, 34, 51)')
    expect(await tab('首页').locator('img').getAttribute('src')).toBe('assets/icons/on.svg')
    await opened.page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => style('.phone-tabs', 'backgroundColor')).toBe('rgb(34, 34, 34)')
    await expect.poll(() => style('.phone-navigation', 'backgroundColor')).toBe('rgb(17, 17, 17)')
    expect(await order()).toBe('dark')

    expect(await opened.wx('setTabBarBadge', { index: 1, text: '12345' })).toEqual({
      errMsg: 'setTabBarBadge:ok',
    })
    expect(await tab('我的').textContent()).toBe('我的...')
    await opened.wx('removeTabBarBadge', { index: 1 })
    await opened.wx('showTabBarRedDot', { index: 1 })
    await tab('我的').getByRole('img', { name: '有新内容' }).waitFor()
    await opened.wx('hideTabBarRedDot', { index: 1 })
    await opened.wx('setTabBarItem', { index: 1, text: '账号', iconPath: 'icons/on.svg' })
    expect(await tab('账号').locator('img').getAttribute('src')).toBe('assets/icons/on.svg')
    await opened.wx('setTabBarStyle', { color: '#ff0000', backgroundColor: '#00ff00', borderStyle: 'black' })
    expect(await style('.phone-tab[aria-selected=false]', 'color')).toBe('rgb(255, 0, 0)')
    await opened.wx('hideTabBar')
    expect(await opened.page.getByRole('tab').count()).toBe(0)
    await opened.wx('showTabBar', { animation: true })
    expect(await opened.page.getByRole('tab').count()).toBe(2)
    expect(await opened.wx('setTabBarBadge', { index: 7, text: '1' })).toMatchObject({
      errMsg: 'setTabBarBadge:fail tabbar item not found',
    })
    await opened.wx('navigateTo', { url: '/pages/plain' })
    expect(await opened.wx('hideTabBar')).toMatchObject({ errMsg: 'hideTabBar:fail not TabBar page' })
  })
})

it('the tab bar at the top lies between bar and page, without icons', async () => {
  const project = routerProject()
  const list = ['a', 'b'].map((name) => ({ pagePath: `pages/${name}`, text: name, iconPath: 'icons/on.svg' }))
  project.write({
    'app.json': JSON.stringify({ pages: ['pages/a', 'pages/b'], tabBar: { position: 'top', list } }),
  })
  opened = await openProject(browser, project)
  const [bar, page] = await Promise.all([
    opened.page.getByRole('tablist').boundingBox(),
    opened.page.locator('wx-page').boundingBox(),
  ])
  expect(bar?.y).toBe(88)
  expect(page?.y).toBe(88 + (bar?.height ?? 0))
  expect(await opened.page.getByRole('tab').locator('img').count()).toBe(0)
  await opened.close()
})

describe('the window of a page', () => {
  beforeEach(async () => {
    opened = await openProject(browser, routerProject(), '?launch=pages/long', { hasTouch: true })
    await order()
  })
  afterEach(() => opened.close())

  it('has a title and colours of its own, until wx changes them for this page', async () => {
    expect(await title()).toBe('Long')
    expect(await style('.phone-pages', 'backgroundColor')).toBe('rgb(171, 205, 239)')
    await opened.wx('setNavigationBarTitle', { title: 'Longer' })
    await opened.wx('setNavigationBarColor', { frontColor: '#000000', backgroundColor: '#ff0000' })
    await opened.wx('showNavigationBarLoading')
    expect(await style('.phone-navigation', 'backgroundColor')).toBe('rgb(255, 0, 0)')
    expect(await style('.phone-title', 'color')).toBe('rgb(0, 0, 0)')
    await opened.page.getByRole('status', { name: '加载中' }).waitFor()
    await opened.wx('navigateTo', { url: 'plain' })
    expect(await title()).toBe('Router')
    expect(await style('.phone-navigation', 'backgroundColor')).toBe('rgb(255, 255, 255)')
    await opened.page.getByRole('button', { name: '返回' }).click()
    expect(await title()).toBe('Longer')
    await opened.wx('hideNavigationBarLoading')
    expect(await opened.page.getByRole('status', { name: '加载中' }).count()).toBe(0)
    expect(await opened.wx('setNavigationBarColor', { frontColor: 'red' })).toMatchObject({
      errMsg: 'setNavigationBarColor:fail invalid frontColor "red"',
    })
  })

  it('is the whole screen with a custom bar, below the capsule button', async () => {
    await opened.wx('navigateTo', { url: 'custom' })
    expect((await opened.page.locator('[id$="--top"]').boundingBox())?.y).toBe(0)
    expect(await opened.page.locator('h1').isVisible()).toBe(false)
    await opened.page.getByRole('button', { name: '更多' }).click()
    await opened.page.getByRole('dialog', { name: '更多' }).getByRole('button', { name: '取消' }).click()
    await opened.wx('navigateBack')
    expect((await opened.page.locator('[data-route="pages/long"]').boundingBox())?.y).toBe(88)
  })

  it('scrolls, tells of it, and tells of its end once', async () => {
    expect(await opened.wx('pageScrollTo', { selector: '#end', duration: 0 })).toEqual({
      errMsg: 'pageScrollTo:ok',
    })
    await expect.poll(() => opened.read('logicLayer.getCurrentPages()[0].scrolled > 1000')).toBe(true)
    await expect.poll(order).toBe('long.bottom')
    await opened.wx('pageScrollTo', { scrollTop: 0, duration: 50 })
    await expect.poll(() => opened.read('logicLayer.getCurrentPages()[0].scrolled')).toBe(0)
    await opened.page.locator('[data-route="pages/long"]').hover()
    await opened.page.mouse.wheel(0, 3000)
    await expect.poll(order).toBe('long.bottom')
    expect(await opened.wx('pageScrollTo', { selector: '.none' })).toMatchObject({
      errMsg: 'pageScrollTo:fail can not find element by selector ".none"',
    })
  })

  it('is pulled down by wx, by finger and by mouse, and stays down until it is told', async () => {
    const dots = opened.page.getByRole('status', { name: '下拉刷新' })
    expect(await opened.wx('startPullDownRefresh')).toEqual({ errMsg: 'startPullDownRefresh:ok' })
    await dots.waitFor()
    expect(await order()).toBe('long.pull')
    expect(await opened.wx('stopPullDownRefresh')).toEqual({ errMsg: 'stopPullDownRefresh:ok' })
    expect(await dots.count()).toBe(0)
    const touch = (type: string, y: number) =>
      `(() => { const target = document.querySelector('wx-page'); const point = new Touch({ identifier: 1, target, clientX: 90, clientY: ${y} });
      const touches = '${type}' === 'touchend' ? [] : [point]
      target.dispatchEvent(new TouchEvent('${type}', { touches, changedTouches: [point], bubbles: true, cancelable: true })) })()`
    for (const [type, y] of [
      ['touchstart', 200],
      ['touchmove', 260],
      ['touchend', 260],
    ] as const)
      await opened.read(touch(type, y))
    expect(await order()).toBe('')
    for (const [type, y] of [
      ['touchstart', 200],
      ['touchmove', 340],
      ['touchend', 340],
    ] as const)
      await opened.read(touch(type, y))
    expect(await order()).toBe('long.pull')
    await opened.wx('stopPullDownRefresh')
    await opened.page.mouse.move(100, 200)
    await opened.page.mouse.down()
    await opened.page.mouse.move(100, 400, { steps: 3 })
    await opened.page.mouse.up()
    expect(await order()).toBe('long.pull')
    await opened.wx('navigateTo', { url: 'plain' })
    expect(await opened.wx('startPullDownRefresh')).toMatchObject({
      errMsg: 'startPullDownRefresh:fail not allowed: enablePullDownRefresh is not set',
    })
  })

  it('offers to share a page that can be shared, and shows the card', async () => {
    await opened.page.getByRole('button', { name: '更多' }).click()
    expect(await opened.page.getByRole('button', { name: '发送给朋友' }).isDisabled()).toBe(true)
    await opened.page.keyboard.press('Escape')
    await opened.wx('navigateTo', { url: 'plain' })
    await opened.page.getByRole('button', { name: '更多' }).click()
    await opened.page.getByRole('button', { name: '发送给朋友' }).click()
    const card = opened.page.getByRole('region', { name: '分享卡片' })
    await card.getByText('shared by menu').waitFor()
    await card.getByText('/pages/plain?id=9').waitFor()
    expect(await card.locator('img').getAttribute('src')).toBe('assets/icons/on.svg')
    await opened.page.getByRole('button', { name: '发送', exact: true }).click()
    expect(await opened.page.getByRole('dialog').count()).toBe(0)
  })
})

describe('the app', () => {
  afterEach(() => opened.close())

  it('is launched with a page, its query and a scene', async () => {
    opened = await openProject(
      browser,
      routerProject(),
      `?launch=${encodeURIComponent('/more/c?id=1')}&scene=1007`,
    )
    expect(await order()).toBe('launch more/c {"id":"1"} 1007 app.show c.load c.show c.ready')
  })

  it('hears when it is put away and taken up, by the browser and by the capsule button', async () => {
    opened = await openProject(browser, routerProject())
    expect(await order()).toBe('launch pages/a {} 1001 app.show a.load a.show a.ready')
    const visibility = (state: string) =>
      opened.read(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`)
    await visibility('hidden')
    expect(await order()).toBe('a.hide app.hide')
    await visibility('visible')
    expect(await order()).toBe('app.show a.show')
    await opened.page.getByRole('button', { name: '关闭' }).click()
    expect(await order()).toBe('a.hide app.hide')
    await opened.page.getByRole('button', { name: '重新进入小程序' }).click()
    expect(await order()).toBe('app.show a.show')
  })

  it('hears of a page that is not there, and of what nobody has caught', async () => {
    opened = await openProject(browser, routerProject(), `?launch=${encodeURIComponent('gone?id=3')}`)
    await opened.page.getByText('plain {"from":"gone"}').waitFor()
    expect(await order()).toContain('app.show notFound gone 3 plain.load')
    await opened.page.getByRole('button', { name: 'fails' }).click()
    await opened.page.getByRole('button', { name: 'rejects' }).click()
    await expect
      .poll(() => opened.read('logicLayer.getApp().faults'))
      .toEqual(['Error: deliberately', 'rejected navigateTo:fail page "pages/none" is not found'])
  })
})
