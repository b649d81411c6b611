import { neededListener, type WxTopic } from './api.ts'
import { notEmulated } from './notEmulated.ts'

/** developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html and its neighbours (2026-11). */
export const appEvents: WxTopic = ({ appEvents: events }) => ({
  onAppShow: events.AppShow.on,
  offAppShow: events.AppShow.off,
  onAppHide: events.AppHide.on,
  offAppHide: events.AppHide.off,
  onError: events.Error.on,
  offError: events.Error.off,
  onUnhandledRejection: events.UnhandledRejection.on,
  offUnhandledRejection: events.UnhandledRejection.off,
  onPageNotFound: events.PageNotFound.on,
  offPageNotFound: events.PageNotFound.off,
  // Nothing is loaded later than the page itself, so that nothing can fail to.
  onLazyLoadError(listener: unknown) {
    neededListener(listener, 'listener')
    notEmulated('wx.onLazyLoadError: an error of loading')
  },
  offLazyLoadError: () => undefined,
})
