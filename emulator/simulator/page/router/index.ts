import { type BuiltApp, CUSTOM_TAB_BAR } from '../../builtApp.ts'
import type { EventTarget } from '../engine/builtinInstance.ts'
import type { Engine } from '../engine/index.ts'
import type { Phone } from '../phone.ts'
import { onThemeChange } from '../theme.ts'
import { type Address, parseAddress } from './address.ts'
import { createEventChannel, type EventChannel } from './eventChannel.ts'
import { createNavigationBar } from './navigationBar.ts'
import { type CallMethod, createLifecycle, type OpenPage } from './openPage.ts'
import { openMiniProgram } from './otherMiniProgram.ts'
import { createPageStack } from './pageStack.ts'
import { createPullDowns } from './pullDowns.ts'
import { tellResizing } from './resizing.ts'
import { scrollPage, tellScrolling } from './scrolling.ts'
import { openMenu, share } from './share.ts'
import { createTabBar, type TabBarCalls } from './tabBar.ts'
import { windowSettings } from './windowSettings.ts'

type Options = Readonly<Record<string, unknown>>

/** The page calls of `wx`; each throws an Error whose message stands behind `:fail `. */
export interface Router {
  navigateTo(target: { url?: string; events?: unknown }): { eventChannel: EventChannel }
  redirectTo(target: { url?: string }): void
  reLaunch(target: { url?: string }): void
  switchTab(target: { url?: string }): void
  navigateBack(target: { delta?: number }): void
  currentPages(): object[]
  setTitle(title: string): void
  /** `frontColor` is `#ffffff` or `#000000`. */
  setBarColors(options: Options): void
  setBarBusy(busy: boolean): void
  readonly tabBar: TabBarCalls
  startPullDownRefresh(): void
  stopPullDownRefresh(): void
  pageScrollTo(options: Options): Promise<void>
  /** What a button with `open-type="share"` does. */
  shareByButton(target: EventTarget): Promise<void>
  /** Whoever leaves the page on top by going back closes this instead; returns what lets the page go again. */
  holdBack(close: () => void): () => void
  /** Leaves the mini-program as its close button does. */
  exit(): void
  /** Asks the person; refused, it throws. */
  openMiniProgram(target: Options): Promise<void>
  /** Whether app.json has the page; without a leading slash. */
  has(path: string): boolean
  /** The phone was put away, or is taken up again. */
  putAway(): void
  takeUp(): void
  /** Path and query of the open pages, the first first. */
  addresses(): readonly Address[]
}

interface RouterParts {
  app: BuiltApp
  engine: Engine
  phone: Phone
  call: CallMethod
  appName: string
  /** What the capsule's close button does. */
  close: () => void
}

