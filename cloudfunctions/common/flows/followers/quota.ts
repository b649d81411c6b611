import { OneIdError } from '../../base/errors.ts'
import { DAY_MS, MINUTE_MS } from '../../base/time.ts'

/** WeChat's day begins at midnight in Beijing (page of call quotas, 2026-11). */
const BEIJING_MS = 8 * 60 * MINUTE_MS

/**
 * When to go on after WeChat has said that it is enough: the next minute, or the next day. Undefined for every other
 * error, which is a failure.
 * @param now milliseconds since 1970
 */
export const afterQuota = (error: unknown, now: number): number | undefined => {
  if (!(error instanceof OneIdError)) return undefined
  if (error.code === 'WECHAT_RATE_LIMITED') return now + MINUTE_MS
  if (error.code !== 'WECHAT_QUOTA_USED') return undefined
  const beijing = now + BEIJING_MS
  return beijing - (beijing % DAY_MS) + DAY_MS - BEIJING_MS
}
