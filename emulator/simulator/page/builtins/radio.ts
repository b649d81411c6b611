import { markCss, markLook } from './mark.ts'
import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/radio.html (2026-11) */
export const radio: Builtin = {
  name: 'radio',
  template: '<html-i part="mark" aria-hidden="true" style="{{look}}">{{sign}}</html-i><slot/>',
  css: markCss('wx-radio', '50%'),
  properties: {
    value: '',
    checked: false,
    disabled: false,
    color: '#09BB07',
    backgroundColor: '#ffffff',
    borderColor: '#d1d1d1',
    activeBackgroundColor: '',
    activeBorderColor: '',
    iconColor: '#ffffff',
  },
  data: { look: '', sign: '' },
  role: 'radio',
  labelled: 'tap',
  attached: draw,
  changed: {
    checked: (instance) => {
      draw(instance)
      if (!instance.flag('checked')) return
      for (const each of instance.around('radio-group')?.inside('radio') ?? []) {
        if (each !== instance && each.flag('checked')) each.set({ checked: false })
      }
    },
    color: draw,
    backgroundColor: draw,
    borderColor: draw,
    activeBackgroundColor: draw,
    activeBorderColor: draw,
    iconColor: draw,
  },
  tapped: (instance) => {
    // One that is chosen stays chosen, and nothing has changed.
    if (instance.flag('checked')) return
    instance.set({ checked: true })
    instance.around('radio-group')?.emit('change', { value: instance.text('value') })
  },
}

function draw(instance: Instance): void {
  const checked = instance.flag('checked')
  const colour = instance.text('color')
  instance.attribute('aria-checked', String(checked))
  instance.set({
    sign: checked ? '✓' : '',
    look: markLook({
      colour: instance.text('iconColor'),
      background: checked
        ? instance.text('activeBackgroundColor') || colour
        : instance.text('backgroundColor'),
      border: checked ? instance.text('activeBorderColor') || colour : instance.text('borderColor'),
    }),
  })
}