/** The pages of the phone and the bars around them. */
export function createRouter({ app, engine, phone, call, appName, close }: RouterParts): Router {
  const lifecycle = createLifecycle(call)
  const settingsOf = (page: OpenPage) => windowSettings(app, page.address.path)
  const bar = createNavigationBar(phone, {
    goBack: () => router.navigateBack({ delta: 1 }),
    openMenu: () => {
      const page = stack.top()
      if (page) openMenu(phone, page, call, appName).catch(console.error)
    },
    close,
  })
  const tabBar = createTabBar(phone.tabBar, app.config, ({ pagePath, text }, index) => {
    stack.switchTab({ path: pagePath, query: {} })
    // Assumption: the page whose tab was tapped hears of it, when it shows.
    const page = stack.top()
    if (page?.address.path === pagePath) lifecycle.fire(page, 'onTabItemTap', { index, pagePath, text })
  })

  const draw = (page: OpenPage): void => {
    const settings = { ...settingsOf(page), ...page.bar }
    bar.show({
      title: settings.title,
      backgroundColor: settings.navigationBackground,
      color: settings.navigationColor,
      canGoBack: stack.pages().length > 1,
      custom: settings.customNavigation,
      busy: page.busy,
    })
    phone.pages.style.backgroundColor = settings.background
    tabBar.draw(page.address.path)
  }
  const redraw = (): void => {
    const page = stack.top()
    if (page) draw(page)
  }
  onThemeChange(redraw)

  const pullDowns = createPullDowns(settingsOf, lifecycle)
  const stack = createPageStack({
    engine,
    lifecycle: {
      ...lifecycle,
      load(page) {
        pullDowns.add(page)
        lifecycle.load(page)
        // What is in the page has to be there.
        tellScrolling(page, () => settingsOf(page).reachBottomDistance, lifecycle)
      },
    },
    isTab: tabBar.isTab,
    customTabBar: app.config.tabBar?.custom ? CUSTOM_TAB_BAR : undefined,
    onTop: draw,
  })
  tellResizing(phone.pages, lifecycle, () => {
    const page = stack.top()
    return page && settingsOf(page).resizable ? page : undefined
  })

  const has = (path: string): boolean => app.config.pages.includes(path)
  const addressOf = (url: string | undefined): Address => {
    const address = parseAddress(url ?? '', stack.top()?.address.path ?? '')
    if (!has(address.path)) throw new Error(`page "${address.path}" is not found`)
    return address
  }
  const notTab = (address: Address, call: string): Address => {
    if (tabBar.isTab(address.path)) throw new Error(`can not ${call} a tabbar page`)
    return address
  }
  const onTop = (): OpenPage => {
    const page = stack.top()
    if (!page) throw new Error('no page is open')
    return page
  }
  const change = (work: (page: OpenPage) => void): void => {
    work(onTop())
    redraw()
  }

  const router: Router = {
    navigateTo({ url, events }) {
      const { opener, opened } = createEventChannel(events)
      stack.push(notTab(addressOf(url), 'navigateTo'), opened)
      return { eventChannel: opener }
    },
    redirectTo: ({ url }) => stack.replaceTop(notTab(addressOf(url), 'redirectTo')),
    reLaunch: ({ url }) => stack.replaceAll(addressOf(url)),
    switchTab({ url }) {
      const { path, query } = addressOf(url)
      if (!tabBar.isTab(path)) throw new Error('can not switch to no-tabBar page')
      if (Object.keys(query).length > 0)
        console.warn('wx.switchTab: url 不支持 queryString, the query is left out')
      stack.switchTab({ path, query: {} })
    },
    navigateBack({ delta = 1 }) {
      const hold = [...(stack.top()?.holds ?? [])].at(-1)
      if (hold && stack.pages().length > 1) hold()
      else stack.back(delta)
    },
    currentPages: () => stack.pages().map((page) => page.engine.caller),
    setTitle: (title) => change((page) => (page.bar = { ...page.bar, title })),
    setBarColors: (options) => change((page) => (page.bar = { ...page.bar, ...barColours(options) })),
    setBarBusy: (busy) => change((page) => (page.busy = busy)),
    tabBar: tabBar.calls,
    startPullDownRefresh: () => pullDowns.start(onTop()),
    stopPullDownRefresh: () => pullDowns.stop(onTop()),
    pageScrollTo: (options) => scrollPage(onTop(), options),
    shareByButton: (target) => share(phone, onTop(), call, appName, { from: 'button', target }),
    holdBack(hold) {
      const { holds } = onTop()
      holds.add(hold)
      return () => void holds.delete(hold)
    },
    exit: close,
    openMiniProgram: (target) => openMiniProgram(phone, target),
    has,
    putAway() {
      const page = stack.top()
      if (page) lifecycle.hide(page)
    },
    takeUp() {
      const page = stack.top()
      if (page) lifecycle.show(page)
    },
    addresses: () => stack.pages().map((page) => page.address),
  }
  return router
}

/** developers.weixin.qq.com/miniprogram/dev/api/ui/navigation-bar/wx.setNavigationBarColor.html (2026-11) */
function barColours(options: Options): Partial<OpenPage['bar']> {
  const front = String(options['frontColor'])
  // Assumption: the words. That only these two are allowed is documented.
  if (!['#ffffff', '#000000'].includes(front)) throw new Error(`invalid frontColor "${front}"`)
  return { navigationColor: front, navigationBackground: String(options['backgroundColor'] ?? '') }
}
