import { type Phone, part } from '../phone.ts'
import type { FileAddress } from './fileAddress.ts'

/**
 * Pictures over the whole phone, one at a time: the arrow keys and the two buttons turn them, Escape and a tap on the
 * picture close.
 */
export function showPictures(
  { screen, overlays }: Phone,
  urls: readonly string[],
  first: number,
  addressOf: FileAddress,
): void {
  const covered = [...screen.children].filter((child): child is HTMLElement => child instanceof HTMLElement)
  const focused = document.activeElement
  const view = part('div', 'viewer')
  view.setAttribute('role', 'dialog')
  view.setAttribute('aria-modal', 'true')
  view.setAttribute('aria-label', '预览图片')
  Object.assign(view.style, { position: 'absolute', inset: '0', background: '#000', pointerEvents: 'auto' })
  const picture = part('img', 'viewer-picture')
  Object.assign(picture.style, { width: '100%', height: '100%', objectFit: 'contain' })
  const counter = part('p', 'viewer-counter')
  Object.assign(counter.style, { position: 'absolute', top: '48px', left: '0', right: '0', color: '#fff' })
  counter.style.textAlign = 'center'

  let at = first
  const show = (index: number): void => {
    at = Math.min(urls.length - 1, Math.max(0, index))
    const shown = at
    picture.removeAttribute('src')
    addressOf(urls[shown] ?? '').then((address) => {
      if (at === shown && address !== undefined) picture.src = address
    }, console.error)
    picture.alt = `第 ${at + 1} 张`
    counter.textContent = `${at + 1} / ${urls.length}`
  }
  const close = (): void => {
    view.remove()
    for (const each of covered) each.inert = false
    if (focused instanceof HTMLElement) focused.focus()
  }
  const button = (label: string, side: string, pressed: () => void): HTMLButtonElement => {
    const element = part('button', 'viewer-button', label)
    element.type = 'button'
    Object.assign(element.style, {
      position: 'absolute',
      bottom: '24px',
      minHeight: '44px',
      color: '#fff',
      font: 'inherit',
    })
    Object.assign(element.style, { border: '0', background: 'rgb(255 255 255 / .2)', left: side })
    element.addEventListener('click', pressed)
    return element
  }
  const closing = button('关闭', '42%', close)
  const others =
    urls.length > 1
      ? [button('上一张', '8%', () => show(at - 1)), button('下一张', '75%', () => show(at + 1))]
      : []
  picture.addEventListener('click', close)
  const keys: Readonly<Record<string, () => void>> = {
    Escape: close,
    ArrowLeft: () => show(at - 1),
    ArrowRight: () => show(at + 1),
  }
  view.addEventListener('keydown', ({ key }) => keys[key]?.())
  view.append(picture, counter, ...others, closing)
  for (const each of covered) each.inert = each !== overlays
  overlays.append(view)
  show(first)
  closing.focus()
}
