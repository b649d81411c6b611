import type { Failure } from './contract'

/** A call that failed; `message` is Chinese and may be shown to the person as it is. */
export class OneIdError extends Error {
  /** For developers: one of the service's codes, or this SDK's own, like `CLOUD_CALL_FAILED` when none was reached. */
  readonly code: string
  /** Finds the log line of the call; empty when the call has none. */
  readonly requestId: string
  /** `new-code`: call again with a fresh wx.login code; `later`: only time is needed. */
  readonly retry: Failure['retry']

  constructor({ code, message, requestId, retry }: Omit<Failure, 'ok' | 'field'>) {
    super(message)
    this.name = 'OneIdError'
    this.code = code
    this.requestId = requestId
    this.retry = retry
  }
}

/** What `wx.cloud` rejects with: https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions.html */
export function cloudCallFailed(cause: unknown): OneIdError {
  const detail = [fieldOf(cause, 'errCode'), fieldOf(cause, 'errMsg')].filter(Boolean).join(' ')
  console.warn(`oneid: the cloud call failed: ${detail}`)
  return new OneIdError({
    code: 'CLOUD_CALL_FAILED',
    message: '暂时连接不上服务，请检查网络后重试。',
    requestId: fieldOf(cause, 'requestID') || requestIdIn(fieldOf(cause, 'errMsg')),
  })
}

/** A field, as text, of what a function of `wx` rejects with; empty when it has none. */
export function fieldOf(cause: unknown, name: string): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const value: unknown = Reflect.get(cause, name)
  return value === undefined || value === null ? '' : String(value)
}

// The cloud names its request only inside the text, as "callid" or "requestId".
function requestIdIn(errMsg: string): string {
  return /(?:requestI[dD]|callid)[:\s]+([\w-]+)/i.exec(errMsg)?.[1] ?? ''
}
