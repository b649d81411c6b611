import { hoverProperties, showHover } from './hover.ts'
import type { Builtin, Instance, Navigation } from './shape.ts'

const CALLS: Readonly<Record<string, Navigation>> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  reLaunch: 'reLaunch',
  switchTab: 'switchTab',
  navigateBack: 'navigateBack',
}

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html (2026-11). With target="miniProgram" it opens
 * another mini-program, which the simulator only asks about, or leaves this one: "exit: 退出小程序，target="miniProgram"时生效".
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
    appId: '',
    path: '',
    extraData: null,
    version: 'release',
    shortLink: '',
    ...hoverProperties('navigator-hover', 50, 600),
  },
  role: 'link',
  attached: showHover,
  tapped: (instance) => {
    const openType = instance.text('openType')
    const call = CALLS[openType]
    const other = instance.text('target') === 'miniProgram'
    if (other && openType === 'exit') {
      instance.exit()
      return
    }
    if (other && openType === 'navigate') {
      openOther(instance).catch(console.error)
      return
    }
    if (!call || other) {
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

/** "bindsuccess、bindfail、bindcomplete: 当target="miniProgram"时有效" */
async function openOther(instance: Instance): Promise<void> {
  const target = Object.fromEntries(
    ['appId', 'path', 'extraData', 'version', 'shortLink'].map((name) => [
      name === 'version' ? 'envVersion' : name,
      instance.value(name),
    ]),
  )
  const [event, outcome] = await instance.openMiniProgram(target).then(
    () => ['success', 'ok'] as const,
    (error: unknown) => ['fail', `fail ${error instanceof Error ? error.message : String(error)}`] as const,
  )
  const detail = { errMsg: `navigateToMiniProgram:${outcome}` }
  instance.emit(event, detail)
  instance.emit('complete', detail)
}
