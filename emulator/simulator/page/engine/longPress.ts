import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { elementAround } from './elementOf.ts'

/** "手指触摸后，超过350ms再离开": developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html (2026-11) */
const HOLD_MS = 350

/** How far a finger may stray, in px; as the engine has it for a tap. */
const SLOP = 10

/**
 * Fires `longpress` and `longtap` for a finger, or the mouse, that stays where it is; the engine makes neither.
 * @param fieldsOf the touches of an event
 * @returns whether the tap that ends it is none: "如果指定了事件回调函数并触发了这个事件，tap事件将不被触发"
 */
export function followLongPress(
  fieldsOf: (original: Event) => Record<string, unknown> | undefined,
): () => boolean {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  let heard = false
  let touched = false

  const fire = (original: Event, type: string, answered: () => void): void => {
    const node = elementAround(original.target)
    if (!node) return
    const fields = fieldsOf(original)
    const options: glassEasel.EventOptions = {
      originalEvent: original,
      bubbles: true,
      composed: true,
      capturePhase: true,
      handleListenerReturn: answered,
      ...(fields && { extraFields: fields }),
    }
    glassEasel.Event.dispatchEvent(node, new glassEasel.Event(type, { ...from }, options))
  }
  const press = (event: Event, { clientX: x, clientY: y }: { clientX: number; clientY: number }): void => {
    clearTimeout(timer)
    heard = false
    from = { x, y }
    timer = setTimeout(() => {
      fire(event, 'longpress', () => {
        heard = true
      })
      fire(event, 'longtap', () => undefined)
    }, HOLD_MS)
  }
  const move = ({ clientX, clientY }: { clientX: number; clientY: number }): void => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > SLOP) clearTimeout(timer)
  }
  const release = (): void => clearTimeout(timer)

  const listen = { capture: true, passive: true }
  document.addEventListener(
    'touchstart',
    (event) => {
      touched = true
      const [touch] = event.changedTouches
      if (touch && event.touches.length === 1) press(event, touch)
      else release()
    },
    listen,
  )
  document.addEventListener(
    'touchmove',
    ({ changedTouches: [touch] }) => {
      if (touch) move(touch)
    },
    listen,
  )
  for (const type of ['touchend', 'touchcancel', 'mouseup'] as const)
    document.addEventListener(type, release, listen)
  document.addEventListener(
    'mousedown',
    (event) => {
      if (!touched && event.button === 0) press(event, event)
    },
    listen,
  )
  document.addEventListener('mousemove', move, listen)
  return () => heard
}
