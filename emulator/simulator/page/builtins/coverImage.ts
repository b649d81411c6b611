import type { Builtin } from './shape.ts'
import { followSource, tellMissing } from './source.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/cover-image.html (2026-11) */
export const coverImage: Builtin = {
  name: 'cover-image',
  template:
    '<html-img wx:if="{{address}}" src="{{address}}" alt="" bind:load="onLoad" bind:error="onError"/>',
  css: `
wx-cover-image { display: block; overflow: hidden }
wx-cover-image > img { display: block; width: 100%; height: 100% }
`,
  properties: { src: '', referrerPolicy: 'no-referrer' },
  data: { address: '' },
  role: 'img',
  changed: { src: followSource },
  on: {
    onLoad: (instance) => {
      const picture = instance.picture()
      if (picture) instance.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    },
    onError: tellMissing,
  },
}
