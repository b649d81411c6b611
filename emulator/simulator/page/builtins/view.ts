import { hoverProperties, showHover } from './hover.ts'
import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/view.html */
export const view: Builtin = {
  name: 'view',
  template: '<slot/>',
  css: 'wx-view { display: block }',
  properties: hoverProperties('none', 50, 400),
  attached: showHover,
}
