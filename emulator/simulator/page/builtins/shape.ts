import type { Drag } from './drag.ts'
import type { RichNode } from './richNodes.ts'
import type { Wheels, WheelsRequest } from './wheels.ts'

/** A property type as WeChat documents it; the value is the default. Null is of any type. */
export type PropertyDefault = string | number | boolean | null

/** ARIA roles that built-ins have of themselves. */
export type BuiltinRole =
  | 'button'
  | 'link'
  | 'img'
  | 'checkbox'
  | 'radio'
  | 'switch'
  | 'slider'
  | 'radiogroup'
  | 'group'
  | 'progressbar'

/**
 * One built-in component: a file of this shape and a line in `list.ts`. The build reads the same file for the
 * template and the style, so nothing in it may need a browser before it is called.
 */
export interface Builtin {
  /** The tag in WXML. */
  name: string
  /** WXML; a tag `html-x` is the HTML element `x`. Parts are named by `part`, because classes get a scope. */
  template: string
  /** CSS; its element is `wx-<name>`. */
  css: string
  /** Documented properties and their defaults, in camel case. */
  properties: Readonly<Record<string, PropertyDefault>>
  /** Data of the template beside the properties. */
  data?: Readonly<Record<string, unknown>>
  /** The template has slots with names. */
  namedSlots?: true
  /** ARIA role unless the WXML gives one; what can be pressed can be reached and pressed by keyboard too. */
  role?: BuiltinRole
  attached?: (instance: Instance) => void
  detached?: (instance: Instance) => void
  /** A list has put it elsewhere. */
  moved?: (instance: Instance) => void
  /** By property: called when its value has changed. */
  changed?: Readonly<Record<string, (instance: Instance) => void>>
  /** Not called while the property `disabled` is true. */
  tapped?: (instance: Instance, tap: Tap) => void
  /** By handler name in the template. */
  on?: Readonly<Record<string, (instance: Instance, event: InnerEvent) => void>>
  /** What a tap on its label does: taps it, or gives it the focus. */
  labelled?: 'tap' | 'focus'
  /** A form takes the value under the property `name`. */
  formField?: {
    value(instance: Instance): unknown
    reset(instance: Instance): void
  }
  /** Properties that are accepted and do nothing: one that is used is reported. */
  notEmulated?: readonly string[]
}

