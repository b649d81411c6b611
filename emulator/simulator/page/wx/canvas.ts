import { membersOfCanvas } from '../engine/canvasNode.ts'
import { isRecord } from '../localCloud.ts'
import { asyncCall, type Options, type WxTopic } from './api.ts'
import { notEmulated } from './notEmulated.ts'
import { keepTemporary } from './temporaryFiles.ts'

/** Of a canvas without a size. Assumption: that of the `<canvas>` element. */
const SIZE = { width: 300, height: 150 }

/**
 * Canvases by their node (developers.weixin.qq.com/miniprogram/dev/api/canvas/wx.canvasToTempFilePath.html and
 * wx.createOffscreenCanvas.html, 2026-11). Sizes are those of the canvas, which is what `type="2d"` counts in; the old interface
 * with `canvasId` is reported.
 */
export const canvas: WxTopic = () => ({
  canvasToTempFilePath: asyncCall('canvasToTempFilePath', async (options) => {
    const drawn = options['canvas']
    if (options['canvasId'] !== undefined) notEmulated('wx.canvasToTempFilePath: canvasId')
    // Assumption: the words.
    if (!(drawn instanceof HTMLCanvasElement)) throw new Error('fail canvas is empty')
    const isJpeg = options['fileType'] === 'jpg'
    const made = await contentOf(cut(drawn, options), isJpeg ? 'image/jpeg' : 'image/png', options)
    return { tempFilePath: keepTemporary(made, isJpeg ? 'canvas.jpg' : 'canvas.png') }
  }),
  createOffscreenCanvas(given?: unknown) {
    const { type = 'webgl', width, height } = isRecord(given) ? given : {}
    const size = { width: Number(width ?? SIZE.width), height: Number(height ?? SIZE.height) }
    // "type: 创建的离屏 canvas 类型，默认 webgl": its own getContext decides, as on a page.
    if (type !== '2d' && type !== 'webgl') notEmulated(`wx.createOffscreenCanvas: type ${type}`)
    return Object.assign(document.createElement('canvas'), size, membersOfCanvas())
  },
})

/** The part of a canvas that is asked for, in the size that is asked for. */
function cut(drawn: HTMLCanvasElement, options: Options): HTMLCanvasElement {
  const number = (name: string, usual: number): number => Number(options[name] ?? usual)
  const [x, y] = [number('x', 0), number('y', 0)]
  const [width, height] = [number('width', drawn.width - x), number('height', drawn.height - y)]
  const made = document.createElement('canvas')
  made.width = number('destWidth', width)
  made.height = number('destHeight', height)
  made.getContext('2d')?.drawImage(drawn, x, y, width, height, 0, 0, made.width, made.height)
  return made
}

/** @param options `quality` counts for jpg alone, "取值范围为 (0, 1]，不在范围内时当作 1.0 处理" */
function contentOf(drawn: HTMLCanvasElement, type: string, { quality }: Options): Promise<Blob> {
  const given = Number(quality)
  const used = given > 0 && given <= 1 ? given : 1
  return new Promise((resolve, reject) =>
    drawn.toBlob((made) => (made ? resolve(made) : reject(new Error('fail canvas is empty'))), type, used),
  )
}
