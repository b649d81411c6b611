import { type Phone, part } from '../phone.ts'

/** A choice on a sheet. */
interface SheetAction {
  label: string
  /** Why it cannot be chosen. */
  refused?: string
}

/**
 * A sheet from below with what can be done; nothing else in the phone can be reached meanwhile.
 * @returns the number of the chosen action, or undefined
 */
export function askSheet(
  { screen, overlays }: Phone,
  title: string,
  content: readonly HTMLElement[],
  actions: readonly SheetAction[],
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const covered = [...screen.children].filter((child): child is HTMLElement => child instanceof HTMLElement)
    const before = document.activeElement
    const mask = part('div', 'sheet-mask')
    const sheet = part('div', 'sheet')
    sheet.setAttribute('role', 'dialog')
    sheet.setAttribute('aria-modal', 'true')
    sheet.setAttribute('aria-label', title)
    const answer = (chosen: number | undefined): void => {
      mask.remove()
      for (const each of covered) each.inert = false
      if (before instanceof HTMLElement) before.focus()
      resolve(chosen)
    }
    const buttons = actions.map(({ label, refused }, index) => {
      const button = part('button', 'sheet-action', label)
      button.type = 'button'
      button.disabled = refused !== undefined
      if (refused !== undefined) button.append(part('small', 'sheet-refused', refused))
      button.addEventListener('click', () => answer(index))
      return button
    })
    const cancel = part('button', 'sheet-action sheet-cancel', '取消')
    cancel.type = 'button'
    cancel.addEventListener('click', () => answer(undefined))
    sheet.append(...content, ...buttons, cancel)
    mask.append(sheet)
    mask.addEventListener('click', (event) => {
      if (event.target === mask) answer(undefined)
    })
    mask.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') answer(undefined)
    })
    for (const each of covered) each.inert = each !== overlays
    overlays.append(mask)
    ;(buttons.find((button) => !button.disabled) ?? cancel).focus()
  })
}
