import type { WxTopic } from './api.ts'

/** developers.weixin.qq.com/miniprogram/dev/api/base/wx.arrayBufferToBase64.html (2026-11): 已废弃, and still there. */
export const base64: WxTopic = () => ({
  arrayBufferToBase64: (buffer: ArrayBuffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')),
  base64ToArrayBuffer: (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer,
})
