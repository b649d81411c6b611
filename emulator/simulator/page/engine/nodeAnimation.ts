import type { glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * What animations have made of an element, beside the style that its WXML gives it: "调用 animate API 后会在节点上新增一些样式属性
 * 覆盖掉原有的对应样式" (developers.weixin.qq.com/miniprogram/dev/framework/view/animation.html, 2026-11).
 */
interface Look {
  /** By name, as `rotate`, and in the order in which they were named first. */
  readonly transforms: Map<string, string>
  readonly styles: Map<string, string>
  /** Counts the queues of the attribute: a later one ends those before. */
  queue: number
}

/** What is used of an element of the engine. */
export interface AnimatedNode {
  getBackendElement(): unknown
  setNodeStyle(style: string, segment: glassEasel.StyleSegmentIndex): void
}

// The value of glass-easel's const enum StyleSegmentIndex.ANIMATION_EXTRA, which no bundler can read from its types.
const ANIMATION = 2

const looks = new WeakMap<object, Look>()

/** Names of properties whose numbers are px. */
const LENGTHS: ReadonlySet<string> = new Set(['width', 'height', 'left', 'right', 'top', 'bottom'])

const text = (value: unknown, unit: string): string =>
  typeof value === 'number' && unit !== '' ? `${value}${unit}` : String(value)

/** A transform of CSS; angles are deg and distances px. Undefined for a name that is none. */
export function transformOf(name: string, given: readonly unknown[]): string | undefined {
  if (!/^(?:matrix|rotate|scale|skew|translate)(?:3d|[XYZ])?$/.test(name)) return undefined
  const unit = name.startsWith('translate') ? 'px' : /^(?:rotate|skew)/.test(name) ? 'deg' : ''
  // The first three of rotate3d are its axis.
  const values = given.map((value, at) => text(value, name === 'rotate3d' && at < 3 ? '' : unit))
  return `${name}(${values.join(',')})`
}

/** `fontSize` as `font-size`. */
export const cssName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The name of a style in CSS and its value. */
export const styleOf = (name: string, value: unknown): readonly [string, string] => [
  cssName(name),
  text(value, LENGTHS.has(name) ? 'px' : ''),
]

export function lookOf(node: AnimatedNode): Look {
  const known = looks.get(node) ?? { transforms: new Map(), styles: new Map(), queue: 0 }
  looks.set(node, known)
  return known
}

/** Puts what animations have made of an element on it. @param more CSS of the moment, as a transition */
export function wear(node: AnimatedNode, more: readonly string[] = []): void {
  const { transforms, styles } = lookOf(node)
  const lines = [...styles].map((each) => each.join(':'))
  if (transforms.size > 0) lines.push(`transform:${[...transforms.values()].join(' ')}`)
  node.setNodeStyle([...lines, ...more].join(';'), ANIMATION)
}

/**
 * What the attribute `animation` got of `Animation.export()`: its steps one after the other, each a transition. Animations of
 * one element do not wait for those of another.
 */
export async function playSteps(node: AnimatedNode, exported: unknown): Promise<void> {
  const look = lookOf(node)
  look.queue += 1
  const own = look.queue
  for (const action of listIn(exported, 'actions')) {
    // The first step begins after what is drawn now, or it would have nothing to begin from.
    await new Promise(requestAnimationFrame)
    const element = node.getBackendElement()
    if (look.queue !== own || !(element instanceof HTMLElement) || !element.isConnected) return
    getComputedStyle(element).getPropertyValue('transform')
    await step(node, element, action)
  }
}

async function step(node: AnimatedNode, element: HTMLElement, action: unknown): Promise<void> {
  const { transforms, styles } = lookOf(node)
  const changed = new Set<string>()
  for (const each of listIn(action, 'animates')) {
    const args = listIn(each, 'args')
    const name = String(field(each, 'type'))
    if (name === 'style') {
      const [property, value] = args.map(String)
      styles.set(property ?? '', value ?? '')
      changed.add(property ?? '')
    } else {
      transforms.set(name, transformOf(name, args) ?? '')
      changed.add('transform')
    }
  }
  const option = field(action, 'option')
  const transition = field(option, 'transition')
  const [duration, delay] = [Number(field(transition, 'duration')), Number(field(transition, 'delay'))]
  wear(node, [
    `transition:${duration}ms ${field(transition, 'timingFunction')} ${delay}ms`,
    `transition-property:${[...changed].join(',')}`,
    `transform-origin:${field(option, 'transformOrigin')}`,
  ])
  const running = element.getAnimations().filter((each) => each instanceof CSSTransition)
  // A step that changes nothing lasts as long as any other.
  if (running.length === 0) await new Promise((resolve) => setTimeout(resolve, duration + delay))
  await Promise.allSettled(running.map(({ finished }) => finished))
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const listIn = (value: unknown, name: string): readonly unknown[] => {
  const list = field(value, name)
  return Array.isArray(list) ? list : []
}
