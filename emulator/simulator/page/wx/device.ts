import { asyncCall, neededText, textOption, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'

/** Assumption: the words for another one. */
const STRENGTHS = ['', 'heavy', 'medium', 'light']

/**
 * What a phone can do and a computer cannot: nobody is called and nothing shakes
 * (developers.weixin.qq.com/miniprogram/dev/api/device/phone/wx.makePhoneCall.html, …/vibrate/wx.vibrateShort.html,
 * …/screen/wx.setKeepScreenOn.html, 2026-11).
 */
export const device: WxTopic = ({ phone }) => ({
  makePhoneCall: asyncCall('makePhoneCall', async (options) => {
    const title = neededText(options, 'phoneNumber')
    const { confirm } = await askModal(phone, { title, confirmText: '呼叫' })
    if (!confirm) throw new Error('cancel')
    return {}
  }),
  vibrateShort: asyncCall('vibrateShort', (options) => {
    const type = textOption(options, 'type')
    if (!STRENGTHS.includes(type)) throw new Error(`parameter error: invalid type "${type}"`)
    return {}
  }),
  vibrateLong: asyncCall('vibrateLong', () => ({})),
  setKeepScreenOn: asyncCall('setKeepScreenOn', ({ keepScreenOn }) => {
    if (typeof keepScreenOn !== 'boolean')
      throw new Error('parameter error: parameter.keepScreenOn should be Boolean')
    return {}
  }),
  // The browser's keyboard is the computer's: what it writes into is left. Assumption: the words.
  hideKeyboard: asyncCall('hideKeyboard', () => {
    const field = document.activeElement
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
      throw new Error('input not exists')
    field.blur()
    return {}
  }),
  ...batteryMembers(),
})

/** The mains of a computer (…/api/device/battery/wx.getBatteryInfo.html, 2026-11). */
function batteryMembers(): Readonly<Record<string, unknown>> {
  const battery = () => ({ level: 100, isCharging: true, isLowPowerModeEnabled: false })
  return { getBatteryInfo: asyncCall('getBatteryInfo', battery), getBatteryInfoSync: battery }
}
