import { paddingOf } from './edges.ts'
import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/list-view.html (2026-11); everything in it is laid out. */
export const listView: Builtin = {
  name: 'list-view',
  template: '<slot/>',
  css: 'wx-list-view { display: block; box-sizing: border-box }',
  properties: { padding: null },
  changed: { padding: (instance) => instance.style('padding', paddingOf(instance.value('padding'))) },
}
