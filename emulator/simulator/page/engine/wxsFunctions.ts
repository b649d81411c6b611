import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { descriptorOf } from './componentDescriptor.ts'

type Template = glassEasel.template.ComponentTemplate['content']
type Wrapper = Parameters<ReturnType<Template>>[0]
type ChangeListener = glassEasel.template.ChangePropListener<unknown>

interface Watch {
  readonly listener: ChangeListener
  before: unknown
}

const adopted = new WeakSet<Wrapper>()

/**
 * A compiled template whose functions in WXS get what "WXS响应事件" promises them (developers.weixin.qq.com/miniprogram/dev
 * /framework/view/interactive-animation.html, 2026-11). The engine calls them with the bare event, or with elements of its own,
 * and has these places of the template's wrapper for whoever knows better. One that returns false stops the event.
 */
export function withWxsFunctions(content: Template): Template {
  return (name) => {
    const generate = content(name)
    return (wrapper, ...given) => {
      if (!adopted.has(wrapper)) adopt(wrapper)
      return generate(wrapper, ...given)
    }
  }
}

function adopt(wrapper: Wrapper): void {
  adopted.add(wrapper)
  const bind = wrapper.v
  wrapper.v = (element, event, handler, ...how) =>
    bind(element, event, isFunction(handler) ? responding(element, handler) : handler, ...how)

  // A function of the compiled code would take its place, in every template that is imported.
  wrapper.setFnFilter = () => undefined
  // On a phone the page is drawn by then: what the function looks for beside its own element is there.
  wrapper.changePropFilter = (listener) => (value, before, host, element) =>
    queueMicrotask(() => {
      if (!glassEasel.Element.isAttached(element)) return
      const given = [value, before, descriptorOf(host), descriptorOf(element)]
      glassEasel.safeCallback('WXS change', () => Reflect.apply(listener, null, given), null, [], host)
    })

  const [watch, set] = [wrapper.p, wrapper.r]
  const watches = new WeakMap<glassEasel.Element, Map<string, Watch>>()
  wrapper.p = (element, name, listener, ...more) => {
    if (!isPlainName(element, name)) {
      watch(element, name, listener, ...more)
      return
    }
    const own = watches.get(element) ?? new Map<string, Watch>()
    watches.set(element, own.set(name, { listener: wrapper.changePropFilter(listener), before: undefined }))
  }
  wrapper.r = (element, name, value, ...more) => {
    const found = watches.get(element)?.get(name)
    if (!found) {
      set(element, name, value, ...more)
      return
    }
    const { before } = found
    const host = element.ownerShadowRoot?.getHostNode()
    if (before === value || !host) return
    found.before = value
    found.listener.call(null, value, before, host, element)
  }
}

/** `change:prop` is for any name; the engine warns of what is no property of the component. */
function isPlainName(element: glassEasel.Element, name: string): boolean {
  const property = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return (
    !['class', 'style', 'id', 'slot'].includes(name) &&
    glassEasel.Component.isComponent(element) &&
    !glassEasel.Component.hasProperty(element, property)
  )
}

function responding(element: glassEasel.Element, handler: (...given: unknown[]) => unknown) {
  return (event: object): unknown => {
    const host = element.ownerShadowRoot?.getHostNode()
    const given = Object.assign(Object.create(event), { instance: descriptorOf(element) })
    return handler(given, host && descriptorOf(host))
  }
}

const isFunction = (value: unknown): value is (...given: unknown[]) => unknown => typeof value === 'function'
