import { asyncCall, neededText, type WxTopic } from './api.ts'
import { toast } from './toast.ts'

/**
 * The clipboard of the computer; WeChat says in a toast that something was copied
 * (developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html and wx.getClipboardData.html,
 * 2026-11).
 */
export const clipboard: WxTopic = (host) => {
  const { showToast } = toast(host)
  return {
    setClipboardData: asyncCall('setClipboardData', async (options) => {
      const text = neededText(options, 'data')
      await host.privacy.authorize('setClipboardData')
      await navigator.clipboard.writeText(text)
      if (typeof showToast === 'function') await showToast({ title: '内容已复制' })
      return {}
    }),
    getClipboardData: asyncCall('getClipboardData', async () => {
      await host.privacy.authorize('getClipboardData')
      return { data: await navigator.clipboard.readText() }
    }),
  }
}
