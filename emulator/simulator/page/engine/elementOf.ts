import { glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * The element of glass-easel that a DOM element belongs to: its own. glass-easel keeps it in this field of the DOM element
 * (CurrentWindowBackendContext.associateValue).
 */
export function elementOf(target: Element): glassEasel.Element | undefined {
  const own: unknown = Reflect.get(target, '__wxElement')
  return own instanceof glassEasel.Element ? own : undefined
}
