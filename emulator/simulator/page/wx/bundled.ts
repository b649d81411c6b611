import { asyncCall, neededText, taskCall, type WxTopic } from './api.ts'
import { reportingUnknown } from './notEmulated.ts'

/**
 * What is here from the beginning: every subpackage, and no settings of a third-party platform
 * (developers.weixin.qq.com/miniprogram/dev/api/base/subpackage/wx.preDownloadSubpackage.html and …/ext/wx.getExtConfig.html,
 * 2026-11).
 */
export const bundled: WxTopic = () => ({
  preDownloadSubpackage: taskCall('preDownloadSubpackage', (options) => ({
    task: reportingUnknown('PreDownloadSubpackageTask', { onProgressUpdate: () => undefined }),
    outcome: Promise.resolve().then(() => {
      neededText(options, 'packageType')
      return {}
    }),
  })),
  getExtConfigSync: () => ({}),
  getExtConfig: asyncCall('getExtConfig', () => ({ extConfig: {} })),
})
