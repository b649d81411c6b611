import type { Builtin, Instance } from './shape.ts'

/** Id of the list of names that a nickname field offers. */
export const NICKNAME_LIST = 'wx-nickname'

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html */
export const input: Builtin = {
  name: 'input',
  template:
    '<html-input type="{{kind}}" value="{{value}}" placeholder="{{placeholder}}" aria-label="{{label}}" maxlength="{{longest}}" list="{{list}}" catch:input="onInput" catch:change="onChange" catch:focus="onFocus" catch:blur="onBlur" catch:keydown="onKey"/>',
  css: `
wx-input { display: block; height: 1.4rem; overflow: hidden }
wx-input > input {
  box-sizing: border-box; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; outline-offset: -2px;
  background: none; color: inherit; font: inherit; text-align: inherit;
}
`,
  properties: {
    value: '',
    type: 'text',
    password: false,
    placeholder: '',
    disabled: false,
    maxlength: 140,
    focus: false,
    name: '',
    confirmType: 'done',
    ariaLabel: '',
  },
  data: { kind: 'text', longest: '140', label: '', list: '' },
  changed: {
    value: (instance) => {
      const field = instance.field()
      if (field && field.value !== instance.text('value')) field.value = instance.text('value')
    },
    type: kind,
    password: kind,
    placeholder: label,
    ariaLabel: label,
    maxlength: (instance) => {
      // -1 means without a limit.
      const longest = instance.number('maxlength')
      instance.set({ longest: String(longest < 0 ? Number.MAX_SAFE_INTEGER : longest) })
    },
    disabled: (instance) => {
      const field = instance.field()
      if (field) field.disabled = instance.flag('disabled')
    },
    focus: (instance) => {
      if (instance.flag('focus')) instance.field()?.focus()
    },
  },
  on: {
    onInput: (instance) => {
      const field = instance.field()
      const value = field?.value ?? ''
      // The property follows, which is what makes `model:value` work.
      instance.set({ value })
      instance.emit('input', { value, cursor: field?.selectionStart ?? value.length })
    },
    // `bindchange` of an input is not documented as the DOM's change event; it stays inside.
    onChange: () => undefined,
    onFocus: (instance) => instance.emit('focus', { value: typed(instance), height: 0 }),
    onBlur: (instance) => {
      instance.emit('blur', { value: typed(instance) })
      // WeChat looks at a nickname when the field is left. Assumption: every one passes.
      if (isNickname(instance)) instance.emit('nicknamereview', { pass: true, timeout: false })
    },
    onKey: (instance, event) => {
      if (event.key === 'Enter') instance.emit('confirm', { value: typed(instance) })
    },
  },
}

function kind(instance: Instance): void {
  const list = isNickname(instance) ? NICKNAME_LIST : ''
  instance.set({ kind: instance.flag('password') ? 'password' : 'text', list })
}

function isNickname(instance: Instance): boolean {
  return instance.text('type') === 'nickname'
}

function label(instance: Instance): void {
  instance.set({ label: instance.text('ariaLabel') || instance.text('placeholder') })
}

function typed(instance: Instance): string {
  return instance.field()?.value ?? ''
}
