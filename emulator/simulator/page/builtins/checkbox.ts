import { markCss, markLook } from './mark.ts'
import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/checkbox.html (2026-11) */
export const checkbox: Builtin = {
  name: 'checkbox',
  template: '<html-i part="mark" aria-hidden="true" style="{{look}}">{{sign}}</html-i><slot/>',
  css: markCss('wx-checkbox', '3px'),
  properties: {
    value: '',
    disabled: false,
    checked: false,
    color: '#09BB07',
    backgroundColor: '#ffffff',
    borderColor: '#d1d1d1',
    activeBackgroundColor: '#ffffff',
    activeBorderColor: '#d1d1d1',
    iconColor: '',
  },
  data: { look: '', sign: '' },
  role: 'checkbox',
  labelled: 'tap',
  attached: draw,
  changed: Object.fromEntries(
    [
      'checked',
      'color',
      'backgroundColor',
      'borderColor',
      'activeBackgroundColor',
      'activeBorderColor',
      'iconColor',
    ].map((property) => [property, draw]),
  ),
  tapped: (instance) => {
    instance.set({ checked: !instance.flag('checked') })
    const group = instance.around('checkbox-group')
    group?.emit('change', { value: checkedValues(group) })
  },
}

/** Values of what is checked in a group, in the order of the page. */
export function checkedValues(group: Instance): string[] {
  return group
    .inside('checkbox')
    .filter((each) => each.flag('checked'))
    .map((each) => each.text('value'))
}

function draw(instance: Instance): void {
  const checked = instance.flag('checked')
  instance.attribute('aria-checked', String(checked))
  instance.set({
    sign: checked ? '✓' : '',
    look: markLook({
      colour: instance.text('iconColor') || instance.text('color'),
      background: instance.text(checked ? 'activeBackgroundColor' : 'backgroundColor'),
      border: instance.text(checked ? 'activeBorderColor' : 'borderColor'),
    }),
  })
}
