import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html
 * `root-font-size="system"` makes 1rem the font size that the person has set in WeChat; here 1rem is the browser's.
 */
export const pageMeta: Builtin = {
  name: 'page-meta',
  template: '<slot/>',
  css: 'wx-page-meta { display: contents }',
  properties: {
    rootFontSize: '',
    pageFontSize: '',
    pageStyle: '',
    backgroundColor: '',
    backgroundTextStyle: '',
    scrollTop: '',
  },
  notEmulated: ['pageFontSize', 'pageStyle', 'backgroundColor', 'scrollTop'],
}
