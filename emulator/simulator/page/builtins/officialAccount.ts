import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/official-account.html (2026-11): it shows only to those who come
 * by a code, and a simulated mini-program has no account that it is linked with. Its status is that of a wrong scene,
 * "5 场景值错误"; the text is what people report of it.
 */
export const officialAccount: Builtin = {
  name: 'official-account',
  template: '',
  css: 'wx-official-account { display: none }',
  properties: {},
  // The page's own handlers are there by then.
  attached: (instance) => queueMicrotask(() => instance.emit('error', { status: 5, errMsg: '场景值错误' })),
}
