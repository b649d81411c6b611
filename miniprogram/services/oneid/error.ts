import type { Failure } from './contract'

/** What a failure is made of: a reply of the service, or what the SDK says itself. */
type Told = Pick<Failure, 'code' | 'message' | 'retry'> & Partial<Pick<Failure, 'requestId'>>

/** A call that failed; `message` is Chinese and may be shown to the person as it is. */
export class OneIdError extends Error {
  /** For developers: one of the service's codes, or this SDK's own, like `CLOUD_CALL_FAILED` when none was reached. */
  readonly code: string
  /** Finds the log line of the call; empty when the call has none. */
  readonly requestId: string
  /** `new-code`: call again with a fresh wx.login code; `later`: only time is needed. */
  readonly retry: Failure['retry']

  constructor({ code, message, requestId = '', retry }: Told) {
    super(message)
    this.name = 'OneIdError'
    this.code = code
    this.requestId = requestId
    this.retry = retry
  }
}

/** What `wx.cloud` rejects with: https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions.html */
export function cloudCallFailed(cause: unknown): OneIdError {
  const errMsg = fieldOf(cause, 'errMsg')
  console.warn(`oneid: ${fieldOf(cause, 'errCode')} ${errMsg}`)
  return new OneIdError({
    code: 'CLOUD_CALL_FAILED',
    message: '暂时连接不上服务，请检查网络后重试。',
    // Older clouds name their request only inside the text, as "callid" or "requestId".
    requestId: fieldOf(cause, 'requestID') || (/(?:requestId|callid)[:\s]+([\w-]+)/i.exec(errMsg)?.[1] ?? ''),
  })
}

/** The code of a failure; empty for what is none of ours. */
export function codeOf(error: unknown): string {
  return error instanceof OneIdError ? error.code : ''
}

/** Whether a fresh code, or fresh data, is all that a failed call needs. */
export function wantsNewCode(error: unknown): boolean {
  return error instanceof OneIdError && error.retry === 'new-code'
}

/**
 * What a function or component of `wx` says of a failure, as an error: `otherwise`, unless WeChat kept personal data
 * back because the person has not agreed or the contract does not name it (errno 104 and 112, guide
 * 小程序隐私协议开发指南, 2026-11. Assumption: the number 112).
 */
export function failed(cause: unknown, otherwise: Told): OneIdError {
  const told = `${fieldOf(cause, 'errno')} ${fieldOf(cause, 'errMsg')}`
  console.warn(`oneid: ${told}`)
  if (/^104|privacy permission is not/.test(told))
    return new OneIdError({ code: 'PRIVACY_REFUSED', message: '需要先同意隐私保护指引。' })
  if (/^112|scope is not declared/.test(told))
    return new OneIdError({ code: 'PRIVACY_UNDECLARED', message: '小程序未声明该项隐私信息。' })
  return new OneIdError(otherwise)
}

/** A field, as text, of what a function of `wx` rejects with; empty when it has none. */
export function fieldOf(cause: unknown, name: string): string {
  return String(partOf(cause, name) ?? '')
}

/** A field of something that came from outside. */
export function partOf(whole: unknown, name: string): unknown {
  return typeof whole === 'object' && whole ? Reflect.get(whole, name) : undefined
}
