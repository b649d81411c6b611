import { glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * The element of glass-easel that a DOM element belongs to: its own. glass-easel keeps it in this field of the DOM element
 * (CurrentWindowBackendContext.associateValue).
 */
export function elementOf(target: Element): glassEasel.Element | undefined {
  const own: unknown = Reflect.get(target, '__wxElement')
  return own instanceof glassEasel.Element ? own : undefined
}

/** The element of glass-easel at or around what an event of the browser happened to. */
export function elementAround(target: EventTarget | null): glassEasel.Element | undefined {
  for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
    const own = elementOf(at)
    if (own) return own
  }
  return undefined
}
