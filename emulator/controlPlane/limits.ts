/** Limits of the control plane. */
export const CONTROL_LIMITS = {
  /** How far X-TC-Timestamp may be from now. cloud.tencent.com/document/api/583/33846, 签名方法 v3, 2026-11. */
  CLOCK_SKEW_SECONDS: 300,
  /** A zip inside of the request. @cloudbase/cli 2.12.10 refuses more before it asks, 2026-11. */
  INLINE_ZIP_BYTES: 1.5 * 1024 * 1024,
  /** A page of ListFunctions without `Limit`. cloud.tencent.com/document/product/583/18582, 2026-11. */
  LISTED: 20,
} as const

/** Limits of the control plane here. */
export const PLANE_LIMITS = {
  /** A body beyond this is not read to its end. Our own bound: base64 of the largest inline zip, and as much again. */
  BODY_BYTES: 4 * 1024 * 1024,
  /** Invocations whose logs are kept, for each function. */
  KEPT_LOGS: 100,
} as const
