import type { Choice } from './choice.ts'
import { askConsent } from './consent.ts'
import type { Phone } from './phone.ts'
import type { PrivacyAgreement } from './privacyAgreement.ts'
import { askWeChat, WeChatFailure } from './weChat.ts'
import { WxFailure } from './wx/api.ts'
import { keepTemporary } from './wx/temporaryFiles.ts'

type Detail = Readonly<Record<string, unknown>>

/** What a tap on a button with an open-type of WeChat brings: the detail of its event, or nothing. */
export interface OpenAbilities {
  ask(openType: string): Promise<Detail | undefined>
}

/** The abilities that buttons have beside their own: https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export function createOpenAbilities(choice: Choice, phone: Phone, privacy: PrivacyAgreement): OpenAbilities {
  /** What brings personal data waits for the agreement; refused, it answers that. */
  const guarded = (api: string, work: () => Promise<Detail | undefined>) => async () => {
    try {
      await privacy.authorize(api)
    } catch (error) {
      if (error instanceof WxFailure) return error.fields
      throw error
    }
    return work()
  }
  const abilities: Readonly<Record<string, () => Promise<Detail | undefined>>> = {
    getPhoneNumber: guarded('getPhoneNumber', () => getPhoneNumber(choice, phone, 'getPhoneNumber')),
    getRealtimePhoneNumber: guarded('getRealtimePhoneNumber', () =>
      getPhoneNumber(choice, phone, 'getRealtimePhoneNumber'),
    ),
    // The tap is the agreement. Assumption: the words.
    agreePrivacyAuthorization: async () => {
      privacy.agree()
      return { errMsg: 'agreePrivacyAuthorization:ok' }
    },
    // "invalid scene: 调用场景不正确，表示此时的小程序不具备打开 APP 的能力" (open-ability/launchApp.html, 2026-11).
    launchApp: async () => ({ errMsg: 'launchApp:fail invalid scene' }),
    getUserInfo: guarded('getUserInfo', () => asDetail(() => askWeChat(choice, 'getUserInfo'))),
    chooseAvatar: async () => {
      const chosen = await guarded('chooseAvatar', () => chooseAvatar(choice, phone))()
      // There is no event for a refusal.
      return chosen && 'avatarUrl' in chosen ? chosen : undefined
    },
  }
  return { ask: async (openType) => abilities[openType]?.() }
}

/** A failure is a detail too: its event fires all the same. */
async function asDetail(work: () => Promise<Detail>): Promise<Detail> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WeChatFailure) return { errMsg: error.message }
    throw error
  }
}

/** WeChat asks a person for a fresh code by text message for the real-time number; here nobody is asked for it. */
function getPhoneNumber(
  choice: Choice,
  phone: Phone,
  api: 'getPhoneNumber' | 'getRealtimePhoneNumber',
): Promise<Detail> {
  return asDetail(async () => {
    // Asked at the tap: the code's five minutes run while the sheet is open.
    const given = await asDetail(() => askWeChat(choice, 'getPhoneNumber'))
    const errMsg = String(given['errMsg']).replace('getPhoneNumber', api)
    if (errMsg !== `${api}:ok`) throw new WeChatFailure(errMsg)
    const agreed = await askConsent(phone, `${choice.app.alias} 申请获取你的手机号`, '微信绑定号码')
    if (!agreed) throw new WeChatFailure(`${api}:fail user deny`)
    return { ...given, errMsg }
  })
}

/** Somebody who chooses no picture fires no event. */
async function chooseAvatar({ app, person }: Choice, phone: Phone): Promise<Detail | undefined> {
  if (!(await askConsent(phone, `${app.alias} 申请使用你的头像`, '使用微信头像'))) return undefined
  return { avatarUrl: keepTemporary(await pictureOf(person.id), 'avatar.png') }
}

/** A square of the person's own colour, as a picture that every part of WeChat takes. */
function pictureOf(id: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(132, 132)
  const context = canvas.getContext('2d')
  if (context) {
    context.fillStyle = `#${colourOf(id)}`
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  return canvas.convertToBlob({ type: 'image/png' })
}

function colourOf(id: string): string {
  const sum = [...id].reduce((before, each) => (before * 31 + (each.codePointAt(0) ?? 0)) % 0xffffff, 7)
  return sum.toString(16).padStart(6, '0')
}
