import { account } from './account'
import type { Account } from './contract'
import { failed, wantsNewCode } from './error'

/** `detail` of a button of open-type getPhoneNumber. */
export interface PhoneTap {
  readonly errMsg: string
  readonly code?: string
  readonly cloudID?: string
}

/**
 * Saves the phone number of a tap: by CloudID, which costs nothing; by the code, which WeChat charges for, only if
 * there is no CloudID or it has expired.
 * @throws {OneIdError} `PHONE_REFUSED` by the person, `PHONE_UNAVAILABLE`, `PRIVACY_REFUSED`, `PRIVACY_UNDECLARED`
 */
export async function savePhone(tap: PhoneTap): Promise<Account> {
  const { code, cloudID } = tap
  try {
    if (cloudID) return await account({ action: 'phone', phone: wx.cloud.CloudID(cloudID) })
  } catch (error) {
    if (!code || !wantsNewCode(error)) throw error
  }
  if (code) return account({ action: 'phone', code })
  // The words of a refusal: getPhoneNumber guide and community reports, 2026-11.
  const refused = /deny|cancel/.test(tap.errMsg)
  if (refused) throw failed(tap, { code: 'PHONE_REFUSED', message: '你没有允许使用手机号。' })
  throw failed(tap, { code: 'PHONE_UNAVAILABLE', message: '暂时不能获取手机号。' })
}
