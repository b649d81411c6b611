import { asyncCall, type WxTopic } from './api.ts'

/** "整数，生成随机数的字节数，最大 1048576": developers.weixin.qq.com/miniprogram/dev/api/base/crypto/wx.getRandomValues.html (2026-11) */
const MOST_BYTES = 1_048_576

/** What a browser gives at once. */
const CHUNK = 65_536

/** Random bytes that nobody can foresee. */
export const randomValues: WxTopic = () => ({
  getRandomValues: asyncCall('getRandomValues', ({ length }) => {
    const bytes = Number(length)
    // Assumption: the words.
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > MOST_BYTES) throw new Error('invalid length')
    const values = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += CHUNK) crypto.getRandomValues(values.subarray(at, at + CHUNK))
    return { randomValues: values.buffer }
  }),
})
