import { turnColumn } from './pickerViewColumn.ts'
import type { Builtin, Instance } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/picker-view.html (2026-11). With or without
 * `immediate-change`, `change` comes when the column is let go: it is at its place at once.
 */
export const pickerView: Builtin = {
  name: 'picker-view',
  template:
    '<slot/><html-div part="mask" style="{{maskStyle}}"/><html-div part="indicator" style="{{indicatorStyle}}"/>',
  css: `
wx-picker-view { position: relative; display: flex; overflow: hidden }
wx-picker-view > [part=mask] {
  position: absolute; inset: 0; pointer-events: none;
  background: linear-gradient(rgb(255 255 255 / .9), rgb(255 255 255 / .4) 45%, transparent 45% 55%, rgb(255 255 255 / .4) 55%, rgb(255 255 255 / .9));
}
wx-picker-view > [part=indicator] {
  position: absolute; top: 50%; left: 0; box-sizing: border-box; width: 100%; height: 34px; transform: translateY(-50%);
  border: solid rgb(128 128 128 / .3); border-width: 1px 0; pointer-events: none;
}
@media (prefers-color-scheme: dark) { :where([data-darkmode]) wx-picker-view > [part=mask] { background: none } }
`,
  properties: {
    value: null,
    indicatorStyle: '',
    indicatorClass: '',
    maskStyle: '',
    maskClass: '',
    immediateChange: false,
    name: '',
  },
  changed: { value: showValue },
  notEmulated: ['indicatorClass', 'maskClass'],
}

function showValue(instance: Instance): void {
  const value = instance.value('value')
  if (!Array.isArray(value)) return
  for (const [at, column] of instance.inside('picker-view-column').entries())
    turnColumn(column, Number(value[at] ?? 0))
}
