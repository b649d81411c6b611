import { callMethod } from './callMethod.ts'
import type { CallMethod } from './router/openPage.ts'
import type { Theme } from './theme.ts'
import { createListeners, type Listeners } from './wx/listeners.ts'

/** Options of `onLaunch` and `onShow`. */
export interface LaunchOptions {
  path: string
  query: Readonly<Record<string, string>>
  scene: number
  shareTicket: undefined
  referrerInfo: Readonly<Record<string, never>>
}

/** What `wx.onAppShow` and its neighbours listen to. */
interface AppEvents {
  readonly AppShow: Listeners
  readonly AppHide: Listeners
  readonly Error: Listeners
  readonly UnhandledRejection: Listeners
  readonly PageNotFound: Listeners
}

export interface Application {
  /** `App({ … })` */
  define(definition: object): void
  /** `getApp()` */
  get(): object
  launch(options: LaunchOptions): void
  /** The phone was put away, or is taken up again. */
  hide(): void
  show(): void
  pageNotFound(options: { path: string; query: Readonly<Record<string, string>> }): void
  themeChanged(theme: Theme): void
  /** Calls a method of a page; what it throws goes to `onError` and stops nothing. */
  call: CallMethod
  /** `onError`: the message with its stack, as one text. */
  failed(error: unknown): void
  rejected(reason: unknown, promise: Promise<unknown>): void
  readonly events: AppEvents
}

/**
 * The app object: https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html (2026-11). "也可以使用 wx.onAppShow
 * 绑定监听", with the same argument. Assumption: the app's own method hears first.
 */
export function createApplication(): Application {
  let app: object = {}
  let launched: LaunchOptions | undefined
  const events: AppEvents = {
    AppShow: createListeners((error) => report(error)),
    AppHide: createListeners((error) => report(error)),
    // What listens to errors and fails would hear of itself for ever.
    Error: createListeners(console.error),
    UnhandledRejection: createListeners((error) => report(error)),
    PageNotFound: createListeners((error) => report(error)),
  }

  const failed = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? `${error.message}`) : String(error)
    callMethod(app, 'onError', text)
    events.Error.tell(text)
  }
  const report = (error: unknown): void => {
    console.error(error)
    failed(error)
  }
  const call: CallMethod = (target, name, ...given) => {
    const method: unknown = Reflect.get(target, name)
    if (typeof method !== 'function') return undefined
    try {
      return Reflect.apply(method, target, given)
    } catch (error) {
      report(error)
      return undefined
    }
  }
  const fire = (event: 'AppShow' | 'AppHide' | 'UnhandledRejection' | 'PageNotFound', answer?: object) => {
    // The app has `onShow` where wx has `onAppShow`.
    call(app, `on${event.replace('App', '')}`, ...(answer ? [answer] : []))
    events[event].tell(answer)
  }

  return {
    define(definition) {
      app = { ...definition }
    },
    get: () => app,
    launch(options) {
      launched = options
      call(app, 'onLaunch', options)
      fire('AppShow', options)
    },
    hide: () => fire('AppHide'),
    show: () => fire('AppShow', launched),
    pageNotFound: (options) => fire('PageNotFound', { ...options, isEntryPage: true }),
    themeChanged: (theme) => void call(app, 'onThemeChange', { theme }),
    call,
    failed,
    rejected: (reason, promise) => fire('UnhandledRejection', { reason, promise }),
    events,
  }
}
