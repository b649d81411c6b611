import type { Choice } from './choice.ts'
import { askConsent } from './consent.ts'
import type { Phone } from './phone.ts'
import { askWeChat, WeChatFailure } from './weChat.ts'

type Detail = Readonly<Record<string, unknown>>

/** What a tap on a button with an open-type of WeChat brings: the detail of its event, or nothing. */
export interface OpenAbilities {
  ask(openType: string): Promise<Detail | undefined>
}

/** The abilities that buttons have beside their own: https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export function createOpenAbilities(choice: Choice, phone: Phone): OpenAbilities {
  const abilities: Readonly<Record<string, () => Promise<Detail | undefined>>> = {
    getPhoneNumber: () => getPhoneNumber(choice, phone),
    getUserInfo: () => asDetail(() => askWeChat(choice, 'getUserInfo')),
    chooseAvatar: () => chooseAvatar(choice, phone),
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

function getPhoneNumber(choice: Choice, phone: Phone): Promise<Detail> {
  return asDetail(async () => {
    // Asked at the tap: the code's five minutes run while the sheet is open.
    const given = await askWeChat(choice, 'getPhoneNumber')
    const agreed = await askConsent(phone, `${choice.app.alias} 申请获取你的手机号`, '微信绑定号码')
    if (!agreed) throw new WeChatFailure('getPhoneNumber:fail user deny')
    return given
  })
}

/** Somebody who chooses no picture fires no event. */
async function chooseAvatar({ app, person }: Choice, phone: Phone): Promise<Detail | undefined> {
  if (!(await askConsent(phone, `${app.alias} 申请使用你的头像`, '使用微信头像'))) return undefined
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="132" height="132"><rect width="132" height="132" fill="#${colourOf(person.id)}"/></svg>`
  // As temporary as WeChat's own path: it is gone with the page.
  return { avatarUrl: URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' })) }
}

function colourOf(id: string): string {
  const sum = [...id].reduce((before, each) => (before * 31 + (each.codePointAt(0) ?? 0)) % 0xffffff, 7)
  return sum.toString(16).padStart(6, '0')
}
