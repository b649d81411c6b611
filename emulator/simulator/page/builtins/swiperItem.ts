import type { Builtin, Instance } from './shape.ts'
import { slidesChanged } from './swiper.ts'

/** Kept for the moment when a slide is taken away and has nothing around it any more. */
const swipers = new WeakMap<Instance, Instance>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper-item.html (2026-11) */
export const swiperItem: Builtin = {
  name: 'swiper-item',
  template: '<slot/>',
  css: 'wx-swiper-item { position: absolute; display: block; overflow: hidden }',
  properties: { itemId: '', skipHiddenItemLayout: false },
  attached: (instance) => {
    const swiper = instance.around('swiper')
    if (!swiper) return
    swipers.set(instance, swiper)
    slidesChanged(swiper)
  },
  moved: arrangeAfterwards,
  detached: arrangeAfterwards,
}

/** The list is in the middle of its change. */
function arrangeAfterwards(instance: Instance): void {
  queueMicrotask(() => slidesChanged(swipers.get(instance)))
}
