import type { Builtin, Instance } from './shape.ts'
import { followSource, tellMissing } from './source.ts'

/** Modes that scale; every other one names a corner or an edge of the picture in its own size. */
const FIT: Readonly<Record<string, string>> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/image.html */
export const image: Builtin = {
  name: 'image',
  template:
    '<html-img wx:if="{{address}}" src="{{address}}" alt="" style="{{look}}" bind:load="onLoad" bind:error="onError"/>',
  css: `
wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden }
wx-image > img { display: block; width: 100%; height: 100% }
`,
  properties: { src: '', mode: 'scaleToFill', lazyLoad: false, webp: false, showMenuByLongpress: false },
  data: { address: '', look: 'object-fit:fill' },
  role: 'img',
  changed: {
    src: followSource,
    mode: (instance) => instance.set({ look: lookOf(instance.text('mode')) }),
  },
  on: {
    onLoad: (instance) => {
      const picture = instance.picture()
      if (!picture) return
      fitHeight(instance, picture.clientWidth * (picture.naturalHeight / picture.naturalWidth))
      instance.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    },
    onError: tellMissing,
  },
}

function lookOf(mode: string): string {
  const fit = FIT[mode]
  return fit ? `object-fit:${fit}` : `object-fit:none;object-position:${mode}`
}

function fitHeight(instance: Instance, height: number): void {
  if (instance.text('mode') === 'widthFix') instance.style('height', `${height}px`)
}
