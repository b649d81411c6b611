import type { Builtin, Instance } from './shape.ts'

interface Moving {
  shown: number
  timer: ReturnType<typeof setInterval> | undefined
}

const moving = new WeakMap<Instance, Moving>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/progress.html (2026-11) */
export const progress: Builtin = {
  name: 'progress',
  template:
    '<html-div part="track" style="height:{{strokeWidth}}px;border-radius:{{radius}};background:{{backgroundColor}}"><html-div part="done" style="width:{{shown}}%;background:{{colour}}"/></html-div><html-span part="info" wx:if="{{showInfo}}" style="font-size:{{size}}">{{shown}}%</html-span>',
  css: `
wx-progress { display: flex; align-items: center }
wx-progress > [part=track] { flex: 1; overflow: hidden }
wx-progress > [part=track] > [part=done] { height: 100% }
wx-progress > [part=info] { min-width: 2em; margin-left: 15px }
`,
  properties: {
    percent: 0,
    showInfo: false,
    borderRadius: '0',
    fontSize: '16',
    strokeWidth: 6,
    color: '#09BB07',
    activeColor: '#09BB07',
    backgroundColor: '#EBEBEB',
    active: false,
    activeMode: 'backwards',
    duration: 30,
  },
  data: { shown: 0, radius: '0', size: '16px', colour: '#09BB07' },
  role: 'progressbar',
  attached: (instance) => {
    look(instance)
    instance.attribute('aria-valuemin', '0')
    instance.attribute('aria-valuemax', '100')
    move(instance)
  },
  detached: (instance) => clearInterval(moving.get(instance)?.timer),
  changed: {
    percent: move,
    color: look,
    activeColor: look,
    borderRadius: look,
    fontSize: look,
  },
}

/** "active: 进度条从左往右的动画", "duration: 进度增加1%所需毫秒数". */
function move(instance: Instance): void {
  const state = moving.get(instance) ?? { shown: 0, timer: undefined }
  moving.set(instance, state)
  clearInterval(state.timer)
  const percent = Math.min(Math.max(instance.number('percent') || 0, 0), 100)
  instance.attribute('aria-valuenow', String(percent))
  if (!instance.flag('active')) {
    show(instance, state, percent)
    return
  }
  // "backwards: 动画从头播; forwards：动画从上次结束点接着播"
  show(instance, state, instance.text('activeMode') === 'forwards' ? Math.min(state.shown, percent) : 0)
  state.timer = setInterval(() => {
    show(instance, state, Math.min(state.shown + 1, percent))
    if (state.shown < percent) return
    clearInterval(state.timer)
    instance.emit('activeend', { curPercent: percent })
  }, instance.number('duration'))
}

function show(instance: Instance, state: Moving, percent: number): void {
  state.shown = percent
  instance.set({ shown: percent })
}

function look(instance: Instance): void {
  const [active, usual] = [instance.text('activeColor'), instance.text('color')]
  instance.set({
    radius: inPixels(instance.text('borderRadius')),
    size: inPixels(instance.text('fontSize')),
    colour: active === '#09BB07' ? usual : active,
  })
}

/** A bare number is in px. */
function inPixels(length: string): string {
  return /^\d+$/.test(length) ? `${length}px` : length
}
