import { useForm } from './form.ts'
import { hoverProperties, showHover } from './hover.ts'
import type { Builtin, Instance } from './shape.ts'

const AGREE = 'agreePrivacyAuthorization'

/** Events by open-type; `share` has none: the page is asked for its card. */
const EVENTS: Readonly<Record<string, string>> = {
  getPhoneNumber: 'getphonenumber',
  getRealtimePhoneNumber: 'getrealtimephonenumber',
  [AGREE]: 'agreeprivacyauthorization',
  share: '',
  // Only a mini-program that an app has opened can open it again; none has been here.
  launchApp: 'error',
  getUserInfo: 'getuserinfo',
  chooseAvatar: 'chooseavatar',
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html; the looks are those of style v2. */
export const button: Builtin = {
  name: 'button',
  template: '<html-i part="loading" wx:if="{{loading}}"/><slot/>',
  css: `
wx-button {
  display: block; position: relative; box-sizing: border-box; width: 184px; margin: 0 auto; padding: 8px 24px;
  overflow: hidden; border-radius: 4px; background: #f2f2f2; color: #06ae56; cursor: pointer;
  font-size: 17px; font-weight: 700; line-height: 1.41176471; text-align: center; user-select: none;
}
wx-button[data-type=primary] { background: #07c160; color: #fff }
wx-button[data-type=warn] { color: #fa5151 }
wx-button[data-size=mini] { display: inline-block; width: auto; padding: 0 12px; font-size: 16px; line-height: 2 }
wx-button[data-plain] { background: none; border: 1px solid currentColor; color: #353535 }
wx-button[data-plain][data-type=primary] { background: none; color: #06ae56 }
wx-button[data-plain][data-type=warn] { color: #fa5151 }
wx-button[aria-disabled=true] { opacity: .4; pointer-events: none }
wx-button[data-hover]::after { content: ''; position: absolute; inset: 0; background: rgb(0 0 0 / .1) }
wx-button > [part=loading] {
  display: inline-block; box-sizing: border-box; width: 18px; height: 18px; margin: 0 6px -3px 0;
  border: 2px solid currentColor; border-right-color: transparent; border-radius: 50%;
  animation: wx-turn 1s linear infinite;
}
@keyframes wx-turn { to { transform: rotate(1turn) } }
@media (prefers-reduced-motion: reduce) { wx-button > [part=loading] { animation-duration: 4s } }
@media (prefers-color-scheme: dark) {
  :where([data-darkmode]) wx-button { background: rgb(255 255 255 / .08) }
  :where([data-darkmode]) wx-button[data-type=primary] { background: #07c160 }
  :where([data-darkmode]) wx-button[data-plain] { background: none; color: rgb(255 255 255 / .8) }
}
`,
  properties: {
    type: 'default',
    size: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    openType: '',
    ...hoverProperties('button-hover', 20, 70),
  },
  role: 'button',
  attached: (instance) => {
    showHover(instance)
    look(instance)
  },
  changed: {
    type: look,
    size: look,
    plain: look,
  },
  labelled: 'tap',
  tapped: (instance) => {
    useForm(instance, instance.text('formType'))
    openAll(instance).catch(console.error)
  },
}

/**
 * "支持 agreePrivacyAuthorization 与其它 open-type 耦合使用", with a stroke between them. The agreement comes first,
 * because the other ability may wait for it.
 */
async function openAll(instance: Instance): Promise<void> {
  const openTypes = instance.text('openType').split('|').filter(Boolean)
  const others = openTypes.filter((openType) => openType !== AGREE)
  for (const openType of [...(openTypes.includes(AGREE) ? [AGREE] : []), ...others]) {
    const event = EVENTS[openType]
    if (event === undefined) {
      instance.notEmulated(`<button open-type="${openType}">`)
      continue
    }
    const detail = await instance.openAbility(openType)
    if (detail && event) instance.emit(event, detail)
  }
}

function look(instance: Instance): void {
  instance.attribute('data-type', instance.text('type'))
  instance.attribute('data-size', instance.text('size'))
  instance.attribute('data-plain', instance.flag('plain') ? '' : undefined)
}
