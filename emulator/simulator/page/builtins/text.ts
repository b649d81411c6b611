import { decodeEntities } from './entities.ts'
import type { Builtin } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/text.html */
export const text: Builtin = {
  name: 'text',
  template: '<slot/>',
  // Line breaks of the text count; runs of blanks only with `space`.
  css: `
wx-text { white-space: pre-line; user-select: none }
wx-text[data-selectable] { user-select: text }
wx-text[data-selectable="block"] { display: inline-block }
wx-text[data-space] { white-space: pre-wrap }
wx-text wx-text { user-select: inherit }
`,
  properties: { selectable: false, userSelect: false, space: '', decode: false, overflow: '', maxLines: 0 },
  changed: {
    // `selectable` leaves the text inline, `user-select` makes it an inline block.
    selectable: (instance) => {
      instance.attribute('data-selectable', instance.flag('selectable') ? '' : undefined)
    },
    userSelect: (instance) => {
      instance.attribute('data-selectable', instance.flag('userSelect') ? 'block' : undefined)
    },
    space: (instance) => instance.attribute('data-space', instance.text('space') || undefined),
    decode: (instance) => {
      if (instance.flag('decode')) instance.readTexts(decodeEntities)
    },
  },
  notEmulated: ['overflow', 'maxLines'],
}
