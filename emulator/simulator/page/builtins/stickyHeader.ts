import { paddingOf } from './edges.ts'
import type { Builtin, Instance } from './shape.ts'

const pinned = new WeakSet<Instance>()

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/sticky-header.html (2026-11), in a `scroll-view type="custom"`
 * or a `sticky-section`. On phones only Skyline has it.
 */
export const stickyHeader: Builtin = {
  name: 'sticky-header',
  template: '<slot/>',
  css: 'wx-sticky-header { position: sticky; top: 0; z-index: 1; display: block; box-sizing: border-box }',
  properties: { offsetTop: 0, allowOverlapping: false, padding: null },
  attached: (instance) => {
    instance.around('scroll-view')?.listen('scroll', () => tell(instance))
  },
  changed: {
    offsetTop: (instance) => instance.style('top', `${instance.number('offsetTop')}px`),
    padding: (instance) => instance.style('padding', paddingOf(instance.value('padding'))),
  },
  notEmulated: ['allowOverlapping'],
}

function tell(instance: Instance): void {
  const view = instance.around('scroll-view')?.box()
  if (!view) return
  const distance = instance.box().getBoundingClientRect().top - view.getBoundingClientRect().top
  told(instance, view.scrollTop > 0 && distance <= instance.number('offsetTop'))
}

function told(instance: Instance, isStickOnTop: boolean): void {
  if (pinned.has(instance) === isStickOnTop) return
  if (isStickOnTop) pinned.add(instance)
  else pinned.delete(instance)
  instance.emit('stickontopchange', { isStickOnTop })
}
