import type { Drag } from '../builtins/drag.ts'

/** How far a finger moves before it is known what it wants, in px; less than that stays a tap. */
const SLOP = 5

interface Point {
  x: number
  y: number
}

/** Follows one finger, or the mouse with its button down. An element inside that claims the movement goes first. */
export function followDrag(element: HTMLElement, drag: Drag): void {
  let from: Point | undefined
  let claimed = false

  const press = (point: Point): void => {
    from = drag.begin(point) ? point : undefined
    claimed = false
  }
  const move = (point: Point, event: Event): void => {
    if (!from) return
    const [dx, dy] = [point.x - from.x, point.y - from.y]
    if (!claimed) {
      if (Math.hypot(dx, dy) < SLOP) return
      if (event.defaultPrevented || !drag.claims(dx, dy)) {
        from = undefined
        return
      }
      claimed = true
    }
    // Without it the browser scrolls or selects text; elements around see that the movement is taken.
    if (event.cancelable) event.preventDefault()
    drag.move(dx, dy)
  }
  const release = (point: Point | undefined): void => {
    if (from && claimed) drag.end(point ? point.x - from.x : 0, point ? point.y - from.y : 0)
    from = undefined
  }

  const finger = ({ changedTouches }: TouchEvent): Point | undefined => {
    const [touch] = changedTouches
    return touch && { x: touch.clientX, y: touch.clientY }
  }
  element.addEventListener(
    'touchstart',
    (event) => {
      const point = finger(event)
      if (point && event.touches.length === 1) press(point)
    },
    { passive: true },
  )
  element.addEventListener(
    'touchmove',
    (event) => {
      const point = finger(event)
      if (point) move(point, event)
    },
    { passive: false },
  )
  element.addEventListener('touchend', (event) => release(finger(event)))
  element.addEventListener('touchcancel', () => release(undefined))
  // The browser would carry a picture away instead.
  element.addEventListener('dragstart', (event) => event.preventDefault())
  element.addEventListener('mousedown', (event) => {
    if (event.button !== 0) return
    press({ x: event.clientX, y: event.clientY })
    if (!from) return
    const follow = (moved: MouseEvent): void => move({ x: moved.clientX, y: moved.clientY }, moved)
    document.addEventListener('mousemove', follow)
    document.addEventListener(
      'mouseup',
      (up) => {
        document.removeEventListener('mousemove', follow)
        release({ x: up.clientX, y: up.clientY })
      },
      { once: true },
    )
  })
}