/** What a built-in may do with one of its instances; the same object for the life of the instance. */
export interface Instance {
  text(property: string): string
  flag(property: string): boolean
  number(property: string): number
  /** A property as it is, for lists and objects. */
  value(property: string): unknown
  /** Changes data of the template, or a property. */
  set(values: Readonly<Record<string, unknown>>): void
  /**
   * Fires an event for `bind:<name>`.
   * @param answered told what each handler returns
   */
  emit(name: string, detail: Readonly<Record<string, unknown>>, answered?: (answer: unknown) => void): void
  /** Sets an attribute of the element, or removes it. */
  attribute(name: string, value: string | undefined): void
  style(property: string, value: string): void
  /** A class of whoever wrote the tag, in that one's style scope. */
  ownerClass(name: string, on: boolean): void
  /** Of the CSS properties those that such a class changes in a text. */
  styleOfClass(name: string, properties: readonly string[]): ReadonlyMap<string, string>
  /** On the element, or on a part of its template. */
  listen(event: string, listener: (event: InnerEvent) => void, part?: string): void
  /** Follows fingers and the mouse on the element, or on a part of its template. */
  drag(drag: Drag, part?: string): void
  /** Tells that the element has got another size; also once at the beginning. */
  resized(tell: () => void): void
  /** The input or textarea element in the template. */
  field(): InputField | undefined
  /** The picture in the template. */
  picture(): Picture | undefined
  /** The video in the template. */
  video(): Video | undefined
  /** The element itself. */
  box(): Box
  /** The time of the world, in milliseconds since 1970. */
  now(): number
  /** The room for pages, in px; its width is 750 rpx. */
  page(): { readonly width: number; readonly height: number }
  /** Tells that the room for pages has got another size, until the returned function is called. */
  pageResized(tell: () => void): () => void
  /** The element with this `part` in the template. */
  part(name: string): Box | undefined
  /** The element with this `id` in the same WXML. */
  boxOf(id: string): Box | undefined
  /** The nearest built-in of this name around it, through components too. */
  around(name: string): Instance | undefined
  /** The built-ins of this name inside it, in order, through components too. */
  inside(name: string): readonly Instance[]
  /** What has a `name` inside it: controls and components with the behaviour `wx://form-field`. */
  namedFields(): readonly NamedField[]
  /** Taps the control that a label is for, or gives it the focus; without an id the first one inside. */
  useControl(id: string): void
  /** The text of a label becomes the accessible name of that control. */
  nameControl(id: string): void
  /** Takes a part of the template out of its place and lays it over the page, or brings it back. */
  lift(part: string, lifted: boolean): void
  /** Shows each text directly in it as `read` gives it, also when it changes. */
  readTexts(read: (text: string) => string): void
  /** Makes HTML the content of a part. */
  fill(part: string, nodes: readonly RichNode[]): void
  /** HTML as nodes, none of them checked. */
  parseHtml(html: string): readonly unknown[]
  /** Opens a sheet with wheels to choose from; nothing else in the phone can be reached meanwhile. */
  openWheels(request: WheelsRequest): Wheels
  /** Opens another page. */
  navigate(how: Navigation, target: { url?: string; delta?: number }): void
  /** The privacy agreement of the mini-program has to come first. */
  privacyNeeded(): boolean
  /** Whoever goes back closes this instead of the page, until the returned function is called. */
  holdBack(close: () => void): () => void
  /** Leaves the mini-program. */
  exit(): void
  /**
   * Asks the person whether another mini-program may open.
   * @throws Error whose message stands behind `navigateToMiniProgram:fail `
   */
  openMiniProgram(target: Readonly<Record<string, unknown>>): Promise<void>
  /** Asks WeChat for what a button of this open-type gives; undefined when there is nothing to tell. */
  openAbility(openType: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /** Address of a file of the mini-program, seen from the WXML that names it. */
  assetUrl(source: string): string
  /**
   * The same for what may be a file of the phone (`wxfile://`) or of the cloud (`cloud://`) too, whose address is known later:
   * undefined without such a file. Only the source that was asked for last is answered.
   */
  fileAddress(source: string, tell: (address: string | undefined) => void): void
  /** Says that the simulator cannot do this. */
  notEmulated(what: string): void
}

export type Navigation = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'navigateBack' | 'switchTab'

/** A named control of a form. */
export interface NamedField {
  readonly name: string
  value(): unknown
  reset(): void
}

export interface Tap {
  /** From the left edge of the browser's page, in px. */
  readonly x: number
  /** The tap was on a control inside the element. */
  readonly onControl: boolean
}

export interface InnerEvent {
  readonly key: string
  /** In milliseconds, from a beginning of its own. */
  readonly time: number
  /** Ctrl, or the command key of a Mac, was held. */
  readonly withControl: boolean
  preventDefault(): void
  stopPropagation(): void
}

/** What is used of an HTMLInputElement or HTMLTextAreaElement. */
interface InputField {
  value: string
  disabled: boolean
  selectionStart: number | null
  readonly scrollHeight: number
  readonly clientHeight: number
  readonly style: Style
  setSelectionRange(start: number, end: number): void
  focus(): void
  blur(): void
}

interface Style {
  setProperty(name: string, value: string): void
}

/** What is used of an HTMLImageElement. */
interface Picture {
  naturalWidth: number
  naturalHeight: number
  clientWidth: number
}

/** What is used of an HTMLVideoElement. */
interface Video {
  src: string
  poster: string
  loop: boolean
  muted: boolean
  controls: boolean
  autoplay: boolean
  currentTime: number
  readonly duration: number
  readonly videoWidth: number
  readonly videoHeight: number
  readonly buffered: { readonly length: number; end(index: number): number }
  readonly error: { readonly message: string } | null
  pause(): void
}

/** What is used of an HTMLElement. */
export interface Box {
  scrollTop: number
  scrollLeft: number
  readonly scrollWidth: number
  readonly scrollHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
  readonly style: Style
  scrollTo(options: { top?: number; left?: number; behavior?: 'smooth' | 'instant' }): void
  getBoundingClientRect(): {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  }
}
