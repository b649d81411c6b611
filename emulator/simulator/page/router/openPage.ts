import type { EnginePage } from '../engine/index.ts'
import type { Address } from './address.ts'
import { createEventChannel, type EventChannel } from './eventChannel.ts'
import type { WindowSettings } from './windowSettings.ts'

/** Calls a method that mini-program code may have left out; one that throws is reported and stops nothing. */
export type CallMethod = (target: object, name: string, ...given: unknown[]) => unknown

/** A page of the stack, or a tab page that is kept alive. */
export interface OpenPage {
  readonly address: Address
  readonly engine: EnginePage
  /** What `wx` has changed of the bar above this page. */
  bar: Partial<Pick<WindowSettings, 'title' | 'navigationBackground' | 'navigationColor'>>
  busy: boolean
  ready: boolean
  closed: boolean
}

/** Takes a new instance into the stack's care, with the fields that WeChat gives every page. */
export function openPageOf(engine: EnginePage, address: Address, opener: EventChannel | undefined): OpenPage {
  const channel = opener ?? createEventChannel(undefined).opened
  Object.assign(engine.caller, {
    route: address.path,
    options: address.query,
    getOpenerEventChannel: () => channel,
  })
  return { address, engine, bar: {}, busy: false, ready: false, closed: false }
}

/** The lifecycle of one page; https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html (2026-11). */
export function createLifecycle(call: CallMethod) {
  const fire = (page: OpenPage, name: string, ...given: unknown[]): unknown =>
    call(page.engine.caller, name, ...given)
  return {
    fire,
    /**
     * On a phone the components are attached before `onLoad` (as people have measured it, 2026-11; it is not
     * documented); here they are after it.
     */
    load(page: OpenPage): void {
      fire(page, 'onLoad', page.address.query)
      if (!page.closed) page.engine.attach()
    },
    /** The components of a page hear of it before the page does (measured likewise). */
    show(page: OpenPage): void {
      page.engine.triggerPageLifetime('show')
      fire(page, 'onShow')
      if (page.ready) return
      page.ready = true
      // `ready` of the components is a microtask after they are attached, and comes first.
      queueMicrotask(() => {
        if (!page.closed) fire(page, 'onReady')
      })
    },
    hide(page: OpenPage): void {
      page.engine.triggerPageLifetime('hide')
      fire(page, 'onHide')
    },
    unload(page: OpenPage): void {
      page.closed = true
      fire(page, 'onUnload')
      page.engine.release()
    },
  }
}

export type Lifecycle = ReturnType<typeof createLifecycle>
