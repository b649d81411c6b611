import { asyncCall, type WxTopic } from './api.ts'
import { createListeners } from './listeners.ts'

const networkType = (): string => (navigator.onLine ? 'wifi' : 'none')

/**
 * The phone's network, which is the computer's (developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.getNetworkType.html
 * and wx.onNetworkStatusChange.html, 2026-11).
 */
export const network: WxTopic = () => {
  const changes = createListeners()
  for (const event of ['online', 'offline']) {
    addEventListener(event, () => changes.tell({ isConnected: navigator.onLine, networkType: networkType() }))
  }
  return {
    getNetworkType: asyncCall('getNetworkType', () => ({
      networkType: networkType(),
      signalStrength: 0,
      hasSystemProxy: false,
      weakNet: false,
    })),
    onNetworkStatusChange: changes.on,
    offNetworkStatusChange: changes.off,
  }
}
