import { login } from './services/oneid/index'

App({
  onLaunch() {
    wx.cloud.init({ traceUser: false })
    // Starts before the page is drawn; the page asks again and is given the same call.
    login().catch(() => undefined)
  },
})
