import { isRecord } from '../localCloud.ts'
import { asyncCall, neededText, textOption, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'
import { notEmulated } from './notEmulated.ts'

/**
 * What leads out of the mini-program, or asks WeChat about a chat
 * (developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html, wx.exitMiniProgram.html,
 * …/open-api/service-chat/wx.openCustomerServiceChat.html, …/share/wx.getShareInfo.html, …/group/wx.getGroupEnterInfo.html and
 * …/share/wx.showShareMenu.html, 2026-11).
 */
export const openCalls: WxTopic = ({ phone, router }) => ({
  navigateToMiniProgram: asyncCall('navigateToMiniProgram', async (options) => {
    if (textOption(options, 'shortLink') === '') neededText(options, 'appId')
    await router.openMiniProgram(options)
    return {}
  }),
  exitMiniProgram: asyncCall('exitMiniProgram', () => {
    // "必须有点击行为才能调用成功"; Assumption: the words.
    if (!navigator.userActivation.isActive) throw new Error('can only be invoked by user TAP gesture.')
    router.exit()
    return {}
  }),
  openCustomerServiceChat: asyncCall('openCustomerServiceChat', async (options) => {
    const { extInfo } = options
    const corpId = neededText(options, 'corpId')
    const url = neededText(isRecord(extInfo) ? extInfo : {}, 'url')
    await askModal(phone, { title: '微信客服', content: `${corpId}\n${url}`, showCancel: false })
    return {}
  }),
  // Nobody opens the simulator from a chat of a group, so that there is no ticket to read. Assumption: the words.
  getShareInfo: asyncCall('getShareInfo', (options) => {
    throw new Error(`invalid shareTicket "${neededText(options, 'shareTicket')}"`)
  }),
  getGroupEnterInfo: asyncCall('getGroupEnterInfo', () => {
    throw new Error('not in a group')
  }),
  // A page that has onShareAppMessage can be shared, as it is on a phone unless the menu was hidden.
  showShareMenu: asyncCall('showShareMenu', ({ withShareTicket }) => {
    if (withShareTicket === true) notEmulated('wx.showShareMenu: withShareTicket')
    return {}
  }),
})
