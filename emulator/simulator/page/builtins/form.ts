import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/form.html (2026-11) */
export const form: Builtin = {
  name: 'form',
  template: '<slot/>',
  css: 'wx-form { display: block }',
  properties: { reportSubmit: false, reportSubmitTimeout: 0 },
  notEmulated: ['reportSubmit', 'reportSubmitTimeout'],
}

/** What a button with a `form-type` does to the form around it; without one nothing happens. */
export function useForm(button: Instance, formType: string): void {
  const around = button.around('form')
  if (!around) return
  const fields = around.namedFields()
  if (formType === 'submit') {
    const value = Object.fromEntries(fields.map((field) => [field.name, field.value()]))
    // An id for template messages, which WeChat no longer gives.
    around.emit('submit', { value, formId: '' })
  } else if (formType === 'reset') {
    for (const field of fields) field.reset()
    around.emit('reset', {})
  }
}
