/** Life of a CloudID: 5 minutes (page "Cloud.CloudID", 2026-11). */
export const CLOUD_ID_LIFETIME_MS = 300_000

/** Longest `desc` of wx.getUserProfile, in characters (its page, 2026-11). */
export const PROFILE_DESC_MAX = 30
