import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/radio-group.html (2026-11) */
export const radioGroup: Builtin = {
  name: 'radio-group',
  template: '<slot/>',
  css: 'wx-radio-group { display: block }',
  properties: { name: '' },
  role: 'radiogroup',
  formField: {
    // Assumption: an empty text when nothing is chosen.
    value: (instance) =>
      instance
        .inside('radio')
        .find((each) => each.flag('checked'))
        ?.text('value') ?? '',
    reset: (instance) => {
      for (const each of instance.inside('radio')) each.set({ checked: false })
    },
  },
}
