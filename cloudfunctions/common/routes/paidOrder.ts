import type { AppId, OpenId, UnionId } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'

/** An order of ours that is paid, and the unionid that WeChat told for its payment. */
export interface PaidOrder {
  readonly appid: AppId
  /** Of who ordered; WeChat told the unionid for no other. */
  readonly openid: OpenId
  readonly unionid: UnionId
  /** Milliseconds since 1970 at which WeChat told it: the binding of that moment made it. */
  readonly at: number
}

/**
 * Route `paid-order`: WeChat was asked for the payer of a payment, by app and openid of the order as we stored it when
 * its person was calling. Nothing of a callback, and nothing of a client, is in it.
 */
export const paidOrder = ({ appid, openid, unionid, at }: PaidOrder): Evidence => ({
  appid,
  openid,
  unionid,
  route: 'paid-order',
  observedAt: at,
})
