import { currentTheme } from '../theme.ts'
import type { WxTopic } from './api.ts'

/** The base library whose behaviour the page stands for: the first that runs glass-easel as `componentFramework`. */
const SDK_VERSION = '3.8.12'

/** What the phone, WeChat and the app say of themselves. */
export const system: WxTopic = ({ phone, choice, config }) => {
  const windowInfo = () => {
    const { clientWidth: screenWidth, clientHeight: screenHeight } = phone.screen
    const { clientWidth: windowWidth, clientHeight: windowHeight } = phone.pages
    const safeArea = { left: 0, top: 0, right: screenWidth, bottom: screenHeight }
    return {
      pixelRatio: devicePixelRatio,
      screenWidth,
      screenHeight,
      windowWidth,
      windowHeight,
      statusBarHeight: 0,
      screenTop: screenHeight - windowHeight,
      safeArea: { ...safeArea, width: screenWidth, height: screenHeight },
    }
  }
  const appBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: true,
    language: 'zh_CN',
    version: '8.0.50',
    theme: currentTheme(config),
    host: { env: 'WeChat' },
  })

  return {
    getWindowInfo: windowInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: () => ({
      ...windowInfo(),
      ...appBaseInfo(),
      brand: 'devtools',
      model: 'simulator',
      system: 'iOS 17.0',
      platform: 'devtools',
      fontSizeSetting: 16,
    }),
    getAccountInfoSync: () => ({
      miniProgram: { appId: choice.app.appid, envVersion: 'develop', version: '' },
    }),
    nextTick: (work: () => void) => queueMicrotask(work),
  }
}
