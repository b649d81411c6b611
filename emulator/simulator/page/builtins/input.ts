import type { Builtin, Instance } from './shape.ts'
import {
  attachField,
  fieldChanged,
  fieldProperties,
  placeholderCss,
  tellConfirm,
  tellInput,
  textFormField,
  typed,
} from './textField.ts'

/** Id of the list of names that a nickname field offers. */
export const NICKNAME_LIST = 'wx-nickname'

/** Which keys a phone shows for each type; a keyboard of a computer has them all. */
const KEYS: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal' }

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/input.html (2026-11). `safe-password` is a password here:
 * what its three `safe-password-…` properties encrypt is not emulated.
 */
export const input: Builtin = {
  name: 'input',
  template:
    '<html-input type="{{kind}}" inputmode="{{keys}}" enterkeyhint="{{confirmType}}" value="{{value}}" placeholder="{{placeholder}}" aria-label="{{label}}" maxlength="{{longest}}" list="{{list}}" bind:input="onInput" bind:focus="onFocus" bind:blur="onBlur" bind:keydown="onKey"/>',
  css: `
wx-input { display: block; height: 1.4rem; overflow: hidden }
wx-input > input {
  box-sizing: border-box; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; outline-offset: -2px;
  background: none; color: inherit; font: inherit; text-align: inherit;
}
${placeholderCss('wx-input > input')}`,
  properties: {
    ...fieldProperties,
    type: 'text',
    password: false,
    confirmType: 'done',
    safePasswordCertPath: '',
    safePasswordSalt: '',
    safePasswordCustomHash: '',
  },
  data: { kind: 'text', keys: 'text', longest: '140', label: '', list: '' },
  labelled: 'focus',
  formField: textFormField,
  attached: attachField,
  changed: { ...fieldChanged, type: kind, password: kind },
  on: {
    onInput: tellInput,
    onFocus: (instance) => {
      // Somebody may have agreed meanwhile.
      kind(instance)
      instance.emit('focus', { value: typed(instance), height: 0 })
    },
    onBlur: (instance) => {
      instance.emit('blur', { value: typed(instance) })
      // WeChat looks at a nickname when the field is left. Assumption: every one passes.
      if (isNickname(instance)) instance.emit('nicknamereview', { pass: true, timeout: false })
    },
    onKey: (instance, event) => {
      if (event.key === 'Enter') tellConfirm(instance)
    },
  },
  notEmulated: ['safePasswordCertPath', 'safePasswordSalt', 'safePasswordCustomHash'],
}

function kind(instance: Instance): void {
  const type = instance.text('type')
  const secret = instance.flag('password') || type === 'safe-password'
  instance.set({
    kind: secret ? 'password' : 'text',
    keys: KEYS[type] ?? 'text',
    list: isNickname(instance) ? NICKNAME_LIST : '',
  })
}

/**
 * "如果用户未同意隐私协议，则 <input type="nickname"> 聚焦时不会触发 onNeedPrivacyAuthorization 事件，而是降级为 <input type="text">"
 * (developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html, 2026-11).
 */
function isNickname(instance: Instance): boolean {
  return instance.text('type') === 'nickname' && !instance.privacyNeeded()
}
