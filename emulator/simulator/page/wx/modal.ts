import { type Phone, part } from '../phone.ts'
import { type Options, textOption } from './api.ts'

interface ModalAnswer {
  confirm: boolean
  cancel: boolean
  /** What was typed into an editable dialog. */
  content: string | null
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
      // Assumption: of a dialog that was cancelled nothing is handed over.
      resolve({ confirm, cancel: !confirm, content: confirm && field ? field.value : null })
    }
    const button = (name: string, text: string, confirm: boolean): HTMLButtonElement => {
      const element = part('button', name, text)
      element.type = 'button'
      element.addEventListener('click', () => answer(confirm))
      return element
    }

    const field = options['editable'] === true ? fieldOf(options) : undefined
    const cancellable = options['showCancel'] !== false
    const confirm = button('modal-confirm', textOption(options, 'confirmText', '确定'), true)
    confirm.style.color = textOption(options, 'confirmColor')
    const buttons = part('div', 'modal-buttons')
    if (cancellable) {
      const cancel = button('modal-cancel', textOption(options, 'cancelText', '取消'), false)
      cancel.style.color = textOption(options, 'cancelColor')
      buttons.append(cancel)
    }
    buttons.append(confirm)
    if (title) box.append(part('h2', 'modal-title', title))
    box.append(field ?? part('p', 'modal-content', textOption(options, 'content')), buttons)
    mask.append(box)
    mask.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && cancellable) answer(false)
    })
    for (const part of covered) part.inert = part !== overlays
    overlays.append(mask)
    ;(field ?? confirm).focus()
  })
}

/** The field of an editable dialog; `content` is what it begins with. */
function fieldOf(options: Options): HTMLInputElement {
  const field = part('input', 'modal-content')
  const placeholder = textOption(options, 'placeholderText')
  field.value = textOption(options, 'content')
  field.placeholder = placeholder
  field.setAttribute('aria-label', placeholder || textOption(options, 'title') || '输入')
  Object.assign(field.style, {
    width: 'calc(100% - 48px)',
    minHeight: '40px',
    boxSizing: 'border-box',
    font: 'inherit',
  })
  return field
}
