import { DAY_MS, MINUTE_MS } from './time.ts'

/** WeChat's day begins at midnight in Beijing (page of call quotas, 2026-11), where no summer time is kept since 1992. */
const AHEAD_OF_UTC_MS = 8 * 60 * MINUTE_MS

/** When the day in Beijing began that `at` is in; both in milliseconds since 1970. */
export const dayBegan = (at: number): number => at - ((at + AHEAD_OF_UTC_MS) % DAY_MS)

/** The day in Beijing that `at` (ms since 1970) is in, as `2026-11-20`. */
export const dayName = (at: number): string => new Date(at + AHEAD_OF_UTC_MS).toISOString().slice(0, 10)
