import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
export const scrollView: Builtin = {
  name: 'scroll-view',
  template: '<slot/>',
  css: 'wx-scroll-view { display: block; overflow: hidden; scrollbar-width: none }',
  properties: {
    scrollX: false,
    scrollY: false,
    scrollTop: 0,
    scrollLeft: 0,
    upperThreshold: 50,
    lowerThreshold: 50,
    enableFlex: false,
    enhanced: false,
    showScrollbar: true,
    refresherEnabled: false,
    scrollIntoView: '',
  },
  attached: (instance) => {
    instance.listen('scroll', () => {
      const { scrollTop, scrollLeft, scrollWidth, scrollHeight } = instance.scroller()
      instance.emit('scroll', { scrollTop, scrollLeft, scrollWidth, scrollHeight })
      tellEdges(instance)
    })
  },
  changed: {
    scrollX: (instance) => instance.style('overflow-x', instance.flag('scrollX') ? 'auto' : 'hidden'),
    scrollY: (instance) => instance.style('overflow-y', instance.flag('scrollY') ? 'auto' : 'hidden'),
    scrollTop: (instance) => {
      instance.scroller().scrollTop = instance.number('scrollTop')
    },
    scrollLeft: (instance) => {
      instance.scroller().scrollLeft = instance.number('scrollLeft')
    },
    enableFlex: (instance) => instance.style('display', instance.flag('enableFlex') ? 'flex' : ''),
  },
  notEmulated: ['refresherEnabled', 'scrollIntoView'],
}

function tellEdges(instance: Instance): void {
  const { scrollTop, scrollLeft, scrollWidth, scrollHeight, clientWidth, clientHeight } = instance.scroller()
  const vertical = instance.flag('scrollY')
  const before = vertical ? scrollTop : scrollLeft
  const behind = vertical ? scrollHeight - clientHeight - scrollTop : scrollWidth - clientWidth - scrollLeft
  if (before <= instance.number('upperThreshold')) {
    instance.emit('scrolltoupper', { direction: vertical ? 'top' : 'left' })
  }
  if (behind <= instance.number('lowerThreshold')) {
    instance.emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' })
  }
}
