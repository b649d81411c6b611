/** The parts of the frame that the mini-program is drawn in. */
export interface Phone {
  /** Everything inside the frame. */
  screen: HTMLElement
  /** Status bar and navigation bar in one, as they share a colour. */
  navigationBar: HTMLElement
  /** The time and the battery of the phone; its height is `statusBarHeight`. */
  statusBar: HTMLElement
  /** Where pages lie; it does not scroll, each page in it does. */
  pages: HTMLElement
  tabBar: HTMLElement
  /** Toasts and dialogs. */
  overlays: HTMLElement
}

/** Draws the empty phone. */
export function createPhone(): Phone {
  const screen = part('div', 'phone')
  const navigationBar = part('header', 'phone-navigation')
  const statusBar = part('div', 'phone-status')
  statusBar.setAttribute('aria-hidden', 'true')
  statusBar.append(part('span', 'phone-time'), part('span', 'phone-signs'))
  navigationBar.append(statusBar)
  const pages = part('main', 'phone-pages')
  const tabBar = part('nav', 'phone-tabs')
  tabBar.hidden = true
  const overlays = part('div', 'phone-overlays')
  screen.append(navigationBar, pages, tabBar, overlays)
  document.body.append(screen)
  return { screen, navigationBar, statusBar, pages, tabBar, overlays }
}

/** Writes a time of the world into the status bar, as the browser's time zone has it. */
export function showTime({ statusBar }: Phone, now: number): void {
  const time = statusBar.querySelector('.phone-time')
  const text = new Date(now).toLocaleTimeString('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  if (time && time.textContent !== text) time.textContent = text
}

/** An element with a class of the frame's own style sheet. */
export function part<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = text
  return element
}
