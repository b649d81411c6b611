import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/movable-area.html (2026-11): "不设置默认为 10px" */
export const movableArea: Builtin = {
  name: 'movable-area',
  template: '<slot/>',
  css: 'wx-movable-area { position: relative; display: block; width: 10px; height: 10px }',
  properties: { scaleArea: false },
  notEmulated: ['scaleArea'],
}
