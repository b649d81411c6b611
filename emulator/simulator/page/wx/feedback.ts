import { part } from '../phone.ts'
import { asyncCall, type Options, textOption, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'

const SIGNS: Readonly<Record<string, string>> = { success: '✓', error: '!', loading: '', none: '' }

/** Toasts, loading and dialogs. Toast and loading are one thing: WeChat shows at most one of them. */
export const feedback: WxTopic = ({ phone }) => {
  let shown: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const hide = (): undefined => {
    clearTimeout(timer)
    shown?.remove()
    shown = undefined
  }
  const show = (options: Options, icon: string, duration: number | undefined): undefined => {
    hide()
    const box = part('div', 'toast')
    box.dataset['icon'] = icon
    box.setAttribute('role', 'status')
    const sign = part('span', 'toast-sign', SIGNS[icon] ?? '')
    sign.setAttribute('aria-hidden', 'true')
    if (icon !== 'none') box.append(sign)
    box.append(part('span', 'toast-text', textOption(options, 'title')))
    phone.overlays.append(box)
    shown = box
    if (duration !== undefined) timer = setTimeout(hide, duration)
  }

  return {
    showToast: asyncCall('showToast', (options) =>
      show(options, textOption(options, 'icon', 'success'), Number(options['duration'] ?? 1500)),
    ),
    hideToast: asyncCall('hideToast', hide),
    showLoading: asyncCall('showLoading', (options) => show(options, 'loading', undefined)),
    hideLoading: asyncCall('hideLoading', hide),
    showModal: asyncCall('showModal', (options) => askModal(phone, options)),
  }
}
