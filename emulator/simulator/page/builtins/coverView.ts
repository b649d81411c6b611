import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/cover-view.html (2026-11): a box over native components,
 * which here lie in the same layer as everything else.
 */
export const coverView: Builtin = {
  name: 'cover-view',
  template: '<slot/>',
  css: 'wx-cover-view { display: block; overflow: hidden; line-height: 1.2; white-space: nowrap }',
  properties: { scrollTop: '' },
  notEmulated: ['scrollTop'],
}
