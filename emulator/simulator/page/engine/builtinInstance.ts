import type { component, glassEasel } from 'glass-easel-miniprogram-adapter'
import type { Instance, Navigation } from '../builtins/shape.ts'

/** What built-ins ask of the page. */
export interface BuiltinHost {
  navigate(how: Navigation, target: { url?: string; delta?: number }): void
  openAbility: Instance['openAbility']
}

export type Caller = component.GeneralComponent

// The value of glass-easel's const enum StyleSegmentIndex.TEMP_EXTRA, which no bundler can read from its types.
const TEMPORARY = 3

/** Adapts an instance of glass-easel to what the files of the built-ins know. */
export function instanceOf(caller: Caller, name: string, host: BuiltinHost): Instance {
  const node: glassEasel.GeneralComponent = caller._$
  const styles = new Map<string, string>()
  const property = (key: string): unknown => Reflect.get(caller.data, key)
  const element = (): HTMLElement => {
    const found: unknown = node.getBackendElement()
    if (!(found instanceof HTMLElement)) throw new Error(`<${name}> has no element`)
    return found
  }
  const inner = (selector: string): Element | null => element().querySelector(`:scope > ${selector}`)

  return {
    text: (key) => String(property(key) ?? ''),
    flag: (key) => Boolean(property(key)),
    number: (key) => Number(property(key)),
    set: (values) => caller.setData(values),
    emit: (event, detail) => caller.triggerEvent(event, detail, {}),
    attribute(key, value) {
      // The tap that a button still shows may have closed its page.
      const shown: unknown = node.getBackendElement()
      if (!(shown instanceof HTMLElement)) return
      if (value === undefined) shown.removeAttribute(key)
      else shown.setAttribute(key, value)
    },
    style(key, value) {
      styles.set(key, value)
      node.setNodeStyle([...styles].map((each) => each.join(':')).join(';'), TEMPORARY)
    },
    ownerClass: (className, on) => node.toggleNodeClass(className, on, TEMPORARY),
    listen(event, listener) {
      element().addEventListener(event, (original) => listener(innerEvent(original)))
    },
    field() {
      const field = inner('input')
      return field instanceof HTMLInputElement ? field : undefined
    },
    picture() {
      const picture = inner('img')
      return picture instanceof HTMLImageElement ? picture : undefined
    },
    scroller: element,
    navigate: host.navigate,
    openAbility: host.openAbility,
    assetUrl: (source) => assetUrl(source, node.ownerShadowRoot?.getHostNode().is ?? ''),
    notEmulated: (what) => console.error(`${what} is not emulated by the simulator yet`),
  }
}

/** The part of a DOM event that built-ins see. */
export function innerEvent(original: unknown) {
  return {
    key: original instanceof KeyboardEvent ? original.key : '',
    stopPropagation: () => {
      if (original instanceof Event) original.stopPropagation()
    },
  }
}

function assetUrl(source: string, owner: string): string {
  if (source === '' || /^(?:[a-z]+:|\/\/)/i.test(source)) return source
  const inside = new URL(source, `http://mini-program/${owner}`).pathname
  return `assets${inside}`
}
