import { dayBegan } from '../../base/beijing.ts'
import { OneIdError } from '../../base/errors.ts'
import { DAY_MS, MINUTE_MS } from '../../base/time.ts'

/**
 * When to go on after WeChat has said that it is enough: the next minute, or the next day. Undefined for every other
 * error, which is a failure.
 * @param now milliseconds since 1970
 */
export const afterQuota = (error: unknown, now: number): number | undefined => {
  if (!(error instanceof OneIdError)) return undefined
  if (error.code === 'WECHAT_RATE_LIMITED') return now + MINUTE_MS
  return error.code === 'WECHAT_QUOTA_USED' ? dayBegan(now) + DAY_MS : undefined
}
