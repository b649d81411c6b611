import { asyncCall, textOption, type WxTopic } from './api.ts'
import { feedback } from './feedback.ts'

/** Copying; WeChat says so in a toast by itself (https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html). */
export const clipboard: WxTopic = (host) => {
  const { showToast } = feedback(host)
  return {
    setClipboardData: asyncCall('setClipboardData', async (options) => {
      await host.privacy.authorize('setClipboardData')
      await navigator.clipboard.writeText(textOption(options, 'data'))
      if (typeof showToast === 'function') await showToast({ title: '内容已复制' })
      return {}
    }),
  }
}
