import type { Engine } from '../engine/index.ts'
import type { Address } from './address.ts'
import type { EventChannel } from './eventChannel.ts'
import { type Lifecycle, type OpenPage, openPageOf } from './openPage.ts'

/** WeChat keeps at most ten pages: https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html (2026-11) */
const MAX_PAGES = 10

interface StackParts {
  engine: Engine
  lifecycle: Lifecycle
  isTab: (path: string) => boolean
  /** The component that pages of the tab bar have instead of it. */
  customTabBar: string | undefined
  /** Called whenever another page lies on top, before it hears of it. */
  onTop: (page: OpenPage) => void
}

/**
 * The pages that lie on each other, and the tab pages that stay alive below them; which page hears what is the table of
 * developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html (2026-11).
 */
export function createPageStack({ engine, lifecycle, isTab, customTabBar, onTop }: StackParts) {
  const stack: OpenPage[] = []
  const tabs = new Map<string, OpenPage>()
  const top = (): OpenPage | undefined => stack.at(-1)

  const reveal = (): void => {
    const above = top()
    for (const page of new Set([...tabs.values(), ...stack])) {
      page.engine.element.hidden = page !== above
      // Style sheets of a page reach the whole document; only those of the visible page may count.
      for (const sheet of page.engine.sheets) sheet.disabled = page !== above
    }
    if (above) onTop(above)
  }
  const showTop = (): void => {
    reveal()
    const page = top()
    if (!page) return
    lifecycle.show(page)
    lifecycle.arrive(page)
  }
  const hideTop = (): void => {
    const page = top()
    if (page) lifecycle.hide(page)
  }
  const unload = (page: OpenPage): void => {
    if (tabs.get(page.address.path) === page) tabs.delete(page.address.path)
    lifecycle.unload(page)
  }
  const closeTop = (): void => {
    const page = stack.pop()
    if (page) unload(page)
  }

  const open = (address: Address, opener?: EventChannel): void => {
    const tabBar = isTab(address.path) ? customTabBar : undefined
    const page = openPageOf(engine.createPage(address.path, tabBar), address, opener)
    stack.push(page)
    if (isTab(address.path)) tabs.set(address.path, page)
    reveal()
    lifecycle.load(page)
    // onLoad may already have led elsewhere.
    if (top() === page) showTop()
  }

  return {
    top,
    pages: (): readonly OpenPage[] => stack,
    push(address: Address, opener: EventChannel): void {
      if (stack.length >= MAX_PAGES) throw new Error('webview count limit exceed')
      hideTop()
      open(address, opener)
    },
    replaceTop(address: Address): void {
      closeTop()
      open(address)
    },
    replaceAll(address: Address): void {
      while (stack.length > 0) closeTop()
      for (const page of [...tabs.values()]) unload(page)
      open(address)
    },
    switchTab(address: Address): void {
      const current = top()
      if (current?.address.path === address.path) return
      // A page that is no tab is gone for good; a tab page is hidden, unless another page already lay on it.
      while (stack.length > 0) {
        const page = stack.at(-1)
        if (!page || isTab(page.address.path)) break
        closeTop()
      }
      const below = stack.pop()
      if (below && below === current) lifecycle.hide(below)
      const kept = tabs.get(address.path)
      if (kept) {
        stack.push(kept)
        showTop()
      } else open(address)
    },
    back(delta: number): void {
      if (stack.length < 2) throw new Error('cannot navigate back at first page.')
      for (let left = Math.max(1, delta); left > 0 && stack.length > 1; left -= 1) closeTop()
      showTop()
    },
  }
}
