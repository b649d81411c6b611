import type { BuiltApp } from '../../builtApp.ts'
import { callMethod } from '../callMethod.ts'
import type { Engine, EnginePage } from '../engine/index.ts'
import type { Phone } from '../phone.ts'
import { currentTheme, onThemeChange, themed } from '../theme.ts'
import { type Address, parseAddress } from './address.ts'
import { createNavigationBar } from './navigationBar.ts'

/** WeChat keeps at most ten pages: https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
const MAX_PAGES = 10

/** The page calls of `wx`; each throws an Error whose message stands behind `:fail `. */
export interface Router {
  navigateTo(target: { url?: string }): void
  redirectTo(target: { url?: string }): void
  reLaunch(target: { url?: string }): void
  navigateBack(target: { delta?: number }): void
  currentPages(): object[]
  setTitle(title: string): void
}

interface OpenPage {
  path: string
  engine: EnginePage
  title: string | undefined
}

/** The stack of pages of the phone. */
export function createRouter(app: BuiltApp, engine: Engine, phone: Phone): Router {
  const stack: OpenPage[] = []
  const bar = createNavigationBar(phone.navigationBar, () => router.navigateBack({ delta: 1 }))
  const top = (): OpenPage | undefined => stack.at(-1)

  const addressOf = (url: string | undefined): Address => {
    const address = parseAddress(url ?? '', top()?.path ?? '')
    if (!app.config.pages.includes(address.path)) throw new Error(`page "${address.path}" is not found`)
    return address
  }

  const drawBar = (): void => {
    const page = top()
    if (!page) return
    const window = { ...app.config.window, ...app.components[page.path]?.config }
    const theme = currentTheme(app.config)
    const value = (name: string) => themed(app.config, theme, window[name])
    bar.show({
      title: page.title ?? value('navigationBarTitleText'),
      backgroundColor: value('navigationBarBackgroundColor') || '#000',
      color: value('navigationBarTextStyle') === 'black' ? '#000' : '#fff',
      canGoBack: stack.length > 1,
      hidden: value('navigationStyle') === 'custom',
    })
    phone.pages.style.backgroundColor = value('backgroundColor') || '#fff'
  }
  onThemeChange(drawBar)

  const reveal = (): void => {
    for (const page of stack) {
      const visible = page === top()
      page.engine.element.hidden = !visible
      // Style sheets of a page reach the whole document; only those of the visible page may count.
      for (const sheet of page.engine.sheets) sheet.disabled = !visible
    }
    drawBar()
  }
  const fireShow = (): void => {
    reveal()
    const page = top()
    if (!page) return
    callMethod(page.engine.caller, 'onShow')
    page.engine.triggerPageLifetime('show')
  }
  const fireHide = (): void => {
    const page = top()
    if (!page) return
    callMethod(page.engine.caller, 'onHide')
    page.engine.triggerPageLifetime('hide')
  }

  const open = ({ path, query }: Address): void => {
    const page: OpenPage = { path, engine: engine.createPage(path), title: undefined }
    Object.assign(page.engine.caller, { route: path, options: query })
    stack.push(page)
    reveal()
    callMethod(page.engine.caller, 'onLoad', query)
    page.engine.attach()
    fireShow()
    callMethod(page.engine.caller, 'onReady')
  }
  const closeTop = (): void => {
    const page = stack.pop()
    if (!page) return
    callMethod(page.engine.caller, 'onUnload')
    page.engine.release()
  }

  const router: Router = {
    navigateTo({ url }) {
      const address = addressOf(url)
      if (stack.length >= MAX_PAGES) throw new Error('webview count limit exceed')
      fireHide()
      open(address)
    },
    redirectTo({ url }) {
      const address = addressOf(url)
      closeTop()
      open(address)
    },
    reLaunch({ url }) {
      const address = addressOf(url)
      while (stack.length > 0) closeTop()
      open(address)
    },
    navigateBack({ delta = 1 }) {
      if (stack.length < 2) throw new Error('cannot navigate back at first page.')
      for (let left = delta; left > 0 && stack.length > 1; left -= 1) closeTop()
      fireShow()
    },
    currentPages: () => stack.map((page) => page.engine.caller),
    setTitle(title) {
      const page = top()
      if (page) page.title = title
      bar.setTitle(title)
    },
  }
  return router
}
