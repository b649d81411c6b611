import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/switch.html (2026-11) */
export const switchControl: Builtin = {
  name: 'switch',
  template: '<html-i part="{{shape}}" aria-hidden="true" style="{{look}}">{{sign}}</html-i>',
  css: `
wx-switch { display: inline-block; vertical-align: middle; cursor: pointer }
wx-switch[aria-disabled=true] { opacity: .7; cursor: default }
wx-switch > [part=switch] {
  position: relative; display: block; box-sizing: border-box; width: 52px; height: 32px; border: 2px solid #dfdfdf;
  border-radius: 16px; background: #dfdfdf; transition: background-color .1s, border-color .1s;
}
wx-switch > [part=switch]::after {
  content: ''; position: absolute; top: 0; left: 0; width: 28px; height: 28px; border-radius: 50%; background: #fff;
  box-shadow: 0 1px 3px rgb(0 0 0 / .4); transition: transform .3s;
}
wx-switch[aria-checked=true] > [part=switch]::after { transform: translateX(20px) }
wx-switch > [part=checkbox] {
  display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box; width: 24px; height: 24px;
  border: 1px solid #d1d1d1; border-radius: 3px; background: #fff; font-style: normal; font-weight: 700; line-height: 1;
}
@media (prefers-reduced-motion: reduce) { wx-switch > [part=switch]::after { transition: none } }
`,
  properties: { checked: false, disabled: false, type: 'switch', color: '#04BE02', name: '' },
  data: { shape: 'switch', look: '', sign: '' },
  role: 'switch',
  labelled: 'tap',
  // Assumption: a reset switches it off, whatever it was at first.
  formField: {
    value: (instance) => instance.flag('checked'),
    reset: (instance) => instance.set({ checked: false }),
  },
  attached: draw,
  changed: { checked: draw, type: draw, color: draw },
  tapped: (instance) => {
    const value = !instance.flag('checked')
    instance.set({ checked: value })
    instance.emit('change', { value })
  },
}

function draw(instance: Instance): void {
  const checked = instance.flag('checked')
  const colour = instance.text('color')
  const box = instance.text('type') === 'checkbox'
  instance.attribute('aria-checked', String(checked))
  const switched = checked ? `background:${colour};border-color:${colour}` : ''
  instance.set({
    shape: box ? 'checkbox' : 'switch',
    sign: box && checked ? '✓' : '',
    look: box ? `color:${colour}` : switched,
  })
}
