import { type Phone, part } from '../phone.ts'

interface BarState {
  title: string
  /** CSS colours. */
  backgroundColor: string
  color: string
  canGoBack: boolean
  /** Only the capsule button and the status bar, on the page. */
  custom: boolean
  busy: boolean
}

interface BarActions {
  goBack(): void
  openMenu(): void
  close(): void
}

/** The bar above a page: title, a way back when there is one, and WeChat's capsule button. */
export function createNavigationBar({ screen, navigationBar }: Phone, actions: BarActions) {
  const row = part('div', 'phone-navigation-row')
  const back = barButton('phone-back', '返回', actions.goBack)
  const busy = part('span', 'phone-busy')
  busy.setAttribute('role', 'status')
  busy.setAttribute('aria-label', '加载中')
  const title = part('h1', 'phone-title')
  const capsule = part('div', 'phone-capsule')
  capsule.append(
    barButton('phone-menu', '更多', actions.openMenu),
    barButton('phone-close', '关闭', actions.close),
  )
  row.append(back, busy, title, capsule)
  navigationBar.append(row)
  return {
    show(state: BarState): void {
      screen.toggleAttribute('data-custom-navigation', state.custom)
      navigationBar.style.backgroundColor = state.custom ? 'transparent' : state.backgroundColor
      navigationBar.style.color = state.color
      navigationBar.dataset['tone'] = /^#f{3,6}$/i.test(state.color) ? 'white' : 'black'
      back.hidden = !state.canGoBack || state.custom
      title.hidden = state.custom
      busy.hidden = !state.busy || state.custom
      title.textContent = state.title
    },
  }
}

function barButton(className: string, label: string, pressed: () => void): HTMLButtonElement {
  const button = part('button', className)
  button.type = 'button'
  button.setAttribute('aria-label', label)
  button.addEventListener('click', pressed)
  return button
}
