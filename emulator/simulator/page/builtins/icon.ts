import type { Builtin, Instance } from './shape.ts'

/** Colour and sign of each documented type. */
const TYPES: Readonly<Record<string, readonly [colour: string, sign: string]>> = {
  success: ['#07c160', '✓'],
  success_no_circle: ['#07c160', '✓'],
  info: ['#10aeff', 'i'],
  warn: ['#fa5151', '!'],
  waiting: ['#10aeff', '…'],
  cancel: ['#fa5151', '✕'],
  download: ['#07c160', '↓'],
  search: ['#b2b2b2', '⌕'],
  clear: ['#b2b2b2', '✕'],
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/icon.html (2026-11) */
export const icon: Builtin = {
  name: 'icon',
  template: '<html-i part="{{part}}" style="{{look}}"><html-b>{{sign}}</html-b></html-i>',
  css: `
wx-icon { display: inline-block; font-size: 0; vertical-align: middle }
wx-icon > i {
  display: inline-flex; align-items: center; justify-content: center; width: 1em; height: 1em;
  border-radius: 50%; font-style: normal; line-height: 1;
}
wx-icon b { font-size: .9em; font-weight: 400 }
wx-icon > [part=disc] b { font-size: .62em; font-weight: 700; color: #fff }
`,
  properties: { type: '', size: 23, color: '' },
  data: { part: 'disc', look: '', sign: '' },
  role: 'img',
  attached: draw,
  changed: {
    type: (instance) => {
      const type = instance.text('type')
      if (!(type in TYPES)) instance.notEmulated(`<icon type="${type}">`)
      draw(instance)
    },
    size: draw,
    color: draw,
  },
}

function draw(instance: Instance): void {
  const type = instance.text('type')
  const [usual = '#b2b2b2', sign = ''] = TYPES[type] ?? []
  const colour = instance.text('color') || usual
  const bare = type === 'success_no_circle' || type === 'search'
  const size = `font-size:${instance.number('size')}px`
  instance.set({
    part: bare ? 'sign' : 'disc',
    look: bare ? `${size};color:${colour}` : `${size};background:${colour}`,
    sign,
  })
}
