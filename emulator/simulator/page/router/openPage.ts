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
  /** What going back closes instead of the page, the last first. */
  readonly holds: Set<() => void>
}

/** Takes a new instance into the stack's care, with the fields that WeChat gives every page. */
export function openPageOf(engine: EnginePage, address: Address, opener: EventChannel | undefined): OpenPage {
  const channel = opener ?? createEventChannel(undefined).opened
  Object.assign(engine.caller, {
    route: address.path,
    options: address.query,
    getOpenerEventChannel: () => channel,
  })
  return { address, engine, bar: {}, busy: false, ready: false, closed: false, holds: new Set() }
}

/** The lifecycle of one page; https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html (2026-11). */
export function createLifecycle(call: CallMethod) {
  const fire = (page: OpenPage, name: string, ...given: unknown[]): unknown =>
    call(page.engine.caller, name, ...given)
  return {
    fire,
    /**
     * The components of a page are attached before its `onLoad` and ready after its `onShow`. The documents name no
     * order (framework/custom-component/lifetimes.html, 2026-11); people who have measured it on phones agree.
     */
    load(page: OpenPage): void {
      page.engine.attach()
      fire(page, 'onLoad', page.address.query)
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
    /**
     * "routeDone: 页面路由动画完成时执行" (reference/api/Component.html), `onRouteDone` of pages: here a page is there at once, and
     * the end of the way to it comes after `onReady`.
     */
    arrive(page: OpenPage): void {
      setTimeout(() => {
        if (page.closed) return
        page.engine.triggerPageLifetime('routeDone')
        fire(page, 'onRouteDone')
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
