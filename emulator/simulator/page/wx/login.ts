import { askConsent } from '../consent.ts'
import { askWeChat, WeChatFailure } from '../weChat.ts'
import { asyncCall, type Options, WxFailure, type WxTopic } from './api.ts'

/** Login and open data: what a mini-program learns of its user from WeChat. */
export const login: WxTopic = ({ choice, phone, privacy }) => {
  const ask = async (api: string, options: Options): Promise<object> => {
    try {
      return await askWeChat(choice, api, options)
    } catch (error) {
      throw error instanceof WeChatFailure ? new WxFailure(error.message) : error
    }
  }
  const asked = (api: string) => asyncCall(api, (options) => ask(api, options))

  return {
    login: asyncCall('login', (options) => within(options, ask('login', options))),
    checkSession: asked('checkSession'),
    getUserInfo: asyncCall('getUserInfo', async (options) => {
      await privacy.authorize('getUserInfo')
      return ask('getUserInfo', options)
    }),
    getUserProfile: asyncCall('getUserProfile', async (options) => {
      // The words are those of public reports; that a tap is wanted is documented.
      if (!navigator.userActivation.isActive) throw new Error('can only be invoked by user TAP gesture.')
      await privacy.authorize('getUserProfile')
      const profile = await ask('getUserProfile', options)
      const title = `${choice.app.alias} 申请获取你的昵称、头像`
      if (!(await askConsent(phone, title, String(options['desc'])))) throw new Error('auth deny')
      return profile
    }),
  }
}

/** `timeout` of wx.login: "超时时间，单位ms"; errno 5 is "接口超时" of usability/PublicErrno.html (2026-11). */
function within({ timeout }: Options, answer: Promise<object>): Promise<object> {
  const ms = Number(timeout)
  if (!(ms > 0)) return answer
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new WxFailure('login:fail timeout', { errno: 5 })), ms)
  })
  return Promise.race([answer, late])
}
