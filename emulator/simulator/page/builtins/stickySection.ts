import { paddingOf } from './edges.ts'
import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/sticky-section.html (2026-11): with `push-pinned-header` its
 * header leaves with it, without it the header stays and the next one lies on it.
 */
export const stickySection: Builtin = {
  name: 'sticky-section',
  template: '<slot/>',
  css: 'wx-sticky-section { display: block; box-sizing: border-box }',
  properties: { pushPinnedHeader: true, padding: null },
  changed: {
    pushPinnedHeader: (instance) =>
      instance.style('display', instance.flag('pushPinnedHeader') ? 'block' : 'contents'),
    padding: (instance) => instance.style('padding', paddingOf(instance.value('padding'))),
  },
}
