import { callMethod } from './callMethod.ts'

interface LaunchOptions {
  path: string
  query: Readonly<Record<string, string>>
  scene: number
}

export interface Application {
  /** `App({ … })` */
  define(definition: object): void
  /** `getApp()` */
  get(): object
  launch(options: LaunchOptions): void
}

/** The app object: https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html */
export function createApplication(): Application {
  let app: object = {}
  return {
    define(definition) {
      app = { ...definition }
    },
    get: () => app,
    launch(options) {
      callMethod(app, 'onLaunch', options)
      callMethod(app, 'onShow', options)
    },
  }
}
