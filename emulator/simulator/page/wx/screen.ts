import { asyncCall, type WxTopic } from './api.ts'
import { createListeners } from './listeners.ts'

/** Assumption: a phone begins in the middle. */
const USUAL = 0.5

/**
 * The light of the screen, which is only remembered, and pictures of it
 * (developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setScreenBrightness.html and wx.onUserCaptureScreen.html,
 * 2026-11). Nobody takes a screenshot in the simulator: who listens is never told.
 */
export const screen: WxTopic = () => {
  let brightness = USUAL
  const captures = createListeners()
  return {
    getScreenBrightness: asyncCall('getScreenBrightness', () => ({ value: brightness })),
    setScreenBrightness: asyncCall('setScreenBrightness', ({ value }) => {
      // "屏幕亮度值，范围 0 ~ 1"; Assumption: the words.
      if (typeof value !== 'number' || !(value >= 0 && value <= 1))
        throw new Error('parameter error: parameter.value should be Number from 0 to 1')
      brightness = value
      return {}
    }),
    onUserCaptureScreen: captures.on,
    offUserCaptureScreen: captures.off,
  }
}
