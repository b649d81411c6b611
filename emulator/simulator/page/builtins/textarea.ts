import type { Builtin, Instance } from './shape.ts'
import {
  attachField,
  fieldChanged,
  fieldProperties,
  placeholderCss,
  tellConfirm,
  tellInput,
  textFormField,
  typed,
} from './textField.ts'

/** How many lines each textarea had when it was last measured. */
const lines = new WeakMap<Instance, number>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/textarea.html (2026-11) */
export const textarea: Builtin = {
  name: 'textarea',
  template:
    '<html-textarea rows="1" enterkeyhint="{{hint}}" placeholder="{{placeholder}}" aria-label="{{label}}" maxlength="{{longest}}" bind:input="onInput" bind:focus="onFocus" bind:blur="onBlur" bind:keydown="onKey"/>',
  css: `
wx-textarea { display: block; width: 300px; height: 150px }
wx-textarea > textarea {
  display: block; box-sizing: border-box; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; resize: none;
  outline-offset: -2px; background: none; color: inherit; font: inherit; line-height: inherit; text-align: inherit;
}
${placeholderCss('wx-textarea > textarea')}`,
  properties: {
    ...fieldProperties,
    placeholderClass: 'textarea-placeholder',
    autoHeight: false,
    // A text area of WeChat lies in its own layer when it is `fixed`; here it lies where its place is.
    fixed: false,
    confirmType: 'return',
    showConfirmBar: true,
    disableDefaultPadding: false,
  },
  data: { hint: 'enter', longest: '140', label: '' },
  labelled: 'focus',
  formField: textFormField,
  attached: (instance) => {
    attachField(instance)
    // Its width decides how many lines the text has.
    instance.resized(() => measure(instance))
  },
  changed: {
    ...fieldChanged,
    value: (instance) => {
      fieldChanged.value(instance)
      // The page is in the middle of its update, and must not hear of it before the end.
      queueMicrotask(() => measure(instance))
    },
    autoHeight: (instance) => queueMicrotask(() => measure(instance)),
    confirmType: (instance) => {
      const type = instance.text('confirmType')
      instance.set({ hint: type === 'return' ? 'enter' : type })
    },
  },
  on: {
    onInput: tellInput,
    onFocus: (instance) => instance.emit('focus', { value: typed(instance), height: 0 }),
    onBlur: (instance) =>
      instance.emit('blur', { value: typed(instance), cursor: instance.field()?.selectionStart ?? 0 }),
    onKey: (instance, event) => {
      if (event.key !== 'Enter') return
      // With `return` the key makes a new line; Ctrl with it stands for 完成 above the keyboard of a phone.
      if (instance.text('confirmType') === 'return' && !event.withControl) return
      event.preventDefault()
      tellConfirm(instance)
    },
  },
}

function measure(instance: Instance): void {
  const field = instance.field()
  if (!field) return
  // With one row and no height of its own it is as high as a line, and the text as high as it scrolls.
  field.style.setProperty('height', 'auto')
  const [lineHeight, height] = [field.clientHeight, field.scrollHeight]
  field.style.setProperty('height', '')
  // Not on the page yet.
  if (lineHeight === 0) return
  if (instance.flag('autoHeight')) instance.style('height', `${height}px`)
  const lineCount = Math.max(1, Math.round(height / lineHeight))
  // Assumption: the first line is not told.
  const known = lines.get(instance) ?? 1
  lines.set(instance, lineCount)
  if (lineCount === known) return
  const { width } = instance.page()
  instance.emit('linechange', { height, heightRpx: (height * 750) / width, lineCount, lineHeight })
}
