import { callMethod } from './callMethod.ts'
import type { CallMethod } from './router/openPage.ts'
import type { Theme } from './theme.ts'

/** Options of `onLaunch` and `onShow`. */
export interface LaunchOptions {
  path: string
  query: Readonly<Record<string, string>>
  scene: number
  shareTicket: undefined
  referrerInfo: Readonly<Record<string, never>>
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
}

/** The app object: https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html (2026-11) */
export function createApplication(): Application {
  let app: object = {}
  let launched: LaunchOptions | undefined

  const failed = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? `${error.message}`) : String(error)
    callMethod(app, 'onError', text)
  }
  const call: CallMethod = (target, name, ...given) => {
    const method: unknown = Reflect.get(target, name)
    if (typeof method !== 'function') return undefined
    try {
      return Reflect.apply(method, target, given)
    } catch (error) {
      console.error(error)
      failed(error)
      return undefined
    }
  }

  return {
    define(definition) {
      app = { ...definition }
    },
    get: () => app,
    launch(options) {
      launched = options
      call(app, 'onLaunch', options)
      call(app, 'onShow', options)
    },
    hide: () => void call(app, 'onHide'),
    show: () => void call(app, 'onShow', launched),
    pageNotFound: (options) => void call(app, 'onPageNotFound', { ...options, isEntryPage: true }),
    themeChanged: (theme) => void call(app, 'onThemeChange', { theme }),
    call,
    failed,
    rejected: (reason, promise) => void call(app, 'onUnhandledRejection', { reason, promise }),
  }
}
