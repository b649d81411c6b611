import type { Builtin } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/canvas.html (2026-11): the new interface, `type="2d"` (and
 * `webgl`), which a selector query gives the node of. The old one with `canvas-id` is drawn by `wx.createCanvasContext`,
 * which is not there.
 */
export const canvas: Builtin = {
  name: 'canvas',
  template: '<html-canvas part="canvas"/><slot/>',
  css: `
wx-canvas { position: relative; display: block; width: 300px; height: 150px; overflow: hidden }
wx-canvas > [part=canvas] { display: block; width: 100%; height: 100% }
`,
  properties: { type: '', canvasId: '', disableScroll: false },
  attached: (instance) => {
    if (instance.text('type') === '') instance.notEmulated('<canvas> without type="2d"')
    instance.listen('touchmove', (event) => {
      if (instance.flag('disableScroll')) event.preventDefault()
    })
  },
}
