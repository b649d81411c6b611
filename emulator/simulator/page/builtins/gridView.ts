import { paddingOf } from './edges.ts'
import type { Builtin, Instance } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/grid-view.html (2026-11); lengths in px. A `masonry` has its
 * children in rows here, like an `aligned` one.
 */
export const gridView: Builtin = {
  name: 'grid-view',
  template: '<slot/>',
  css: 'wx-grid-view { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); box-sizing: border-box }',
  properties: {
    type: 'aligned',
    crossAxisCount: 2,
    maxCrossAxisExtent: 0,
    mainAxisGap: 0,
    crossAxisGap: 0,
    padding: null,
  },
  attached: columns,
  changed: {
    type: (instance) => {
      if (instance.text('type') === 'masonry') instance.notEmulated('<grid-view type="masonry">')
      columns(instance)
    },
    crossAxisCount: columns,
    maxCrossAxisExtent: columns,
    mainAxisGap: (instance) => instance.style('row-gap', `${instance.number('mainAxisGap')}px`),
    crossAxisGap: (instance) => instance.style('column-gap', `${instance.number('crossAxisGap')}px`),
    padding: (instance) => instance.style('padding', paddingOf(instance.value('padding'))),
  },
}

/** "max-cross-axis-extent: 交叉轴元素最大长度": as many equal columns as it takes for none to be wider. */
function columns(instance: Instance): void {
  const longest = instance.number('maxCrossAxisExtent')
  const gap = instance.number('crossAxisGap')
  const room = instance.box().clientWidth
  const count =
    longest > 0 && room > 0 ? Math.ceil((room + gap) / (longest + gap)) : instance.number('crossAxisCount')
  instance.style('grid-template-columns', `repeat(${Math.max(1, count)}, minmax(0, 1fr))`)
}
