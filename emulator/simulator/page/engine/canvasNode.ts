/** What mini-program code draws on. */
type CanvasNode = HTMLCanvasElement & ReturnType<typeof membersOfCanvas>

const known = new WeakMap<HTMLCanvasElement, CanvasNode>()

/**
 * The node of `<canvas type="2d">` (developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html, 2026-11): the browser's
 * canvas, because what is drawn on others has to be one, with the members that a phone's has beside it.
 * @param element that of the built-in
 */
export function canvasNodeOf(element: Element): CanvasNode | undefined {
  const canvas = element.querySelector(':scope > canvas')
  if (!(canvas instanceof HTMLCanvasElement)) return undefined
  const node = known.get(canvas) ?? Object.assign(canvas, membersOfCanvas())
  known.set(canvas, node)
  return node
}

/** Of a canvas that is on no page too. */
export function membersOfCanvas() {
  return {
    createImage: createPicture,
    createImageData: (width: number, height: number) => new ImageData(width, height),
    createPath2D: (path?: string) => new Path2D(path),
    requestAnimationFrame: (step: FrameRequestCallback) => requestAnimationFrame(step),
    cancelAnimationFrame: (frame: number) => cancelAnimationFrame(frame),
  }
}

/** A picture whose `src` is a file of the mini-program as well as an address. */
function createPicture(): HTMLImageElement {
  const picture = new Image()
  let source = ''
  Object.defineProperty(picture, 'src', {
    get: () => source,
    set(value: unknown) {
      source = String(value)
      const isAddress = /^(?:[a-z]+:|\/\/)/i.test(source)
      picture.setAttribute('src', isAddress ? source : `assets/${source.replace(/^\//, '')}`)
    },
  })
  return picture
}
