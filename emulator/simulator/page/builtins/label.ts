import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/label.html (2026-11): "for 优先级高于内部控件，内部有多个控件的
 * 时候默认触发第一个控件".
 */
export const label: Builtin = {
  name: 'label',
  template: '<slot/>',
  css: 'wx-label { cursor: pointer }',
  properties: { for: '' },
  attached: (instance) => instance.nameControl(instance.text('for')),
  changed: { for: (instance) => instance.nameControl(instance.text('for')) },
  tapped: (instance, tap) => {
    // The control has had the tap itself.
    if (!tap.onControl) instance.useControl(instance.text('for'))
  },
}
