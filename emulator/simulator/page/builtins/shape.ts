/** A property type as WeChat documents it; the value is the default. */
export type PropertyDefault = string | number | boolean

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
  /** ARIA role unless the WXML gives one; `button` and `link` can be reached and pressed by keyboard. */
  role?: 'button' | 'link' | 'img'
  attached?: (instance: Instance) => void
  /** By property: called when its value has changed. */
  changed?: Readonly<Record<string, (instance: Instance) => void>>
  tapped?: (instance: Instance) => void
  /** By handler name in the template. */
  on?: Readonly<Record<string, (instance: Instance, event: InnerEvent) => void>>
  /** Properties that are accepted and do nothing: one that is used is reported. */
  notEmulated?: readonly string[]
}

/** What a built-in may do with one of its instances. */
export interface Instance {
  text(property: string): string
  flag(property: string): boolean
  number(property: string): number
  /** Changes data of the template, or a property. */
  set(values: Readonly<Record<string, unknown>>): void
  /** Fires an event for `bind:<name>`. */
  emit(name: string, detail: Readonly<Record<string, unknown>>): void
  /** Sets an attribute of the element, or removes it. */
  attribute(name: string, value: string | undefined): void
  style(property: string, value: string): void
  /** A class of whoever wrote the tag, in that one's style scope. */
  ownerClass(name: string, on: boolean): void
  listen(event: string, listener: (event: InnerEvent) => void): void
  /** The input element in the template. */
  field(): InputField | undefined
  /** The picture in the template. */
  picture(): Picture | undefined
  scroller(): Scroller
  /** Opens another page. */
  navigate(how: Navigation, target: { url?: string; delta?: number }): void
  /** Asks WeChat for what a button of this open-type gives; undefined when there is nothing to tell. */
  openAbility(openType: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /** Address of a file of the mini-program, seen from the WXML that names it. */
  assetUrl(source: string): string
  /** Says that the simulator cannot do this. */
  notEmulated(what: string): void
}

export type Navigation = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'navigateBack'

interface InnerEvent {
  readonly key: string
  stopPropagation(): void
}

/** What is used of an HTMLInputElement. */
interface InputField {
  value: string
  disabled: boolean
  selectionStart: number | null
  focus(): void
}

/** What is used of an HTMLImageElement. */
interface Picture {
  naturalWidth: number
  naturalHeight: number
  clientWidth: number
}

/** What is used of a scrolling element. */
interface Scroller {
  scrollTop: number
  scrollLeft: number
  readonly scrollWidth: number
  readonly scrollHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
}
