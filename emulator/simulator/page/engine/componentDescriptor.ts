import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { placeIn } from '../wx/nodes.ts'
import { cssName } from './nodeAnimation.ts'

// Values of glass-easel's const enum StyleSegmentIndex, MAIN and TEMPLATE_EXTRA, which no bundler can read from its types.
const TEMPLATE = 0
const OVER_TEMPLATE = 1

const descriptors = new WeakMap<glassEasel.Element, object>()

/**
 * What functions in WXS get of an element: the `ComponentDescriptor` of "WXS响应事件" (developers.weixin.qq.com/miniprogram/dev
 * /framework/view/interactive-animation.html, 2026-11); the same object for the life of the element.
 */
export function descriptorOf(element: glassEasel.Element): object {
  const known = descriptors.get(element) ?? describe(element)
  descriptors.set(element, known)
  return known
}

function describe(element: glassEasel.Element): object {
  const state = {}
  const descriptor: object = {
    selectComponent(selector: string) {
      const found = within(element).querySelector(selector)
      return found ? descriptorOf(found) : null
    },
    selectAllComponents: (selector: string) => within(element).querySelectorAll(selector).map(descriptorOf),
    /** "不能设置最顶层页面的样式". Assumption: it takes the place of what the call before has set. */
    setStyle(style: unknown) {
      if (element.ownerShadowRoot) element.setNodeStyle(cssOf(style), OVER_TEMPLATE)
    },
    addClass: (name: string) => setClass(element, name, true),
    removeClass(name: string) {
      setClass(element, name, false)
      setClass(element, name, false, TEMPLATE)
    },
    hasClass: (name: string) =>
      [TEMPLATE, OVER_TEMPLATE].some((segment) => element.classList?.contains(name, segment) ?? false),
    getDataset: () => element.dataset,
    /** "调用当前组件/页面在逻辑层（App Service）定义的函数": another thread on a phone, so that nothing comes back. */
    callMethod(name: string, given?: unknown) {
      queueMicrotask(() => call(element, name, given))
    },
    requestAnimationFrame: (step: () => void) => void requestAnimationFrame(() => step()),
    getState: () => state,
    triggerEvent: (name: string, detail?: unknown, options: glassEasel.EventOptions = {}) =>
      element.triggerEvent(name, detail ?? {}, options),
    getComputedStyle: (names: unknown) => computed(element, names),
    setTimeout: (step: () => void, milliseconds?: number) => setTimeout(step, milliseconds),
    clearTimeout: (timer?: number) => clearTimeout(timer),
    getBoundingClientRect: () => rectOf(element),
  }
  return descriptor
}

/** A component is searched within; of anything else what its own WXML has in it. */
function within(element: glassEasel.Element): glassEasel.Element {
  const isOwn = glassEasel.Component.isComponent(element) && !element.is.startsWith('builtin/')
  return (isOwn ? element.getShadowRoot() : null) ?? element
}

/** "设置的 class 优先级比组件 wxml 里面定义的 class 高" */
function setClass(element: glassEasel.Element, name: string, on: boolean, segment = OVER_TEMPLATE): void {
  if (element.ownerShadowRoot) element.toggleNodeClass(name, on, segment)
}

function cssOf(style: unknown): string {
  if (typeof style !== 'object' || style === null) return String(style ?? '')
  return Object.entries(style)
    .map(([name, value]) => `${cssName(name)}:${String(value)}`)
    .join(';')
}

function call(element: glassEasel.Element, name: string, given: unknown): void {
  if (!glassEasel.Component.isComponent(element)) return
  const method: unknown = glassEasel.Component.getMethod(element, name)
  if (typeof method !== 'function') {
    console.error(`callMethod: ${element.is} has no method "${name}"`)
    return
  }
  const caller: unknown = element.getMethodCaller()
  glassEasel.safeCallback('WXS callMethod', (value: unknown) => method.call(caller, value), null, [given])
}

function drawn(element: glassEasel.Element): HTMLElement | undefined {
  const shown: unknown = element.getBackendElement()
  return shown instanceof HTMLElement ? shown : undefined
}

function computed(element: glassEasel.Element, names: unknown): object {
  const shown = drawn(element)
  if (!shown || !Array.isArray(names)) return {}
  const style = getComputedStyle(shown)
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(cssName(String(name)))]))
}

/** "返回值与 SelectorQuery 的 boundingClientRect 一致" */
function rectOf(element: glassEasel.Element): object {
  const shown = drawn(element)
  const frame = shown?.closest('.phone-pages')
  if (!shown || !(frame instanceof HTMLElement)) return {}
  const { id, dataset } = element
  return { id, dataset, ...placeIn(frame, shown.getBoundingClientRect()) }
}
