import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'

/** Numbers that every API of WeChat may answer (page of global return codes, 2026-11). */
const EVERYWHERE: ReadonlyMap<number, ErrorCode> = new Map([
  [-1, 'WECHAT_BUSY'],
  [45011, 'WECHAT_RATE_LIMITED'],
  [45009, 'WECHAT_QUOTA_USED'],
  [40164, 'WECHAT_ADDRESS_REFUSED'],
])

/**
 * The error that a number of WeChat means. Only the number is told: WeChat's words may quote what was sent, and change.
 * @param api for the log
 * @param own what numbers mean that are this API's own; every other number says that the app may not do this
 */
export const refusalOf = (api: string, own: ReadonlyMap<number, ErrorCode>, number: number): OneIdError =>
  new OneIdError(
    own.get(number) ?? EVERYWHERE.get(number) ?? 'WECHAT_APP_REFUSED',
    `${api}: WeChat says ${number}`,
  )

/**
 * A code that WeChat gave to a mini-program. WeChat documents neither length nor alphabet; seen are 32 characters
 * (wx.login) and 64 (phone numbers), letters and digits.
 */
export const WeChatCodeSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,128}$/))

/** @throws OneIdError INPUT_INVALID before anything is sent to WeChat */
export const checkCode = (code: string): void => {
  if (!v.is(WeChatCodeSchema, code))
    throw new OneIdError('INPUT_INVALID', 'not the form of a code', { field: 'code' })
}
