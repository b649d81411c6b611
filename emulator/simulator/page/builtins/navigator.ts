import { hoverProperties, showHover } from './hover.ts'
import type { Builtin, Navigation } from './shape.ts'

const CALLS: Readonly<Record<string, Navigation>> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  reLaunch: 'reLaunch',
  switchTab: 'switchTab',
  navigateBack: 'navigateBack',
}

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html (2026-11); `exit` is for target="miniProgram"
 * alone, which needs a second mini-program.
 */
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
      return
    }
    try {
      if (call === 'navigateBack') instance.navigate(call, { delta: instance.number('delta') })
      else instance.navigate(call, { url: instance.text('url') })
    } catch (error) {
      // Its events are for other mini-programs only: WeChat says in the console why a page does not open.
      console.error(`${call}:fail ${error instanceof Error ? error.message : String(error)}`)
    }
  },
}
