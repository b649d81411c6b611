import { component as adapter, type glassEasel } from 'glass-easel-miniprogram-adapter'

/** What every component of a page can ask about it. */
interface PageFacts {
  readonly id: string
  /** The instance of custom-tab-bar that belongs to the page. */
  readonly tabBar: object | null
}

const facts = new WeakMap<object, PageFacts>()
let pages = 0

/** Before anything of the page is attached, because `attached` may ask. */
export function rememberPage(roots: readonly glassEasel.GeneralComponent[], tabBar: object | null): void {
  pages += 1
  for (const root of roots) facts.set(root, { id: `pageId:${pages}`, tabBar })
}

/**
 * Gives pages and components `getTabBar()` (developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html) and
 * `getPageId()` ("可以用来判断几个自定义组件实例是不是在同一个页面内", …/dev/reference/api/Component.html, 2026-11).
 * Assumption: without a custom tab bar `getTabBar()` is null.
 */
export function knowPages(): void {
  Object.assign(adapter.ComponentCaller.prototype, {
    getTabBar(this: adapter.GeneralComponent) {
      return pageOf(this)?.tabBar ?? null
    },
    getPageId(this: adapter.GeneralComponent) {
      return pageOf(this)?.id ?? ''
    },
  })
}

function pageOf(caller: adapter.GeneralComponent): PageFacts | undefined {
  let host: glassEasel.GeneralComponent = caller._$
  for (let owner = host.ownerShadowRoot; owner; owner = host.ownerShadowRoot) host = owner.getHostNode()
  return facts.get(host)
}
