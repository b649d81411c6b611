/** WeChat Pay as cloud development uses it (CloudPay.unifiedOrder and getPaidUnionId references, 2026-11). */
export const PAY_LIMITS = {
  NONCE_LENGTH: 32,
  BODY_LENGTH: 128,
  ATTACH_LENGTH: 127,
  /** `[0-9A-Za-z_\-|*@]`, at most 32, unique per merchant. */
  OUT_TRADE_NO: /^[0-9A-Za-z_\-|*@]{1,32}$/,
  OUT_REFUND_NO: /^[0-9A-Za-z_\-|*@]{1,64}$/,
  REFUNDS_PER_ORDER: 50,
  REFUND_WITHIN_MS: 365 * 86_400_000,
  /** getPaidUnionId: "within 5 minutes after the payment". */
  PAID_UNIONID_WINDOW_MS: 300_000,
  /** A prepay_id is good for two hours (WeChat Pay v2, unified order). */
  PREPAY_LIFETIME_MS: 7_200_000,
  /** `time_expire` is at least one minute after `time_start` (WeChat Pay v2, unified order, 2026-11). */
  TIME_EXPIRE_LEAST_MS: 60_000,
  /** The integration center wants its answer within so long (docs.cloudbase.net, wechat-pay-miniprogram, 2026-11). */
  INTEGRATION_REPLY_MS: 5_000,
  /** Real time after which nobody waits any longer, for the world's may stand still. */
  INTEGRATION_REAL_LIMIT_MS: 20_000,
} as const

/**
 * Waits between the tries of a notification that was not answered with `{ errcode: 0 }`: 15 of them in 24 h 4 min
 * (pay.weixin.qq.com/doc/v2/merchant/4011937248, 2024-11-18). Whether cloud pay, which says "up to two days", keeps
 * the same times is not documented. Assumption: it does.
 */
export const NOTIFY_WAITS_MS: readonly number[] = [
  15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
].map((seconds) => seconds * 1_000)
