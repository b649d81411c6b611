import type { Choice } from './choice.ts'
import type { Phone } from './phone.ts'
import type { PrivacyAgreement } from './privacyAgreement.ts'
import { neededListener, WxFailure } from './wx/api.ts'
import { askModal } from './wx/modal.ts'

/** After a refusal nobody is asked for so long (developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html, 2026-11). */
const REST_MS = 10_000

/**
 * The flow of developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html (2026-11).
 * WeChat asks in every app since 2023-10-17; here only where app.json has `__usePrivacyCheck__`, as before that day, so
 * that a test need not agree first. Each person agrees once in each app.
 */
export function createPrivacyAgreement(
  { app, person }: Choice,
  phone: Phone,
  isChecked: boolean,
): PrivacyAgreement {
  const name = `《${app.alias}小程序隐私保护指引》`
  const key = `simulator-privacy:${person.id}@${app.appid}`
  let listener: ((ask: (answer: unknown) => void, info: object) => void) | undefined
  let refusedAt: number | undefined

  const isNeeded = (): boolean => isChecked && localStorage.getItem(key) === null
  const agree = (): void => localStorage.setItem(key, 'agreed')
  const refusal = (api: string): WxFailure =>
    new WxFailure(`${api}:fail privacy permission is not authorized`, { errno: 104 })

  /** Answers of the mini-program's own sheet; only a tap on the button makes an agreement. */
  const askApp = (ask: NonNullable<typeof listener>, api: string): Promise<boolean> =>
    new Promise((resolve) => {
      const answer = (given: unknown): void => {
        const event = typeof given === 'object' && given !== null ? Reflect.get(given, 'event') : undefined
        if (event === 'disagree') resolve(false)
        if (event !== 'agree') return
        if (isNeeded()) {
          console.error(
            'wx.onNeedPrivacyAuthorization: "agree" counts only after a tap on <button open-type="agreePrivacyAuthorization">',
          )
        }
        resolve(!isNeeded())
      }
      ask(answer, { referrer: api })
    })
  const askWeChat = async (): Promise<boolean> => {
    const { confirm } = await askModal(phone, {
      title: '用户隐私保护提示',
      content: `使用前请阅读并同意${name}`,
      confirmText: '同意',
      cancelText: '拒绝',
    })
    if (confirm) agree()
    return confirm
  }

  return {
    name,
    isNeeded,
    agree,
    async authorize(api) {
      if (!isNeeded()) return
      if (refusedAt !== undefined && performance.now() - refusedAt < REST_MS) throw refusal(api)
      if (await (listener ? askApp(listener, api) : askWeChat())) return
      refusedAt = performance.now()
      throw refusal(api)
    },
    listen(given) {
      neededListener(given, 'listener')
      if (typeof given === 'function') listener = (ask, info) => void given(ask, info)
    },
    async open() {
      await askModal(phone, {
        title: name,
        content: '由开发者在微信后台填写，模拟器里没有。',
        showCancel: false,
      })
    },
  }
}
