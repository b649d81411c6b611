import type { Lifecycle, OpenPage } from './openPage.ts'

/**
 * Tells a page how far it is scrolled, and once each time when its end comes near
 * (developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html, onPageScroll and onReachBottom, 2026-11).
 * @param distance from the end, in px, at which the page hears of it
 */
export function tellScrolling(page: OpenPage, distance: () => number, { fire }: Lifecycle): void {
  const { element } = page.engine
  let near = false
  let last = 0
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = element
    // A hidden page is set back to 0 by some browsers, and has no height.
    if (clientHeight === 0) return
    fire(page, 'onPageScroll', { scrollTop })
    const left = scrollHeight - clientHeight - scrollTop
    const down = scrollTop > last
    last = scrollTop
    if (left > distance()) near = false
    else if (down && !near) {
      near = true
      fire(page, 'onReachBottom')
    }
  })
  // What is added at the end moves the end away.
  new ResizeObserver(() => {
    if (element.scrollHeight - element.clientHeight - element.scrollTop > distance()) near = false
  }).observe(element.firstElementChild ?? element)
}

/**
 * `wx.pageScrollTo` (developers.weixin.qq.com/miniprogram/dev/api/ui/scroll/wx.pageScrollTo.html, 2026-11): the first
 * element of the selector, or `scrollTop` in px; `duration` in ms, 300 unless given.
 */
export async function scrollPage(page: OpenPage, options: Readonly<Record<string, unknown>>): Promise<void> {
  const { element } = page.engine
  const duration = Math.max(0, Number(options['duration'] ?? 300))
  const from = element.scrollTop
  const to = targetOf(page, options)
  const begun = performance.now()
  for (let share = 0; share < 1; ) {
    share = duration === 0 ? 1 : Math.min(1, (performance.now() - begun) / duration)
    element.scrollTop = from + (to - from) * share * (2 - share)
    if (share < 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

function targetOf(page: OpenPage, options: Readonly<Record<string, unknown>>): number {
  const { element } = page.engine
  const selector = options['selector']
  if (options['scrollTop'] !== undefined || typeof selector !== 'string')
    return Number(options['scrollTop'] ?? 0)
  const found = page.engine.find(selector)
  // Assumption: the words. The page documents only that a selector may be given.
  if (!found) throw new Error(`can not find element by selector "${selector}"`)
  const offset = found.getBoundingClientRect().top - element.getBoundingClientRect().top
  return element.scrollTop + offset + Number(options['offsetTop'] ?? 0)
}
