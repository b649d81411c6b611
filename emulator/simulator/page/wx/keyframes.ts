import { lookOf, styleOf, transformOf, wear } from '../engine/nodeAnimation.ts'
import { isRecord } from '../localCloud.ts'
import { drawn, type EngineNode, nodesOf } from './nodes.ts'
import { notEmulated } from './notEmulated.ts'

/** What a key frame says beside properties. */
const SETTINGS: Readonly<Record<string, string>> = { offset: 'offset', ease: 'easing' }

/** The properties of a key frame: names of CSS, or of transforms. */
interface Frame {
  readonly transforms: ReadonlyMap<string, string>
  readonly styles: ReadonlyMap<string, string>
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * `this.animate(selector, keyframes, duration, callback)`
 * (developers.weixin.qq.com/miniprogram/dev/framework/view/animation.html, 2026-11); the elements keep the last key frame until
 * `clearAnimation`. Assumption: all elements that the selector finds are moved, and the callback comes once.
 * @param owner what the code of the page or component calls `this`
 */
export function animate(
  owner: object,
  selector: unknown,
  keyframes: unknown,
  duration: unknown,
  last?: unknown,
): void {
  if (isRecord(last)) return void notEmulated('this.animate: ScrollTimeline')
  const frames = (Array.isArray(keyframes) ? keyframes : []).filter(isRecord).map(frameOf)
  const playing = nodesOf(owner, String(selector)).map((node) => play(node, frames, Number(duration)))
  Promise.all(playing).then((ended) => {
    if (typeof last === 'function' && ended.includes(true)) last.call(owner)
  }, reportError)
}

/**
 * `this.clearAnimation(selector, options, callback)`: takes away what animations have left behind, of the named properties only
 * if some are named; same page.
 */
export function clearAnimation(owner: object, selector: unknown, options?: unknown, last?: unknown): void {
  const callback = typeof options === 'function' ? options : last
  const wanted = isRecord(options) ? Object.keys(options).filter((name) => options[name]) : []
  for (const node of nodesOf(owner, String(selector))) {
    const { transforms, styles } = lookOf(node)
    const names = wanted.length > 0 ? wanted : [...transforms.keys(), ...styles.keys()]
    for (const name of names) {
      transforms.delete(name)
      styles.delete(styleOf(name, '')[0])
    }
    wear(node)
  }
  if (typeof callback === 'function') queueMicrotask(() => void callback.call(owner))
}

/** @returns whether it came to its end */
async function play(node: EngineNode, frames: readonly Frame[], duration: number): Promise<boolean> {
  const element = drawn(node)
  const final = frames.at(-1)
  if (!element || !final) return false
  const motion = element.animate(frames.map(cssOf), { duration, fill: 'both' })
  try {
    await motion.finished
  } catch {
    return false
  }
  const look = lookOf(node)
  // A transform is one style: the new one takes the place of all before.
  if (final.transforms.size > 0) look.transforms.clear()
  for (const [name, value] of final.transforms) look.transforms.set(name, value)
  for (const [name, value] of final.styles) look.styles.set(name, value)
  if (drawn(node)) wear(node)
  motion.cancel()
  return true
}

function frameOf(given: Readonly<Record<string, unknown>>): Frame {
  const transforms = new Map<string, string>()
  const styles = new Map<string, string>()
  const settings: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const setting = SETTINGS[name]
    const transform = transformOf(name, Array.isArray(value) ? value : [value])
    if (name === 'transformOrigin') styles.set('transform-origin', String(value))
    else if (setting !== undefined) settings[setting] = value
    else if (transform !== undefined) transforms.set(name, transform)
    else styles.set(...styleOf(name, value))
  }
  return { transforms, styles, settings }
}

const camelCased = (name: string): string => name.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase())

function cssOf({ transforms, styles, settings }: Frame): Keyframe {
  const properties = Object.fromEntries([...styles].map(([name, value]) => [camelCased(name), value]))
  return {
    ...properties,
    ...(transforms.size > 0 && { transform: [...transforms.values()].join(' ') }),
    ...settings,
  }
}
