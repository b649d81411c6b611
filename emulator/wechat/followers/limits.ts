/** User management of official accounts (pages of user/info, batchget and user/get, 2026-11). */
export const FOLLOWER_LIMITS = {
  /** People in one batchget. */
  BATCH: 100,
  /** openids in one page of user/get. */
  PAGE: 10_000,
} as const
