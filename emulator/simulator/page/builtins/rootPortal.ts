import type { Builtin, Instance } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/root-portal.html (2026-11): "使整个子树从页面中脱离出来，类似于在
 * CSS 中使用 fixed position 的效果". What it holds stands at the end of the page, and inherits no style from its place.
 */
export const rootPortal: Builtin = {
  name: 'root-portal',
  template: '<html-div part="portal"><slot/></html-div>',
  css: 'wx-root-portal { display: contents }',
  properties: { enable: true },
  attached: lift,
  detached: (instance) => instance.lift('portal', false),
  changed: { enable: lift },
}

function lift(instance: Instance): void {
  instance.lift('portal', instance.flag('enable'))
}
