import { part } from '../phone.ts'

interface NavigationBar {
  /** `backgroundColor` and `color` are CSS colours. */
  show(state: {
    title: string
    backgroundColor: string
    color: string
    canGoBack: boolean
    hidden: boolean
  }): void
  setTitle(title: string): void
}

/** The bar above a page: title, and a way back when there is one. */
export function createNavigationBar(element: HTMLElement, goBack: () => void): NavigationBar {
  const back = part('button', 'phone-back')
  back.type = 'button'
  back.setAttribute('aria-label', '返回')
  back.addEventListener('click', goBack)
  const title = part('h1', 'phone-title')
  const capsule = part('span', 'phone-capsule', '•••')
  capsule.setAttribute('aria-hidden', 'true')
  element.append(back, title, capsule)
  return {
    show(state) {
      element.style.backgroundColor = state.backgroundColor
      element.style.color = state.color
      element.hidden = state.hidden
      back.hidden = !state.canGoBack
      title.textContent = state.title
    },
    setTitle(text) {
      title.textContent = text
    },
  }
}
