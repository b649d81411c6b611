import { expect, it } from 'vitest'
import { emulatedApis } from './build/emulatedApis.ts'

/** Names of developers.weixin.qq.com/miniprogram/dev/api/ (2026-11) that projects may count on. */
const MEMBERS = `
  arrayBufferToBase64 authorize base64ToArrayBuffer batchGetStorage batchGetStorageSync batchSetStorage
  batchSetStorageSync canIUse canvasToTempFilePath checkSession chooseAddress chooseImage chooseInvoiceTitle chooseLocation
  chooseMedia chooseMessageFile clearStorage clearStorageSync cloud cloud.callFunction cloud.Cloud
  cloud.CloudID cloud.database cloud.deleteFile cloud.downloadFile cloud.getTempFileURL cloud.init
  cloud.uploadFile compressImage connectSocket createAnimation createInnerAudioContext
  createIntersectionObserver createMediaQueryObserver createOffscreenCanvas createSelectorQuery disableAlertBeforeUnload
  downloadFile enableAlertBeforeUnload env exitMiniProgram getAccountInfoSync getAppAuthorizeSetting
  getAppBaseInfo getBatteryInfo getBatteryInfoSync getClipboardData getDeviceInfo getEnterOptionsSync
  getExtConfig getExtConfigSync getFileInfo getFileSystemManager getFuzzyLocation getGroupEnterInfo
  getImageInfo getLaunchOptionsSync getLocation getLogManager getMenuButtonBoundingClientRect
  getNetworkType getPrivacySetting getRandomValues getRealtimeLogManager getSavedFileInfo
  getSavedFileList getScreenBrightness getSetting getShareInfo getStorage getStorageInfo
  getStorageInfoSync getStorageSync getSystemInfo getSystemInfoAsync getSystemInfoSync getSystemSetting
  getUpdateManager getUserInfo getUserProfile getWindowInfo hideKeyboard hideLoading
  hideNavigationBarLoading hideTabBar hideTabBarRedDot hideToast login makePhoneCall navigateBack
  navigateTo navigateToMiniProgram nextTick offAppHide offAppShow offError offLazyLoadError
  offMenuButtonBoundingClientRectWeightChange offNetworkStatusChange offPageNotFound offThemeChange offUnhandledRejection offUserCaptureScreen
  offWindowResize onAppHide onAppShow onError onLazyLoadError onMenuButtonBoundingClientRectWeightChange onNeedPrivacyAuthorization
  onNetworkStatusChange onPageNotFound onThemeChange onUnhandledRejection onUserCaptureScreen
  onWindowResize openCustomerServiceChat openLocation openPrivacyContract openSetting pageScrollTo
  preDownloadSubpackage previewImage previewMedia redirectTo reLaunch removeSavedFile removeStorage removeStorageSync
  removeTabBarBadge reportEvent reportMonitor reportPerformance request requestMerchantTransfer
  requestPayment requestSubscribeMessage requirePrivacyAuthorize saveFile saveImageToPhotosAlbum scanCode
  setClipboardData setKeepScreenOn setNavigationBarColor setNavigationBarTitle setScreenBrightness
  setStorage setStorageSync setTabBarBadge setTabBarItem setTabBarStyle showActionSheet showLoading
  showModal showNavigationBarLoading showShareMenu showTabBar showTabBarRedDot showToast
  startPullDownRefresh stopPullDownRefresh switchTab uploadFile vibrateLong vibrateShort
`

it('no member of wx is lost, and none is missing here', async () => {
  const present = await emulatedApis()
  expect([...present].sort()).toEqual(MEMBERS.trim().split(/\s+/).sort())
})
