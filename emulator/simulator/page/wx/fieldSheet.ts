import { type Phone, part } from '../phone.ts'
import { askSheet } from '../router/sheet.ts'

/** A field of a sheet: the name that it has on it, and what it begins with. */
export interface SheetField {
  readonly label: string
  readonly value: string
}

/**
 * A sheet on which whoever develops says what a phone would know by itself.
 * @returns the texts in the order of the fields, or undefined when it was cancelled
 */
export async function askFields(
  phone: Phone,
  title: string,
  fields: readonly SheetField[],
  confirm: string,
): Promise<readonly string[] | undefined> {
  const inputs = fields.map(({ value }) => {
    const input = part('input', 'sheet-field')
    input.value = value
    Object.assign(input.style, { flex: '1', minWidth: '0', minHeight: '40px', font: 'inherit' })
    return input
  })
  const rows = fields.map(({ label }, at) => {
    const row = part('label', 'sheet-row')
    Object.assign(row.style, { display: 'flex', gap: '12px', alignItems: 'center', padding: '6px 16px' })
    const name = part('span', '', label)
    name.style.minWidth = '4em'
    row.append(name, ...inputs.slice(at, at + 1))
    return row
  })
  const heading = part('p', 'modal-content', title)
  const answered = askSheet(phone, title, [heading, ...rows], [{ label: confirm }])
  // Enter in a field is what it is in a form; what is still empty is what one came to type.
  for (const input of inputs) {
    input.addEventListener('keydown', ({ key }) => {
      const button = input.closest('.sheet')?.querySelector('.sheet-action')
      if (key === 'Enter' && button instanceof HTMLElement) button.click()
    })
  }
  inputs.find(({ value }) => value === '')?.focus()
  const chosen = await answered
  return chosen === undefined ? undefined : inputs.map(({ value }) => value)
}
