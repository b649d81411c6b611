import { readEntrance } from '../router/entrance.ts'
import { currentTheme } from '../theme.ts'
import { asyncCall, type WxHost, type WxTopic } from './api.ts'
import { reportingUnknown } from './notEmulated.ts'

/** The base library whose behaviour the page stands for: the first that runs glass-easel as `componentFramework`. */
const SDK_VERSION = '3.8.12'

/**
 * What the phone, WeChat and the app say of themselves: the fields of
 * developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html and its neighbours (2026-11).
 * Everything is switched on and allowed to WeChat.
 */
export const system: WxTopic = ({ phone, choice, config }) => {
  const appBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: true,
    fontSizeScaleFactor: 1,
    fontSizeSetting: 16,
    host: { env: 'WeChat' },
    language: 'zh_CN',
    version: '8.0.50',
    // "全局配置 "darkmode": true 时才能获取，否则为 undefined"
    ...(config.darkmode && { theme: currentTheme(config) }),
  })
  const systemSetting = () => ({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: true,
    deviceOrientation: orientationOf(phone),
  })
  const systemInfo = () => ({
    ...windowInfo(phone),
    ...appBaseInfo(),
    ...systemSetting(),
    ...DEVICE,
    ...Object.fromEntries(AUTHORISED.map((name) => [name, true])),
    locationReducedAccuracy: false,
  })
  const entrance = () => readEntrance(new URLSearchParams(location.search), config.pages[0] ?? '')

  return {
    getWindowInfo: () => windowInfo(phone),
    getDeviceInfo: () => ({ ...DEVICE }),
    getAppBaseInfo: appBaseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: () => ({
      ...Object.fromEntries(AUTHORISED.map((name) => [name, 'authorized'])),
      locationReducedAccuracy: false,
    }),
    getSystemInfoSync: systemInfo,
    getSystemInfo: asyncCall('getSystemInfo', systemInfo),
    getSystemInfoAsync: asyncCall('getSystemInfoAsync', systemInfo),
    getMenuButtonBoundingClientRect: () => capsuleOf(phone),
    getAccountInfoSync: () => ({
      miniProgram: { appId: choice.app.appid, envVersion: 'develop', version: '' },
    }),
    getLaunchOptionsSync: entrance,
    // A mini-program that was put away comes back as it was launched.
    getEnterOptionsSync: entrance,
    getUpdateManager,
    nextTick: (work: () => void) => queueMicrotask(work),
  }
}

const DEVICE = {
  abi: '',
  benchmarkLevel: 1,
  brand: 'devtools',
  cpuType: '',
  deviceAbi: '',
  memorySize: '2048',
  model: 'simulator',
  platform: 'devtools',
  system: 'iOS 17.0',
}

const AUTHORISED = [
  'albumAuthorized',
  'bluetoothAuthorized',
  'cameraAuthorized',
  'locationAuthorized',
  'microphoneAuthorized',
  'notificationAuthorized',
  'notificationAlertAuthorized',
  'notificationBadgeAuthorized',
  'notificationSoundAuthorized',
  'phoneCalendarAuthorized',
]

/** Sizes in px. The safe area begins below the status bar, and the screen has no corner that is cut off. */
function windowInfo({ screen, pages, statusBar }: WxHost['phone']) {
  const { clientWidth: screenWidth, clientHeight: screenHeight } = screen
  const { clientWidth: windowWidth, clientHeight: windowHeight } = pages
  const statusBarHeight = statusBar.offsetHeight
  return {
    pixelRatio: devicePixelRatio,
    screenWidth,
    screenHeight,
    windowWidth,
    windowHeight,
    statusBarHeight,
    screenTop: pages.getBoundingClientRect().top - screen.getBoundingClientRect().top,
    safeArea: {
      left: 0,
      top: statusBarHeight,
      right: screenWidth,
      bottom: screenHeight,
      width: screenWidth,
      height: screenHeight - statusBarHeight,
    },
  }
}

const orientationOf = ({ screen }: WxHost['phone']): string =>
  screen.clientWidth > screen.clientHeight ? 'landscape' : 'portrait'

/** "坐标信息以屏幕左上角为原点" */
function capsuleOf({ screen, navigationBar }: WxHost['phone']) {
  const capsule = navigationBar.querySelector('.phone-capsule')
  const { left: x, top: y } = screen.getBoundingClientRect()
  const { left, top, width, height } = capsule?.getBoundingClientRect() ?? new DOMRect()
  return { left: left - x, top: top - y, right: left - x + width, bottom: top - y + height, width, height }
}

/** There is never a newer version, and never word of one. */
function getUpdateManager(): object {
  const never = (): undefined => undefined
  return reportingUnknown('UpdateManager', {
    onCheckForUpdate: never,
    onUpdateReady: never,
    onUpdateFailed: never,
    applyUpdate() {
      // Assumption: the words. It may be called "在 onUpdateReady 回调后" only.
      throw new Error('applyUpdate:fail update is not ready')
    },
  })
}
