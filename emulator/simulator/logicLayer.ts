/**
 * What mini-program code may see. WeChat runs it in a JavaScript engine without a DOM
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/), so here the bundler points every
 * free name of a browser at `undefined` and every name that WeChat provides at one object of the page.
 */

/** The one name that the bundle of a mini-program reads from the page. */
export const LOGIC_LAYER = 'logicLayer'

/** Names that WeChat's logic layer provides; `getDate` and `getRegExp` are those of WXS. */
export const PROVIDED_NAMES = [
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'wx',
  'global',
  'Date',
  'getDate',
  'getRegExp',
] as const

/** Names that a browser has and WeChat's logic layer has not. */
const ABSENT_NAMES = [
  'window',
  'self',
  'document',
  'navigator',
  'location',
  'history',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'alert',
] as const

/** The substitutions for esbuild's `define`. */
export function logicLayerDefines(): Record<string, string> {
  const provided = PROVIDED_NAMES.map((name) => [name, `${LOGIC_LAYER}.${name}`])
  const absent = ABSENT_NAMES.flatMap((name) => [
    [name, 'undefined'],
    [`globalThis.${name}`, 'undefined'],
  ])
  return Object.fromEntries([...provided, ['globalThis.Date', `${LOGIC_LAYER}.Date`], ...absent])
}
