/** Access tokens of the server APIs (pages "Get access token" and "Get stable access token", 2026-11). */
export const TOKEN_LIMITS = {
  LIFETIME_MS: 7_200_000,
  /** For so long a replaced token still works. */
  OVERLAP_MS: 300_000,
  /** `stable_token` gives the same token until so long before its end. */
  STABLE_RENEWAL_MS: 300_000,
  FORCED_PER_DAY: 20,
  FORCED_APART_MS: 30_000,
  STABLE_PER_MINUTE: 10_000,
} as const
