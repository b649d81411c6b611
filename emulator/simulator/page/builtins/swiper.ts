import type { Builtin, Instance } from './shape.ts'
import { createSlides, type Slides } from './swiperSlides.ts'

const all = new WeakMap<Instance, Slides>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html (2026-11) */
export const swiper: Builtin = {
  name: 'swiper',
  template:
    '<html-div part="frame" style="{{frame}}"><html-div part="track"><slot/></html-div></html-div><html-div part="dots" wx:if="{{indicatorDots}}" aria-hidden="true"><html-i wx:for="{{dots}}" wx:key="at" style="background:{{item.active ? indicatorActiveColor : indicatorColor}}"/></html-div>',
  css: `
wx-swiper { position: relative; display: block; height: 150px; overflow: hidden; touch-action: pan-y; user-select: none; outline-offset: -3px }
wx-swiper[data-vertical] { touch-action: pan-x }
wx-swiper > [part=frame] { position: absolute; inset: 0 }
wx-swiper > [part=frame] > [part=track] { width: 100%; height: 100% }
wx-swiper > [part=dots] { position: absolute; bottom: 10px; left: 50%; display: flex; gap: 8px; transform: translateX(-50%) }
wx-swiper[data-vertical] > [part=dots] { top: 50%; right: 10px; bottom: auto; left: auto; flex-direction: column; transform: translateY(-50%) }
wx-swiper > [part=dots] > i { width: 8px; height: 8px; border-radius: 50% }
`,
  properties: {
    indicatorDots: false,
    indicatorColor: 'rgba(0, 0, 0, .3)',
    indicatorActiveColor: '#000000',
    autoplay: false,
    current: 0,
    currentItemId: '',
    interval: 5000,
    duration: 500,
    circular: false,
    vertical: false,
    previousMargin: '0px',
    nextMargin: '0px',
    displayMultipleItems: 1,
    easingFunction: 'default',
    // About which slides are laid out when: here they always are.
    skipHiddenItemLayout: false,
    snapToEdge: false,
  },
  data: { frame: '', dots: [] },
  role: 'group',
  attached: (instance) => {
    const slides = createSlides(instance)
    all.set(instance, slides)
    instance.attribute('aria-roledescription', 'carousel')
    instance.attribute('tabindex', '0')
    frame(instance)
    instance.drag(slides.drag)
    instance.listen('keydown', (event) => {
      const [back, on] = instance.flag('vertical') ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
      if (event.key !== back && event.key !== on) return
      event.preventDefault()
      // A key stands for a finger.
      slides.step(event.key === on ? 1 : -1, 'touch')
    })
    slides.play()
  },
  detached: (instance) => all.get(instance)?.stop(),
  changed: {
    // The page is in the middle of its update, and must not hear of it before the end.
    current: (instance) => queueMicrotask(() => all.get(instance)?.show(instance.number('current'))),
    currentItemId: (instance) =>
      queueMicrotask(() => all.get(instance)?.showItem(instance.text('currentItemId'))),
    vertical: frame,
    previousMargin: frame,
    nextMargin: frame,
    displayMultipleItems: (instance) => all.get(instance)?.arrange(),
    circular: (instance) => all.get(instance)?.arrange(),
    autoplay: (instance) => all.get(instance)?.play(),
    interval: (instance) => all.get(instance)?.play(),
  },
  notEmulated: ['snapToEdge'],
}

/** Slides came, went or changed places. */
export function slidesChanged(instance: Instance | undefined): void {
  if (instance) all.get(instance)?.arrange()
}

function frame(instance: Instance): void {
  const vertical = instance.flag('vertical')
  const [before, behind] = vertical ? ['top', 'bottom'] : ['left', 'right']
  instance.attribute('data-vertical', vertical ? '' : undefined)
  instance.set({
    frame: `${before}:${instance.text('previousMargin')};${behind}:${instance.text('nextMargin')}`,
  })
  all.get(instance)?.arrange()
}
