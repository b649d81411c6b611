import { hoverProperties, showHover } from './hover.ts'
import type { Builtin, Navigation } from './shape.ts'

const CALLS: Readonly<Record<string, Navigation>> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html */
export const navigator: Builtin = {
  name: 'navigator',
  template: '<slot/>',
  css: `
wx-navigator { display: block; cursor: pointer }
wx-navigator[data-hover] { background: rgb(0 0 0 / .1); opacity: .7 }
`,
  properties: {
    url: '',
    openType: 'navigate',
    delta: 1,
    target: 'self',
    ...hoverProperties('navigator-hover', 50, 600),
  },
  role: 'link',
  attached: showHover,
  tapped: (instance) => {
    const openType = instance.text('openType')
    const call = CALLS[openType]
    if (!call || instance.text('target') !== 'self') {
      instance.notEmulated(`<navigator open-type="${openType}" target="${instance.text('target')}">`)
    } else if (call === 'navigateBack') instance.navigate(call, { delta: instance.number('delta') })
    else instance.navigate(call, { url: instance.text('url') })
  },
}
