import { checkedValues } from './checkbox.ts'
import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/checkbox-group.html (2026-11) */
export const checkboxGroup: Builtin = {
  name: 'checkbox-group',
  template: '<slot/>',
  css: 'wx-checkbox-group { display: block }',
  properties: { name: '' },
  role: 'group',
  formField: {
    value: checkedValues,
    // Assumption: a reset unchecks everything, whatever was checked at first.
    reset: (instance) => {
      for (const each of instance.inside('checkbox')) each.set({ checked: false })
    },
  },
}
