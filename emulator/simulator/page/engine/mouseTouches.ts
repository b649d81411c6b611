import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { elementAround } from './elementOf.ts'

/**
 * The mouse with its button down is a finger for the mini-program, as in WeChat DevTools: `touchstart`, `touchmove` and
 * `touchend` go to the element that it was put down on. A device that has fingers has them alone.
 * @param pointOf the place of a mouse event as `touches` have it
 */
export function touchByMouse(pointOf: (original: MouseEvent) => object): void {
  let node: glassEasel.Element | undefined
  let fingers = false

  const fire = (original: MouseEvent, type: string): void => {
    if (!node) return
    const point = pointOf(original)
    const options = {
      originalEvent: original,
      bubbles: true,
      composed: true,
      capturePhase: true,
      extraFields: { touches: type === 'touchend' ? [] : [point], changedTouches: [point] },
    }
    glassEasel.Event.dispatchEvent(node, new glassEasel.Event(type, {}, options))
  }
  const listen = { capture: true, passive: true }
  document.addEventListener(
    'touchstart',
    () => {
      fingers = true
    },
    listen,
  )
  document.addEventListener(
    'mousedown',
    (event) => {
      node = fingers || event.button !== 0 ? undefined : elementAround(event.target)
      fire(event, 'touchstart')
    },
    listen,
  )
  document.addEventListener('mousemove', (event) => fire(event, 'touchmove'), listen)
  document.addEventListener(
    'mouseup',
    (event) => {
      fire(event, 'touchend')
      node = undefined
    },
    listen,
  )
}
