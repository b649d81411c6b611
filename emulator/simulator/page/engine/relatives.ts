import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { Builtin, Instance, NamedField } from '../builtins/shape.ts'
import { hasFormBehavior } from './builtinBehaviors.ts'

/** An instance and what it is an instance of. */
export interface Known {
  readonly node: glassEasel.Element
  readonly builtin: Builtin
  readonly instance: Instance
}

const known = new WeakMap<glassEasel.Node, Known>()

/** Remembers the instance that belongs to an element of glass-easel. */
export function remember(one: Known): void {
  known.set(one.node, one)
}

export function knownOf(node: glassEasel.Node): Known | undefined {
  return known.get(node)
}

/** The nearest built-in around an element for which `wanted` holds; components on the way do not count. */
export function nearest(node: glassEasel.Element, wanted: (one: Known) => boolean): Known | undefined {
  for (let at = node.getComposedParent(); at; at = at.getComposedParent()) {
    const one = known.get(at)
    if (one && wanted(one)) return one
  }
  return undefined
}

/** Everything inside an element, in order. */
export function* descendants(node: glassEasel.Element): Generator<glassEasel.Element> {
  for (const child of node.getComposedChildren()) {
    if (!glassEasel.Element.isElement(child)) continue
    yield child
    yield* descendants(child)
  }
}

/** The built-ins of a name inside an element, in order. */
export function inside(node: glassEasel.Element, name: string): Instance[] {
  return [...descendants(node)].flatMap((each) => {
    const one = known.get(each)
    return one?.builtin.name === name ? [one.instance] : []
  })
}

/**
 * What a form takes: controls of its own WXML, and those inside components with `wx://form-field-group`
 * (developers.weixin.qq.com/miniprogram/dev/component/form.html#使用内置-behaviors, 2026-11).
 */
export function namedFields(form: glassEasel.Element): NamedField[] {
  return [...seen(form, 'wx://form-field-group')].flatMap((each) => {
    const field = builtinField(each) ?? customField(each)
    return field?.name ? [field] : []
  })
}

/** Whether a form hears of a button: inside a component it needs `wx://form-field-button`. */
export function takesButton(form: glassEasel.Element, button: glassEasel.Element): boolean {
  return [...seen(form, 'wx://form-field-button')].includes(button)
}

/** Elements inside a form, without those in the WXML of components that lack a behaviour. */
function* seen(
  node: glassEasel.Element,
  behavior: string,
  closed: Set<unknown> = new Set(),
): Generator<glassEasel.Element> {
  for (const child of node.getComposedChildren()) {
    if (!glassEasel.Element.isElement(child)) continue
    const hidden = closed.has(child.ownerShadowRoot)
    if (!hidden) yield child
    if (glassEasel.Component.isComponent(child) && !known.has(child)) {
      if (hidden || !hasFormBehavior(child, behavior)) closed.add(child.getShadowRoot())
    }
    yield* seen(child, behavior, closed)
  }
}

function builtinField(node: glassEasel.Element): NamedField | undefined {
  const one = known.get(node)
  const formField = one?.builtin.formField
  if (!formField) return undefined
  return {
    name: one.instance.text('name'),
    value: () => formField.value(one.instance),
    reset: () => formField.reset(one.instance),
  }
}

function customField(node: glassEasel.Element): NamedField | undefined {
  if (!glassEasel.Component.isComponent(node) || !hasFormBehavior(node, 'wx://form-field')) return undefined
  const data: unknown = node.data
  const property = (name: string): unknown =>
    typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined
  return {
    name: String(property('name') ?? ''),
    value: () => property('value'),
    // Assumption: what a reset does to a custom component is its own affair, in `bind:reset` of the page.
    reset: () => undefined,
  }
}
