import type { component, glassEasel } from 'glass-easel-miniprogram-adapter'
import { LOGIC_LAYER } from '../../logicLayer.ts'
import type { InnerEvent, Instance, Navigation } from '../builtins/shape.ts'
import { followDrag } from './drags.ts'
import { elementOf } from './elementOf.ts'
import { nameControl, useControl } from './labels.ts'
import { styleOfClass, toggleOwnerClass } from './ownerClass.ts'
import { inside, namedFields, nearest, takesButton } from './relatives.ts'
import { fillRichText, parseHtml } from './richText.ts'
import { readTexts } from './texts.ts'
import { openWheels } from './wheels.ts'

/** What built-ins ask of the page. */
export interface BuiltinHost {
  navigate(how: Navigation, target: { url?: string; delta?: number }): void
  /** @param target the button that was tapped, as events have it */
  openAbility(openType: string, target: EventTarget): ReturnType<Instance['openAbility']>
  privacyNeeded: Instance['privacyNeeded']
  holdBack: Instance['holdBack']
  exit: Instance['exit']
  openMiniProgram: Instance['openMiniProgram']
  /** The address of a file of the phone (`wxfile://`) or of the cloud (`cloud://`); undefined without such a file. */
  fileAddress(source: string): Promise<string | undefined>
}

/** An element as events and `onShareAppMessage` have it. */
export interface EventTarget {
  readonly id: string
  readonly offsetLeft: number
  readonly offsetTop: number
  readonly dataset: object
}

export type Caller = component.GeneralComponent

// The value of glass-easel's const enum StyleSegmentIndex.TEMP_EXTRA, which no bundler can read from its types.
const TEMPORARY = 3

