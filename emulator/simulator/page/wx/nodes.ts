import type { AnimatedNode } from '../engine/nodeAnimation.ts'

/** What is used of an element of the engine. */
export interface EngineNode extends AnimatedNode {
  readonly id: string
  readonly dataset: object
  collectMarks(): object
  /** Properties among it, of components and built-ins. */
  readonly data?: unknown
}

interface ShadowRoot {
  querySelector(selector: string): unknown
  querySelectorAll(selector: string): unknown
}

/**
 * The elements that the WXML of a page or component has for a selector, in order; not those inside its components,
 * unless the selector says so by `>>>`.
 * @param owner what the code of the page or component calls `this`
 */
export function nodesOf(owner: unknown, selector: string): EngineNode[] {
  const found = shadowRootOf(owner)?.querySelectorAll(selector)
  return Array.isArray(found) ? found.filter(isNode) : []
}

/** The first of `nodesOf`. */
export function nodeOf(owner: unknown, selector: string): EngineNode | undefined {
  const found = shadowRootOf(owner)?.querySelector(selector)
  return isNode(found) ? found : undefined
}

/** Where an element is drawn; nothing is, once its page is closed. */
export function drawn(node: EngineNode): HTMLElement | undefined {
  const element = node.getBackendElement()
  return element instanceof HTMLElement && element.isConnected ? element : undefined
}

/** Edges and size as the page sees them: its own left upper corner is 0, 0. */
export function placeIn(frame: HTMLElement, { left, top, width, height }: DOMRectReadOnly) {
  const { left: x, top: y } = frame.getBoundingClientRect()
  return {
    left: left - x,
    top: top - y,
    right: left - x + width,
    bottom: top - y + height,
    width,
    height,
  }
}

/** The adapter of the engine keeps the element of its own in the field `_$` of what mini-program code calls `this`. */
function shadowRootOf(owner: unknown): ShadowRoot | undefined {
  const host: unknown = isObject(owner) ? Reflect.get(owner, '_$') : undefined
  const getShadowRoot: unknown = isObject(host) ? Reflect.get(host, 'getShadowRoot') : undefined
  const root: unknown = typeof getShadowRoot === 'function' ? getShadowRoot.call(host) : undefined
  return isShadowRoot(root) ? root : undefined
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isShadowRoot = (value: unknown): value is ShadowRoot => isObject(value) && 'querySelectorAll' in value

const isNode = (value: unknown): value is EngineNode => isObject(value) && 'getBackendElement' in value
