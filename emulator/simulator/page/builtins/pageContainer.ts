import type { Builtin, Instance } from './shape.ts'

/** How far it is slid down until it closes, in px. Assumption: the page says "下滑一段距离". */
const CLOSING_DISTANCE = 60

interface Shown {
  readonly release: () => void
  timer?: ReturnType<typeof setTimeout>
}

/** Those that are open or on their way in; one that is leaving is no longer among them. */
const open = new WeakMap<Instance, Shown>()
const leaving = new WeakMap<Instance, ReturnType<typeof setTimeout>>()

/**
 * A false page (developers.weixin.qq.com/miniprogram/dev/component/page-container.html, 2026-11): going back closes it and
 * leaves the page where it is. Assumptions: the events carry no detail, and a tap on the overlay only tells of itself.
 */
export const pageContainer: Builtin = {
  name: 'page-container',
  template:
    '<html-div part="layer" stage="{{stage}}" style="z-index:{{zIndex}};--duration:{{duration}}ms"><html-div part="overlay" wx:if="{{overlay}}" style="{{overlayStyle}}" bind:click="onOverlay"/><html-div part="box" position="{{position}}" round="{{round ? 1 : 0}}" style="{{customStyle}}"><slot/></html-div></html-div>',
  css: `
wx-page-container { display: block }
[part=layer][stage=gone] { display: none }
[part=layer][stage] { position: fixed; inset: 0; overflow: hidden }
[part=layer][stage] > [part=overlay] { position: absolute; inset: 0; background: rgb(0 0 0 / .5); transition: opacity var(--duration) }
[part=layer][stage] > [part=box] {
  position: absolute; box-sizing: border-box; max-width: 100%; max-height: 100%; overflow: hidden auto; background: #fff;
  transition: transform var(--duration), opacity var(--duration);
}
[part=layer] > [part=box][position=bottom] { inset: auto 0 0 }
[part=layer] > [part=box][position=top] { inset: 0 0 auto }
[part=layer] > [part=box][position=right] { inset: 0; }
[part=layer] > [part=box][position=center] { top: 50%; left: 50%; transform: translate(-50%, -50%) }
[part=layer] > [part=box][position=bottom][round="1"] { border-radius: 12px 12px 0 0 }
[part=layer] > [part=box][position=top][round="1"] { border-radius: 0 0 12px 12px }
[part=layer] > [part=box][position=right][round="1"] { border-radius: 12px 0 0 12px }
[part=layer] > [part=box][position=center][round="1"] { border-radius: 12px }
[part=layer][stage=out] > [part=overlay], [part=layer][stage=out] > [part=box][position=center] { opacity: 0 }
[part=layer][stage=out] > [part=box][position=bottom] { transform: translateY(100%) }
[part=layer][stage=out] > [part=box][position=top] { transform: translateY(-100%) }
[part=layer][stage=out] > [part=box][position=right] { transform: translateX(100%) }
@media (prefers-color-scheme: dark) { :where([data-darkmode]) [part=layer][stage] > [part=box] { background: #191919 } }
`,
  properties: {
    show: false,
    duration: 300,
    zIndex: 100,
    overlay: true,
    position: 'bottom',
    round: false,
    closeOnSlideDown: false,
    overlayStyle: '',
    customStyle: '',
  },
  data: { stage: 'gone' },
  attached: (instance) => {
    const slidable = (): boolean => instance.flag('closeOnSlideDown')
    instance.drag(
      {
        begin: slidable,
        claims: (dx, dy) => dy > Math.abs(dx),
        move: () => undefined,
        end: (_, dy) => {
          if (dy >= CLOSING_DISTANCE) leave(instance)
        },
      },
      'box',
    )
    // A part is not found again after this.
    instance.lift('layer', true)
    if (instance.flag('show')) enter(instance)
  },
  detached: (instance) => {
    const shown = open.get(instance)
    open.delete(instance)
    shown?.release()
    clearTimeout(shown?.timer)
    clearTimeout(leaving.get(instance))
    instance.lift('layer', false)
  },
  changed: {
    // The page is in the middle of its update, and must not hear of it before the end.
    show: (instance) => queueMicrotask(() => (instance.flag('show') ? enter(instance) : leave(instance))),
  },
  on: { onOverlay: (instance) => instance.emit('clickoverlay', {}) },
}

function enter(instance: Instance): void {
  if (open.has(instance)) return
  clearTimeout(leaving.get(instance))
  const shown: Shown = { release: instance.holdBack(() => leave(instance)) }
  open.set(instance, shown)
  instance.emit('beforeenter', {})
  instance.set({ stage: 'out' })
  // Where it comes from has to be drawn before it can come in.
  instance.box().getBoundingClientRect()
  shown.timer = setTimeout(() => {
    instance.set({ stage: 'in' })
    instance.emit('enter', {})
    shown.timer = setTimeout(() => instance.emit('afterenter', {}), instance.number('duration'))
  })
}

function leave(instance: Instance): void {
  const shown = open.get(instance)
  if (!open.delete(instance)) return
  shown?.release()
  clearTimeout(shown?.timer)
  instance.set({ show: false })
  instance.emit('beforeleave', {})
  instance.set({ stage: 'out' })
  instance.emit('leave', {})
  const gone = (): void => {
    instance.set({ stage: 'gone' })
    instance.emit('afterleave', {})
  }
  leaving.set(instance, setTimeout(gone, instance.number('duration')))
}
