import type { Instance } from './shape.ts'

/** The part of the finger's way that the page makes. */
const FINGER_SHARE = 0.5

/**
 * What is pulled down above a scroll-view (developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html,
 * `refresher-…`, 2026-11); with `slot="refresher"` it is the mini-program's own.
 */
export const refresherTemplate =
  '<html-div part="refresher" wx:if="{{refresherEnabled}}" look="{{refresherDefaultStyle}}" style="background:{{refresherBackground}}"><html-div part="dots" wx:if="{{refresherDefaultStyle !== \'none\'}}"><html-i/><html-i/><html-i/></html-div><slot name="refresher"/></html-div>'

export const refresherCss = `
wx-scroll-view > [part=refresher] { position: relative; flex: none; width: 100%; height: 0; overflow: hidden }
wx-scroll-view > [part=refresher] > [part=dots] { position: absolute; inset: 0; display: flex; gap: 8px; align-items: center; justify-content: center }
wx-scroll-view > [part=refresher] > [part=dots] > i { width: 8px; height: 8px; border-radius: 50%; background: rgb(0 0 0 / .4) }
wx-scroll-view > [part=refresher][look=white] > [part=dots] > i { background: rgb(255 255 255 / .7) }
`

export const refresherProperties = {
  refresherEnabled: false,
  refresherThreshold: 45,
  refresherDefaultStyle: 'black',
  refresherBackground: '',
  refresherTriggered: false,
} as const

/** Those that are held open until `refresher-triggered` is false again. */
const refreshing = new WeakSet<Instance>()

/** By touch and by mouse, from the very top. Assumption: `dy` in the details is the height in px. */
export function followPull(instance: Instance): void {
  let height = 0
  instance.drag({
    begin: () =>
      instance.flag('refresherEnabled') && !refreshing.has(instance) && instance.box().scrollTop <= 0,
    claims: (dx, dy) => dy > Math.abs(dx),
    move: (_, dy) => {
      height = Math.max(dy * FINGER_SHARE, 0)
      open(instance, height, false)
      instance.emit('refresherpulling', { dy: height })
    },
    end: () => {
      if (height >= instance.number('refresherThreshold')) {
        refresh(instance)
        // The page says false when it is done, and has to change something with it.
        instance.set({ refresherTriggered: true })
      } else {
        open(instance, 0, true)
        instance.emit('refresherabort', { dy: height })
      }
    },
  })
}

/** The page has said whether it is refreshing. Assumption: true is told as a pull is, with `refresherrefresh`. */
export function triggered(instance: Instance): void {
  if (instance.flag('refresherTriggered')) refresh(instance)
  else if (refreshing.delete(instance)) {
    open(instance, 0, true)
    instance.emit('refresherrestore', { dy: 0 })
  }
}

function refresh(instance: Instance): void {
  if (refreshing.has(instance) || !instance.flag('refresherEnabled')) return
  refreshing.add(instance)
  const height = instance.number('refresherThreshold')
  open(instance, height, true)
  instance.emit('refresherrefresh', { dy: height })
}

function open(instance: Instance, height: number, smooth: boolean): void {
  const style = instance.part('refresher')?.style
  style?.setProperty('transition', smooth ? 'height .2s' : 'none')
  style?.setProperty('height', `${height}px`)
}
