export const LOGIN_LIMITS = {
  /** code2Session, per user (code2Session page, error 45011, 2026-11). */
  EXCHANGES_PER_MINUTE: 100,
  /** resetUserSessionKey, per app (its page, 2026-11). */
  RESETS_PER_MINUTE: 60_000,
  /**
   * Calls of wx.login within so long share one key. That there is such a period is documented (login guide, 2026-11).
   * Assumption: its length, and that a call after it always brings a new key.
   */
  KEY_MIN_REFRESH_MS: 60_000,
  /**
   * A key that is not used for so long is dead. That use prolongs its life is documented, the length is undisclosed
   * (login guide, 2026-11). Assumption: three days.
   */
  KEY_LIFETIME_MS: 3 * 86_400_000,
} as const
