import { followPull, refresherCss, refresherProperties, refresherTemplate, triggered } from './refresher.ts'
import type { Builtin, InnerEvent, Instance } from './shape.ts'

/** Milliseconds between two tellings of the same end. Assumption. */
const PAUSE = 200

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html (2026-11), as the WebView renders it. */
export const scrollView: Builtin = {
  name: 'scroll-view',
  template: `${refresherTemplate}<slot/>`,
  css: `
wx-scroll-view { display: block; overflow: hidden; scrollbar-width: none; overflow-anchor: none }
${refresherCss}`,
  properties: {
    // 'custom' holds sticky-section and its like, which are laid out by themselves.
    type: 'list',
    scrollX: false,
    scrollY: false,
    scrollTop: 0,
    scrollLeft: 0,
    scrollIntoView: '',
    scrollWithAnimation: false,
    upperThreshold: 50,
    lowerThreshold: 50,
    enableFlex: false,
    scrollAnchoring: false,
    enableBackToTop: false,
    enhanced: false,
    // These two are about how iOS draws, and need `enhanced`.
    bounces: true,
    fastDeceleration: false,
    showScrollbar: true,
    pagingEnabled: false,
    ...refresherProperties,
  },
  namedSlots: true,
  attached: (instance) => {
    const tellEdges = edgesOf(instance)
    let [top, left] = [0, 0]
    instance.listen('scroll', (event) => {
      const { scrollTop, scrollLeft, scrollWidth, scrollHeight } = instance.box()
      // Assumption: the way back is positive.
      const [deltaX, deltaY] = [left - scrollLeft, top - scrollTop]
      top = scrollTop
      left = scrollLeft
      instance.emit('scroll', { scrollTop, scrollLeft, scrollWidth, scrollHeight, deltaX, deltaY })
      tellEdges(deltaX, deltaY, event)
    })
    followPull(instance)
    // What it is to scroll to is there by then.
    queueMicrotask(() => {
      if (instance.number('scrollTop') || instance.number('scrollLeft')) place(instance)
      if (instance.text('scrollIntoView')) showChild(instance)
    })
  },
  changed: {
    scrollX: (instance) => instance.style('overflow-x', instance.flag('scrollX') ? 'auto' : 'hidden'),
    scrollY: (instance) => instance.style('overflow-y', instance.flag('scrollY') ? 'auto' : 'hidden'),
    scrollTop: place,
    scrollLeft: place,
    // The child may come with the same update.
    scrollIntoView: (instance) => queueMicrotask(() => showChild(instance)),
    enableFlex: (instance) => instance.style('display', instance.flag('enableFlex') ? 'flex' : ''),
    scrollAnchoring: (instance) =>
      instance.style('overflow-anchor', instance.flag('scrollAnchoring') ? 'auto' : 'none'),
    refresherTriggered: (instance) => queueMicrotask(() => triggered(instance)),
    type: (instance) => {
      if (instance.text('type') === 'nested') instance.notEmulated('<scroll-view type="nested">')
    },
  },
  notEmulated: ['pagingEnabled', 'enableBackToTop'],
}

function place(instance: Instance): void {
  scrollTo(instance, { top: instance.number('scrollTop') || 0, left: instance.number('scrollLeft') || 0 })
}

function scrollTo(instance: Instance, to: { top?: number; left?: number }): void {
  instance.box().scrollTo({ ...to, behavior: instance.flag('scrollWithAnimation') ? 'smooth' : 'instant' })
}

/** "设置哪个方向可滚动，则在哪个方向滚动到该元素" */
function showChild(instance: Instance): void {
  const child = instance.boxOf(instance.text('scrollIntoView'))?.getBoundingClientRect()
  if (!child) return
  const box = instance.box()
  const own = box.getBoundingClientRect()
  scrollTo(instance, {
    ...(instance.flag('scrollY') ? { top: box.scrollTop + child.top - own.top } : {}),
    ...(instance.flag('scrollX') ? { left: box.scrollLeft + child.left - own.left } : {}),
  })
}

/** Tells that an end is near while it is scrolled towards it, and not again at once. */
function edgesOf(instance: Instance) {
  const lastTold = new Map<string, number>()
  const tell = (event: string, direction: string, { time }: InnerEvent): void => {
    if (time - (lastTold.get(direction) ?? Number.NEGATIVE_INFINITY) < PAUSE) return
    lastTold.set(direction, time)
    instance.emit(event, { direction })
  }
  return (deltaX: number, deltaY: number, event: InnerEvent): void => {
    const { scrollTop, scrollLeft, scrollWidth, scrollHeight, clientWidth, clientHeight } = instance.box()
    const [upper, lower] = [instance.number('upperThreshold'), instance.number('lowerThreshold')]
    if (instance.flag('scrollY')) {
      if (deltaY > 0 && scrollTop <= upper) tell('scrolltoupper', 'top', event)
      if (deltaY < 0 && scrollHeight - clientHeight - scrollTop <= lower) {
        tell('scrolltolower', 'bottom', event)
      }
    }
    if (instance.flag('scrollX')) {
      if (deltaX > 0 && scrollLeft <= upper) tell('scrolltoupper', 'left', event)
      if (deltaX < 0 && scrollWidth - clientWidth - scrollLeft <= lower) tell('scrolltolower', 'right', event)
    }
  }
}
