import type { Builtin } from './shape.ts'

/** "用于支持内联文本和 image / navigator 的混排": developers.weixin.qq.com/miniprogram/dev/component/span.html (2026-11) */
export const span: Builtin = {
  name: 'span',
  template: '<slot/>',
  css: 'wx-span { display: inline }',
  properties: {},
}
