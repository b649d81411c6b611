import { type PickerMode, pickerMode } from './pickerModes.ts'
import type { Builtin, Instance } from './shape.ts'
import type { Wheels } from './wheels.ts'

/** What is marked on the sheet of each open picker. */
const open = new WeakMap<Instance, { wheels: Wheels; selected: readonly number[] }>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/picker.html (2026-11) */
export const picker: Builtin = {
  name: 'picker',
  template: '<slot/>',
  css: `
wx-picker { display: block; cursor: pointer }
wx-picker[aria-disabled=true] { cursor: default }
.wheels-head { display: flex; align-items: center; justify-content: space-between; min-height: 56px }
.wheels-head > button {
  min-width: 72px; min-height: 44px; border: 0; background: none; color: inherit; font: inherit; font-size: 17px; cursor: pointer;
}
.wheels-head > .wheels-confirm { color: #07c160; font-weight: 600 }
.wheels { position: relative; display: flex }
.wheels::after {
  content: ''; position: absolute; inset: 88px 0; border: solid rgb(128 128 128 / .3); border-width: 1px 0; pointer-events: none;
}
.wheel { flex: 1; box-sizing: border-box; height: 220px; padding: 88px 0; overflow: hidden auto; scrollbar-width: none; outline-offset: -3px }
.wheel-entry { height: 44px; overflow: hidden; line-height: 44px; text-align: center; text-overflow: ellipsis; white-space: nowrap; cursor: pointer; user-select: none }
.wheel-entry[aria-selected=false] { opacity: .5 }
`,
  properties: {
    headerText: '',
    mode: 'selector',
    disabled: false,
    range: null,
    rangeKey: '',
    value: null,
    start: '',
    end: '',
    fields: 'day',
    level: 'region',
    customItem: '',
    name: '',
  },
  role: 'button',
  attached: (instance) => instance.attribute('aria-haspopup', 'dialog'),
  detached: (instance) => {
    const wheels = open.get(instance)?.wheels
    open.delete(instance)
    wheels?.close()
  },
  formField: {
    value: (instance) => instance.value('value'),
    // Assumption: a reset is as if no value had been given.
    reset: (instance) => instance.set({ value: null }),
  },
  changed: {
    range: follow,
    value: (instance) => {
      const shown = open.get(instance)
      if (shown && instance.value('value') !== null) shown.selected = modeOf(instance)?.selected ?? []
      follow(instance)
    },
  },
  tapped: (instance) => {
    const mode = modeOf(instance)
    if (!mode || instance.text('level') === 'sub-district') {
      instance.notEmulated(`<picker mode="${instance.text('mode')}" level="${instance.text('level')}">`)
    } else choose(instance, mode).catch(console.error)
  },
}

async function choose(instance: Instance, mode: PickerMode): Promise<void> {
  const wheels = instance.openWheels({
    title: instance.text('headerText') || '请选择',
    columns: mode.columns(mode.selected),
    selected: mode.selected,
    turned: (column, index) => turn(instance, column, index),
  })
  open.set(instance, { wheels, selected: mode.selected })
  const chosen = await wheels.answer
  // Its page is gone, and nobody has cancelled anything.
  if (!open.delete(instance)) return
  if (!chosen) {
    instance.emit('cancel', {})
    return
  }
  const detail = modeOf(instance)?.detail(chosen) ?? {}
  instance.set({ value: detail['value'] })
  instance.emit('change', detail)
}

function turn(instance: Instance, column: number, index: number): void {
  const shown = open.get(instance)
  const mode = modeOf(instance)
  if (!shown || !mode) return
  shown.selected = shown.selected.map((before, at) => {
    if (at === column) return index
    return mode.startsAnew && at > column ? 0 : before
  })
  if (instance.text('mode') === 'multiSelector') instance.emit('columnchange', { column, value: index })
  follow(instance)
}

/** The sheet shows what the properties say now. */
function follow(instance: Instance): void {
  const shown = open.get(instance)
  const mode = modeOf(instance)
  if (shown && mode) shown.wheels.show(mode.columns(shown.selected), shown.selected)
}

function modeOf(instance: Instance): PickerMode | undefined {
  return pickerMode({
    mode: instance.text('mode'),
    range: instance.value('range'),
    rangeKey: instance.text('rangeKey'),
    value: instance.value('value'),
    start: instance.text('start'),
    end: instance.text('end'),
    fields: instance.text('fields'),
    level: instance.text('level'),
    customItem: instance.text('customItem'),
    now: instance.now(),
  })
}
