import * as v from 'valibot'
import { AppIdSchema } from '../base/ids.ts'
import { MINUTE_MS } from '../base/time.ts'

/** What WeChat writes into all open data: for which app, and when (seconds since 1970). */
export const WatermarkSchema = v.object({
  appid: AppIdSchema,
  timestamp: v.pipe(v.number(), v.integer()),
})
export type Watermark = v.InferOutput<typeof WatermarkSchema>

/** As long as a CloudID, or a code of wx.login, lives: data that a person has just agreed to give is sent at once. */
const OLDEST_MS = 5 * MINUTE_MS

/** WeChat's clock and ours need not agree, but a date far ahead would keep data usable for long. */
const EARLIEST_MS = 5 * MINUTE_MS

/** @param now milliseconds since 1970 */
export const isCurrent = ({ timestamp }: Watermark, now: number): boolean => {
  const age = now - timestamp * 1_000
  return age <= OLDEST_MS && -age <= EARLIEST_MS
}
