import { MINUTE_MS } from '../../base/time.ts'
import { PAID_UNIONID_WINDOW_MS } from '../../wechat/payment/paidUnionId.ts'

/** When the window of a payment at `paidAt` closes (ms since 1970). */
export const closingOf = (paidAt: number): number => paidAt + PAID_UNIONID_WINDOW_MS

/** The timer's last try: its run may take a while, and clocks differ. A person who comes later may still try. */
export const TIMER_MARGIN_MS = 20_000

/** Longer than anybody needs who holds an order, and short enough to be taken over within the window. */
export const LEASE_MS = 20_000

/** A payment of the last second is seen, and no clock is so wrong. */
export const EXPIRY_MARGIN_MS = 30_000

/** What WeChat Pay will not say about an order that is over is not asked for ever. */
export const PATIENCE_AFTER_EXPIRY_MS = 60 * MINUTE_MS

/** The run of `jobs` in the next minute, whatever the second of this one is. */
export const NEXT_RUN_MS = 30_000

/**
 * When an order that is not paid is asked for next, should WeChat's callback be lost and the person be gone: never more
 * than three runs later, so that two minutes of the window are left.
 */
export const nextLookAt = (createdAt: number, now: number): number =>
  now - createdAt < 5 * MINUTE_MS ? now + NEXT_RUN_MS : now + 2 * MINUTE_MS + NEXT_RUN_MS
