const DAY_MS = 86_400_000

/** User authorisation (pages "snsAccessToken", "snsRefreshToken" and the login guides, 2026-11). */
export const OAUTH_LIMITS = {
  ACCESS_LIFETIME_MS: 7_200_000,
  /** Official account and website. It is not prolonged by use. */
  REFRESH_LIFETIME_MS: 30 * DAY_MS,
  /** Mobile app, as its current guide says; an older one said 30 days. */
  MOBILE_REFRESH_LIFETIME_MS: 180 * DAY_MS,
  /** Both pages name 50,000. */
  PER_MINUTE: 50_000,
} as const
