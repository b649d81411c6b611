import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { PhoneBackend } from './backend.ts'
import { followLongPress } from './longPress.ts'
import { touchByMouse } from './mouseTouches.ts'

interface TouchPoint {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
}

/**
 * Built-ins fire these themselves, with the detail that WeChat documents. The browser has events of the same names,
 * which are for the templates of the built-ins alone.
 */
const OF_BUILTINS: ReadonlySet<string> = new Set(
  'input change focus blur keydown scroll submit reset load error select toggle cancel progress'.split(' '),
)

/** Passes DOM events on to glass-easel, with `touches` where WeChat has them: on the event itself. */
export function passEvents(backend: PhoneBackend): void {
  const endsLongPress = followLongPress(touchesOf)
  touchByMouse((original) => point({ ...coordinates(original), identifier: 0 }))
  withoutPassiveListeners(() =>
    backend.onEvent((target, type, detail: unknown, options) => {
      if (type === 'tap' && endsLongPress()) return undefined
      if (OF_BUILTINS.has(type) && !glassEasel.NativeNode.isNativeNode(target)) return undefined
      const touches = touchesOf(options.originalEvent)
      const event = new glassEasel.Event(type, detail, {
        ...options,
        ...(OF_BUILTINS.has(type) ? { bubbles: false, composed: false } : {}),
        ...(touches ? { extraFields: touches } : {}),
      })
      glassEasel.Event.dispatchEvent(target, event)
      return event.getEventBubbleStatus()
    }),
  )
}

// glass-easel calls preventDefault in its touch listeners on the body, which browsers make passive by default.
function withoutPassiveListeners(work: () => void): void {
  const body = document.body
  const add = body.addEventListener
  body.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ) => {
    const given = typeof options === 'object' ? options : { capture: options === true }
    add.call(body, type, listener, { ...given, passive: false })
  }
  work()
}

function touchesOf(original: unknown): Record<string, TouchPoint[]> | undefined {
  if (typeof TouchEvent !== 'undefined' && original instanceof TouchEvent) {
    return {
      touches: [...original.touches].map(point),
      changedTouches: [...original.changedTouches].map(point),
    }
  }
  if (!(original instanceof MouseEvent)) return undefined
  const one = point({ ...coordinates(original), identifier: 0 })
  return { touches: [one], changedTouches: [one] }
}

function coordinates({ pageX, pageY, clientX, clientY }: Omit<TouchPoint, 'identifier'>) {
  return { pageX, pageY, clientX, clientY }
}

function point(source: TouchPoint): TouchPoint {
  return { identifier: source.identifier, ...coordinates(source) }
}
