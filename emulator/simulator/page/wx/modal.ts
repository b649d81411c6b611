import { type Phone, part } from '../phone.ts'
import { type Options, textOption } from './api.ts'

interface ModalAnswer {
  confirm: boolean
  cancel: boolean
  content: null
}

/** A dialog with one or two buttons; until it is answered nothing else in the phone can be reached. */
export function askModal({ screen, overlays }: Phone, options: Options): Promise<ModalAnswer> {
  return new Promise((resolve) => {
    const mask = part('div', 'modal-mask')
    const box = part('div', 'modal')
    const title = textOption(options, 'title')
    box.setAttribute('role', 'alertdialog')
    box.setAttribute('aria-modal', 'true')
    box.setAttribute('aria-label', title || textOption(options, 'content'))
    const covered = [...screen.children].filter((child): child is HTMLElement => child instanceof HTMLElement)
    const before = document.activeElement

    const answer = (confirm: boolean): void => {
      mask.remove()
      for (const part of covered) part.inert = false
      if (before instanceof HTMLElement) before.focus()
      resolve({ confirm, cancel: !confirm, content: null })
    }
    const button = (name: string, text: string, confirm: boolean): HTMLButtonElement => {
      const element = part('button', name, text)
      element.type = 'button'
      element.addEventListener('click', () => answer(confirm))
      return element
    }

    const cancellable = options['showCancel'] !== false
    const confirm = button('modal-confirm', textOption(options, 'confirmText', '确定'), true)
    const buttons = part('div', 'modal-buttons')
    if (cancellable) buttons.append(button('modal-cancel', textOption(options, 'cancelText', '取消'), false))
    buttons.append(confirm)
    if (title) box.append(part('h2', 'modal-title', title))
    box.append(part('p', 'modal-content', textOption(options, 'content')), buttons)
    mask.append(box)
    mask.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && cancellable) answer(false)
    })
    for (const part of covered) part.inert = part !== overlays
    overlays.append(mask)
    confirm.focus()
  })
}
