/** Message push (server configuration and "receiving events" pages of the official account, 2026-11). */
export const PUSH_LIMITS = {
  /** The reply must be there by then, in world time. */
  REPLY_WITHIN_MS: 5_000,
  /** Times that one event is sent, the first included. */
  ATTEMPTS: 3,
  /** Real time after which an attempt is given up though the world clock stands still; ours. */
  REAL_LIMIT_MS: 30_000,
  /** How often the world clock is looked at while a reply is awaited; ours. */
  LOOK_EVERY_MS: 20,
} as const