/** Adapts an instance of glass-easel to what the files of the built-ins know. */
export function instanceOf(caller: Caller, name: string, host: BuiltinHost): Instance {
  const node: glassEasel.GeneralComponent = caller._$
  const styles = new Map<string, string>()
  const parts = new Map<string, HTMLElement>()
  let asked = ''
  const property = (key: string): unknown => Reflect.get(caller.data, key)
  const element = (): HTMLElement => {
    const found: unknown = node.getBackendElement()
    if (!(found instanceof HTMLElement)) throw new Error(`<${name}> has no element`)
    return found
  }
  const inner = (selector: string): Element | null => element().querySelector(`:scope > ${selector}`)
  // What is in a slot has parts of its own, and a part that is lifted is elsewhere in the page.
  const part = (wanted: string): HTMLElement | undefined => {
    const known = parts.get(wanted)
    if (known?.isConnected) return known
    const found = [...element().querySelectorAll(`[part="${wanted}"]`)].find(
      (each) => elementOf(each)?.ownerShadowRoot === node.getShadowRoot(),
    )
    if (!(found instanceof HTMLElement)) return undefined
    parts.set(wanted, found)
    return found
  }

  const instance: Instance = {
    text: (key) => String(property(key) ?? ''),
    flag: (key) => Boolean(property(key)),
    number: (key) => Number(property(key)),
    value: property,
    set: (values) => caller.setData(values),
    emit: (event, detail, answered) =>
      node.triggerEvent(event, detail, answered ? { handleListenerReturn: answered } : {}),
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
    ownerClass: (className, on) => toggleOwnerClass(node, className, on, TEMPORARY),
    styleOfClass: (className, names) => styleOfClass(node, className, names, TEMPORARY),
    listen(event, listener, wanted) {
      const heard = wanted === undefined ? element() : part(wanted)
      heard?.addEventListener(event, (original) => listener(innerEvent(original)))
    },
    drag(drag, wanted) {
      const dragged = wanted === undefined ? element() : part(wanted)
      if (dragged) followDrag(dragged, drag)
    },
    resized(tell) {
      const observed = element()
      // What changes its size again within the observation is an error of the whole window.
      const later = (): void => {
        requestAnimationFrame(() => {
          if (observed.isConnected) tell()
        })
      }
      new ResizeObserver(later).observe(observed)
    },
    field() {
      const field = inner('input, :scope > textarea')
      return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : undefined
    },
    picture() {
      const picture = inner('img')
      return picture instanceof HTMLImageElement ? picture : undefined
    },
    video() {
      const video = inner('video')
      return video instanceof HTMLVideoElement ? video : undefined
    },
    box: element,
    now: worldTime,
    page() {
      const { clientWidth, clientHeight } = element().closest('wx-page') ?? document.documentElement
      return { width: clientWidth, height: clientHeight }
    },
    pageResized(tell) {
      const page = element().closest('wx-page') ?? document.documentElement
      // A page that is put away has no size, and keeps what it has.
      const observer = new ResizeObserver(() => page.clientHeight > 0 && tell())
      observer.observe(page)
      return () => observer.disconnect()
    },
    part,
    boxOf(id) {
      const found: unknown = node.ownerShadowRoot?.getElementById(id)?.getBackendElement()
      return found instanceof HTMLElement ? found : undefined
    },
    around(tag) {
      const found = nearest(node, ({ builtin }) => builtin.name === tag)
      if (tag !== 'form' || !found) return found?.instance
      return takesButton(found.node, node) ? found.instance : undefined
    },
    inside: (tag) => inside(node, tag),
    namedFields: () => namedFields(node),
    useControl: (id) => useControl(node, id),
    nameControl: (id) => nameControl(node, id),
    lift(wanted, lifted) {
      const lifting = part(wanted)
      const place = lifted ? element().closest('wx-page') : element()
      if (lifting && place && lifting.parentElement !== place) place.append(lifting)
    },
    fill(wanted, nodes) {
      const filled = part(wanted)
      if (filled) fillRichText(filled, nodes)
    },
    readTexts: (read) => readTexts(element(), read),
    parseHtml,
    openWheels: (request) => openWheels(element(), request),
    navigate: host.navigate,
    privacyNeeded: host.privacyNeeded,
    holdBack: host.holdBack,
    exit: host.exit,
    openMiniProgram: host.openMiniProgram,
    openAbility(openType) {
      const { offsetLeft, offsetTop } = element()
      return host.openAbility(openType, { id: node.id, offsetLeft, offsetTop, dataset: node.dataset })
    },
    assetUrl: (source) => assetUrl(source, node.ownerShadowRoot?.getHostNode().is ?? ''),
    fileAddress(source, tell) {
      asked = source
      if (!/^(?:wxfile|cloud):\/\//.test(source)) return tell(instance.assetUrl(source))
      const answer = (address: string | undefined): void => {
        if (asked === source) tell(address)
      }
      host.fileAddress(source).then(answer, (error: unknown) => {
        console.warn(error)
        answer(undefined)
      })
    },
    notEmulated: (what) => console.error(`${what} is not emulated by the simulator yet`),
  }
  return instance
}

/** The part of a DOM event that built-ins see. */
export function innerEvent(original: unknown): InnerEvent {
  return {
    key: original instanceof KeyboardEvent ? original.key : '',
    time: original instanceof Event ? original.timeStamp : 0,
    withControl: original instanceof KeyboardEvent && (original.ctrlKey || original.metaKey),
    preventDefault: () => {
      if (original instanceof Event) original.preventDefault()
    },
    stopPropagation: () => {
      if (original instanceof Event) original.stopPropagation()
    },
  }
}

// The `Date` of the mini-program is the only thing that everybody here has of the world's clock.
function worldTime(): number {
  const layer: unknown = Reflect.get(globalThis, LOGIC_LAYER)
  const clock: unknown = typeof layer === 'object' && layer !== null ? Reflect.get(layer, 'Date') : undefined
  return typeof clock === 'function' ? Number(Reflect.construct(clock, [])) : Date.now()
}

function assetUrl(source: string, owner: string): string {
  if (source === '' || /^(?:[a-z]+:|\/\/)/i.test(source)) return source
  const inside = new URL(source, `http://mini-program/${owner}`).pathname
  return `assets${inside}`
}
