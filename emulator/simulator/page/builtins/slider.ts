import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/slider.html (2026-11) */
export const slider: Builtin = {
  name: 'slider',
  template:
    '<html-div part="area"><html-div part="track" style="background:{{ground}}"><html-div part="done" style="width:{{share}}%;background:{{done}}"/><html-div part="block" style="left:{{share}}%;width:{{block}}px;height:{{block}}px;background:{{blockColor}}"/></html-div></html-div><html-span part="value" wx:if="{{showValue}}">{{shown}}</html-span>',
  css: `
wx-slider { display: flex; align-items: center; margin: 10px 18px; padding: 0; cursor: pointer; touch-action: pan-y; user-select: none }
wx-slider[aria-disabled=true] { opacity: .7; cursor: default }
wx-slider > [part=area] { flex: 1; padding: 14px 0 }
wx-slider [part=track] { position: relative; height: 2px; border-radius: 5px }
wx-slider [part=done] { height: 100%; border-radius: 5px }
wx-slider [part=block] {
  position: absolute; top: 50%; border-radius: 50%; box-shadow: 0 0 4px rgb(0 0 0 / .2); transform: translate(-50%, -50%);
}
wx-slider > [part=value] { min-width: 3ch; padding-left: 1em; color: #888; font-size: 14px; text-align: center }
`,
  properties: {
    min: 0,
    max: 100,
    step: 1,
    disabled: false,
    value: 0,
    // "color", "selected-color": the old names of the two below.
    color: '#e9e9e9',
    selectedColor: '#1aad19',
    activeColor: '#1aad19',
    backgroundColor: '#e9e9e9',
    blockSize: 28,
    blockColor: '#ffffff',
    showValue: false,
    name: '',
  },
  data: { share: 0, ground: '#e9e9e9', done: '#1aad19', block: 28, shown: '0' },
  role: 'slider',
  // Assumption: a reset goes to the smallest value.
  formField: { value, reset: (instance) => instance.set({ value: instance.number('min') }) },
  attached: (instance) => {
    draw(instance)
    let from = 0
    instance.drag({
      begin: ({ x }) => {
        from = x
        return !instance.flag('disabled')
      },
      claims: (dx, dy) => Math.abs(dx) > Math.abs(dy),
      move: (dx) => moveTo(instance, valueAt(instance, from + dx), 'changing'),
      end: () => instance.emit('change', { value: value(instance) }),
    })
    instance.listen('keydown', (event) => {
      const to = keyboardTarget(instance, event.key)
      if (to === undefined || instance.flag('disabled')) return
      event.preventDefault()
      moveTo(instance, to, 'change')
    })
  },
  changed: Object.fromEntries(
    [
      'min',
      'max',
      'step',
      'value',
      'color',
      'selectedColor',
      'activeColor',
      'backgroundColor',
      'blockSize',
    ].map((property) => [property, draw]),
  ),
  tapped: (instance, { x }) => moveTo(instance, valueAt(instance, x), 'change'),
}

function moveTo(instance: Instance, to: number, event: 'changing' | 'change'): void {
  if (to === value(instance)) return
  instance.set({ value: to })
  instance.emit(event, { value: to })
}

function valueAt(instance: Instance, x: number): number {
  const { left = 0, width = 1 } = instance.part('track')?.getBoundingClientRect() ?? {}
  const [min, max] = [instance.number('min'), instance.number('max')]
  return stepped(instance, min + ((x - left) / width) * (max - min))
}

function keyboardTarget(instance: Instance, key: string): number | undefined {
  const step = instance.number('step')
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }
  if (key === 'Home') return instance.number('min')
  if (key === 'End') return instance.number('max')
  const by = steps[key]
  return by === undefined ? undefined : stepped(instance, value(instance) + by * step)
}

/** "步长，取值必须大于 0，并且可被(max - min)整除"; without the remainders of binary fractions. */
function stepped(instance: Instance, wanted: number): number {
  const [min, max, step] = [instance.number('min'), instance.number('max'), instance.number('step') || 1]
  const nearest = min + Math.round((wanted - min) / step) * step
  return Number(Math.min(Math.max(nearest, min), max).toFixed(10))
}

function value(instance: Instance): number {
  return stepped(instance, instance.number('value'))
}

function draw(instance: Instance): void {
  const [min, max] = [instance.number('min'), instance.number('max')]
  const now = value(instance)
  for (const [name, each] of [
    ['valuemin', min],
    ['valuemax', max],
    ['valuenow', now],
  ] as const) {
    instance.attribute(`aria-${name}`, String(each))
  }
  instance.set({
    share: max > min ? ((now - min) / (max - min)) * 100 : 0,
    shown: String(now),
    ground: renamed(instance, 'backgroundColor', 'color', '#e9e9e9'),
    done: renamed(instance, 'activeColor', 'selectedColor', '#1aad19'),
    block: Math.min(Math.max(instance.number('blockSize'), 12), 28),
  })
}

function renamed(instance: Instance, name: string, before: string, usual: string): string {
  return instance.text(name) === usual ? instance.text(before) : instance.text(name)
}
