import { asyncCall, type WxTopic } from './api.ts'

/** The 用户隐私保护指引 (developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html, 2026-11). */
export const privacy: WxTopic = ({ privacy }) => ({
  getPrivacySetting: asyncCall('getPrivacySetting', () => ({
    needAuthorization: privacy.isNeeded(),
    privacyContractName: privacy.name,
  })),
  requirePrivacyAuthorize: asyncCall('requirePrivacyAuthorize', async () => {
    await privacy.authorize('requirePrivacyAuthorize')
    return {}
  }),
  openPrivacyContract: asyncCall('openPrivacyContract', async () => {
    await privacy.open()
    return {}
  }),
  onNeedPrivacyAuthorization: privacy.listen,
})
