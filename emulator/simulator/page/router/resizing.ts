import type { Lifecycle, OpenPage } from './openPage.ts'

/**
 * Tells the page on top when the window has another size; only pages with `pageOrientation` hear of it
 * (developers.weixin.qq.com/miniprogram/dev/framework/view/resizable.html, 2026-11).
 */
export function tellResizing(
  pages: HTMLElement,
  { fire }: Lifecycle,
  resizable: () => OpenPage | undefined,
): void {
  let before = ''
  new ResizeObserver(() => {
    const { clientWidth: windowWidth, clientHeight: windowHeight } = pages
    const now = `${windowWidth}x${windowHeight}`
    const page = before && before !== now ? resizable() : undefined
    before = now
    if (!page) return
    const size = { windowWidth, windowHeight }
    page.engine.triggerPageLifetime('resize', size)
    const deviceOrientation = windowWidth > windowHeight ? 'landscape' : 'portrait'
    fire(page, 'onResize', { size, deviceOrientation })
  }).observe(pages)
}
