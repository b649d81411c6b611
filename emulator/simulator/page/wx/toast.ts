import { type Phone, part } from '../phone.ts'
import { asyncCall, neededText, type Options, textOption, type WxTopic } from './api.ts'
import { contentAt } from './temporaryFiles.ts'

const SIGNS: Readonly<Record<string, string>> = { success: '✓', error: '!', loading: '', none: '' }

type Kind = 'toast' | 'loading'

interface Shown {
  readonly kind: Kind
  readonly elements: readonly HTMLElement[]
  readonly timer: ReturnType<typeof setTimeout> | undefined
}

/** What is over a phone belongs to the phone: other topics show toasts too, and `hideToast` hides theirs. */
const shownOn = new WeakMap<Phone, Shown>()

/**
 * Toast and loading (developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast.html and
 * wx.showLoading.html, 2026-11). They are one thing, "同时只能显示一个", and each is hidden by the call of the other too,
 * unless that says `noConflict`.
 */
export const toast: WxTopic = ({ phone }) => {
  const hide = (): undefined => {
    const before = shownOn.get(phone)
    clearTimeout(before?.timer)
    for (const element of before?.elements ?? []) element.remove()
    shownOn.delete(phone)
  }
  const show = (kind: Kind, options: Options, icon: string, picture?: string, lasts?: number): undefined => {
    const title = neededText(options, 'title')
    hide()
    const box = part('div', 'toast')
    box.dataset['icon'] = icon
    box.setAttribute('role', 'status')
    box.append(...signOf(icon, picture), part('span', 'toast-text', title))
    const elements = options['mask'] === true ? [cover(), box] : [box]
    phone.overlays.append(...elements)
    const timer = lasts === undefined ? undefined : setTimeout(hide, lasts)
    shownOn.set(phone, { kind, elements, timer })
  }
  const hideAs = (kind: Kind) => (options: Options) =>
    options['noConflict'] === true && shownOn.get(phone)?.kind !== kind ? undefined : hide()

  return {
    showToast: asyncCall('showToast', async (options) => {
      const image = textOption(options, 'image')
      const content = image === '' ? undefined : await contentAt(image)
      // Assumption: a picture that is not there leaves its place empty.
      const picture = content ? URL.createObjectURL(content) : undefined
      const icon = image === '' ? textOption(options, 'icon', 'success') : 'image'
      show('toast', options, icon, picture, Number(options['duration'] ?? 1500))
      return {}
    }),
    hideToast: asyncCall('hideToast', hideAs('toast')),
    showLoading: asyncCall('showLoading', (options) => show('loading', options, 'loading')),
    hideLoading: asyncCall('hideLoading', hideAs('loading')),
  }
}

function signOf(icon: string, picture: string | undefined): HTMLElement[] {
  if (icon === 'none') return []
  const sign = part('span', 'toast-sign', SIGNS[icon] ?? '')
  sign.setAttribute('aria-hidden', 'true')
  if (picture !== undefined) {
    const image = part('img', 'toast-picture')
    image.src = picture
    image.alt = ''
    // Assumption: as large as a sign of WeChat's own.
    Object.assign(image.style, { width: '40px', height: '40px', objectFit: 'contain' })
    sign.append(image)
  }
  return [sign]
}

/** "透明蒙层，防止触摸穿透" */
function cover(): HTMLElement {
  const element = part('div', 'toast-cover')
  Object.assign(element.style, { position: 'absolute', inset: '0', pointerEvents: 'auto' })
  return element
}
