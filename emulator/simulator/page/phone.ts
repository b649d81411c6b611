/** The parts of the frame that the mini-program is drawn in. */
export interface Phone {
  /** Everything inside the frame. */
  screen: HTMLElement
  navigationBar: HTMLElement
  /** Where pages lie; it does not scroll, each page in it does. */
  pages: HTMLElement
  /** Toasts and dialogs. */
  overlays: HTMLElement
}

/** Draws the empty phone. */
export function createPhone(): Phone {
  const screen = part('div', 'phone')
  const navigationBar = part('header', 'phone-navigation')
  const pages = part('main', 'phone-pages')
  const overlays = part('div', 'phone-overlays')
  screen.append(navigationBar, pages, overlays)
  document.body.append(screen)
  return { screen, navigationBar, pages, overlays }
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
