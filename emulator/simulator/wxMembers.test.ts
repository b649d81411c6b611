import { expect, it } from 'vitest'
import { emulatedApis } from './build/emulatedApis.ts'

/** Names of developers.weixin.qq.com/miniprogram/dev/api/ (2026-11) that projects may count on. */
const MEMBERS = `
  arrayBufferToBase64 authorize base64ToArrayBuffer batchGetStorage batchGetStorageSync batchSetStorage
  batchSetStorageSync canIUse checkSession chooseImage chooseLocation chooseMedia chooseMessageFile
  clearStorage clearStorageSync cloud cloud.Cloud cloud.CloudID cloud.callFunction cloud.database
  cloud.deleteFile cloud.downloadFile cloud.getTempFileURL cloud.init cloud.uploadFile compressImage
  createIntersectionObserver createMediaQueryObserver createSelectorQuery downloadFile env
  getAccountInfoSync getAppAuthorizeSetting getAppBaseInfo getClipboardData getDeviceInfo
  getEnterOptionsSync getFileSystemManager getImageInfo getLaunchOptionsSync getLocation getLogManager
  getMenuButtonBoundingClientRect getNetworkType getPrivacySetting getRandomValues getRealtimeLogManager
  getSetting getStorage getStorageInfo getStorageInfoSync getStorageSync getSystemInfo
  getSystemInfoAsync getSystemInfoSync getSystemSetting getUpdateManager getUserInfo getUserProfile
  getWindowInfo hideLoading hideNavigationBarLoading hideTabBar hideTabBarRedDot hideToast login
  makePhoneCall navigateBack navigateTo nextTick offNetworkStatusChange offThemeChange offWindowResize
  onNeedPrivacyAuthorization onNetworkStatusChange onThemeChange onWindowResize openLocation
  openPrivacyContract openSetting pageScrollTo previewImage reLaunch redirectTo removeStorage
  removeStorageSync removeTabBarBadge reportEvent reportMonitor request requestPayment
  requestSubscribeMessage requirePrivacyAuthorize saveImageToPhotosAlbum setClipboardData
  setKeepScreenOn setNavigationBarColor setNavigationBarTitle setStorage setStorageSync setTabBarBadge
  setTabBarItem setTabBarStyle showActionSheet showLoading showModal showNavigationBarLoading showTabBar
  showTabBarRedDot showToast startPullDownRefresh stopPullDownRefresh switchTab uploadFile vibrateLong
  vibrateShort
`

it('no member of wx is lost', async () => {
  const present = await emulatedApis()
  const missing = MEMBERS.trim()
    .split(/\s+/)
    .filter((name) => !present.has(name))
  expect(missing).toEqual([])
})
