import type { Instance } from './shape.ts'

/** Properties that one-line and multi-line fields share. */
export const fieldProperties = {
  value: '',
  placeholder: '',
  placeholderStyle: '',
  placeholderClass: 'input-placeholder',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  name: '',
  cursor: -1,
  selectionStart: -1,
  selectionEnd: -1,
  confirmHold: false,
  ariaLabel: '',
  // These are about the keyboard of a phone, which covers the page; the browser's page is not covered.
  cursorSpacing: 0,
  adjustPosition: true,
  holdKeyboard: false,
  alwaysEmbed: false,
} as const

/** What of them changes the element. */
export const fieldChanged = {
  value: (instance: Instance): void => {
    const field = instance.field()
    if (field && field.value !== instance.text('value')) field.value = instance.text('value')
  },
  placeholder: label,
  ariaLabel: label,
  placeholderStyle: placeholderLook,
  placeholderClass: placeholderLook,
  maxlength: (instance: Instance): void => {
    // -1 means without a limit.
    const longest = instance.number('maxlength')
    instance.set({ longest: String(longest < 0 ? Number.MAX_SAFE_INTEGER : longest) })
  },
  disabled: (instance: Instance): void => {
    const field = instance.field()
    if (field) field.disabled = instance.flag('disabled')
  },
  focus: (instance: Instance): void => {
    if (instance.flag('focus')) focusField(instance)
    else instance.field()?.blur()
  },
}

export function attachField(instance: Instance): void {
  placeholderLook(instance)
  if (instance.flag('focus') || instance.flag('autoFocus')) focusField(instance)
}

/** "指定 placeholder 的样式，目前仅支持 color, font-size 和 font-weight"; the style goes before the class. */
function placeholderLook(instance: Instance): void {
  const names = ['color', 'font-size', 'font-weight']
  const ofClass = instance.styleOfClass(instance.text('placeholderClass'), names)
  for (const name of names) {
    const stated = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(instance.text('placeholderStyle'))
    const value = stated?.[1]?.trim() ?? ofClass.get(name) ?? ''
    instance.field()?.style.setProperty(`--placeholder-${name}`, value)
  }
}

/** Looks of a placeholder; `selector` is that of the field. */
export function placeholderCss(selector: string): string {
  return `${selector}::placeholder {
  color: var(--placeholder-color, #808080); font-size: var(--placeholder-font-size, inherit);
  font-weight: var(--placeholder-font-weight, inherit); opacity: 1;
}
`
}

/** The cursor goes where the properties say: "selection-start 自动聚焦时有效，需与 selection-end 搭配使用". */
function focusField(instance: Instance): void {
  const field = instance.field()
  if (!field) return
  field.focus()
  const [start, end] = [instance.number('selectionStart'), instance.number('selectionEnd')]
  const cursor = instance.number('cursor')
  if (start >= 0 && end >= 0) field.setSelectionRange(start, end)
  else if (cursor >= 0) field.setSelectionRange(cursor, cursor)
}

/**
 * What was typed becomes the property, which is what makes `model:value` work. "处理函数可以直接 return 一个字符串，将替换输入框的内容";
 * an object `{ value, cursor }` places the cursor too.
 */
export function tellInput(instance: Instance): void {
  const field = instance.field()
  const value = field?.value ?? ''
  instance.set({ value })
  const detail = { value, cursor: field?.selectionStart ?? value.length }
  instance.emit('input', detail, (answer) => replace(instance, answer))
}

function replace(instance: Instance, answer: unknown): void {
  const field = instance.field()
  const object: object = typeof answer === 'object' && answer !== null ? answer : { value: answer }
  const [value, cursor]: unknown[] = [Reflect.get(object, 'value'), Reflect.get(object, 'cursor')]
  if (!field || typeof value !== 'string') return
  field.value = value
  instance.set({ value })
  const at = typeof cursor === 'number' ? cursor : value.length
  field.setSelectionRange(at, at)
}

/** "confirm-hold: 点击键盘右下角按钮时是否保持键盘不收起" */
export function tellConfirm(instance: Instance): void {
  instance.emit('confirm', { value: typed(instance) })
  if (!instance.flag('confirmHold')) instance.field()?.blur()
}

export function typed(instance: Instance): string {
  return instance.field()?.value ?? ''
}

/** Assumption: a reset empties the field, whatever its value was at first. */
export const textFormField = {
  value: (instance: Instance) => typed(instance),
  reset: (instance: Instance) => instance.set({ value: '' }),
}

function label(instance: Instance): void {
  instance.set({ label: instance.text('ariaLabel') || instance.text('placeholder') })
}
