import type { WeChatParts } from '../door.ts'
import { openidOf } from '../ids.ts'
import { integrationPost, isIntegration, isTaken } from './integration.ts'
import { NOTIFY_WAITS_MS } from './limits.ts'
import type { Ledger, Order, Refund } from './orders.ts'
import { beijingTime, PROVIDER, payTime } from './replies.ts'

/**
 * The event of a payment callback. `openid` is the person's under the service provider's appid and no identity of
 * ours; `subOpenid` is the one in the mini-program (paymentCallback reference, 2026-11).
 */
const paidEvent = (order: Order, nonce: string): Readonly<Record<string, unknown>> => ({
  returnCode: 'SUCCESS',
  returnMsg: 'OK',
  resultCode: 'SUCCESS',
  appid: PROVIDER.appid,
  mchId: PROVIDER.mchId,
  subAppid: order.appid,
  subMchId: order.subMchId,
  nonceStr: nonce,
  openid: openidOf(PROVIDER.appid, order.personId),
  isSubscribe: 'N',
  subOpenid: order.openid,
  subIsSubscribe: 'N',
  tradeType: 'JSAPI',
  bankType: 'OTHERS',
  totalFee: order.totalFee,
  cashFee: order.totalFee,
  feeType: 'CNY',
  transactionId: order.transactionId,
  outTradeNo: order.outTradeNo,
  ...(order.attach !== undefined && { attach: order.attach }),
  timeEnd: payTime(order.paidAt ?? 0),
})

/** Only the number 0 says that the callback was taken: `"0"` or `{ return_code: 'SUCCESS' }` do not. */
const isAccepted = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'errcode' in answer && answer.errcode === 0

/**
 * The event of a refund that has come through. Its fields are those of WeChat Pay v2 (refund result notice, with
 * req_info opened); the page of cloud payment names the function and not the event.
 * Assumption: camelCase, and no resultCode.
 */
const refundedEvent = (order: Order, refund: Refund, nonce: string): Readonly<Record<string, unknown>> => ({
  returnCode: 'SUCCESS',
  appid: PROVIDER.appid,
  mchId: PROVIDER.mchId,
  subAppid: order.appid,
  subMchId: order.subMchId,
  nonceStr: nonce,
  transactionId: order.transactionId,
  outTradeNo: order.outTradeNo,
  refundId: refund.refundId,
  outRefundNo: refund.outRefundNo,
  totalFee: order.totalFee,
  settlementTotalFee: order.totalFee,
  refundFee: refund.refundFee,
  settlementRefundFee: refund.refundFee,
  refundStatus: 'SUCCESS',
  successTime: beijingTime(refund.at),
  refundRecvAccout: '支付用户零钱',
  refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS',
  refundRequestSource: 'API',
})

export interface Notifier {
  /** Announces a paid order, and again until the function answers `{ errcode: 0 }` or the tries are used up. */
  readonly announce: (order: Order) => void
  /** The same of a refund. */
  readonly announceRefund: (refund: Refund) => void
}

/** Announces something as it is by then, and notes how that went; answers whether it was taken. */
type Deliver = () => Promise<boolean>

export const createNotifier = (parts: WeChatParts, ledger: Ledger): Notifier => {
  const { now, random, agenda, callFunction, postToFunction, nextPaymentFault: nextFault } = parts

  const tell = async (order: Order): Promise<boolean> => {
    if (!isIntegration(order)) {
      return isAccepted(await callFunction(order.functionName, paidEvent(order, random(16))))
    }
    if (postToFunction === undefined) return false
    const began = now()
    const reply = await postToFunction(integrationPost(order, random(16)))
    return isTaken(reply, now() - began)
  }

  const payment =
    (key: string): Deliver =>
    async () => {
      const order = ledger.orders.get(key)
      if (order === undefined) return true
      ledger.orders.put(key, { ...order, notified: order.notified + 1 })
      const accepted = await tell(order).catch(() => false)
      const present = ledger.orders.get(key)
      if (accepted && present !== undefined) ledger.orders.put(key, { ...present, accepted })
      return accepted
    }

  const refund =
    (key: string): Deliver =>
    async () => {
      const made = ledger.refunds.get(key)
      const order = made && ledger.orders.get(made.orderKey)
      if (made?.functionName === undefined || order === undefined) return true
      ledger.refunds.put(key, { ...made, notified: made.notified + 1 })
      const event = refundedEvent(order, made, random(16))
      const accepted = isAccepted(await callFunction(made.functionName, event).catch(() => undefined))
      const present = ledger.refunds.get(key)
      if (accepted && present !== undefined) ledger.refunds.put(key, { ...present, accepted })
      return accepted
    }

  /** @param delayed this try has had its fault */
  const tryAt = (deliver: Deliver, attempt: number, instant: number, delayed = false): void => {
    agenda.at(instant, async () => {
      const fault = delayed ? undefined : nextFault?.()
      if (fault?.delayMs !== undefined) return tryAt(deliver, attempt, now() + fault.delayMs, true)
      let accepted = fault?.lost === true ? false : await deliver()
      for (let copy = 0; copy < (fault?.copies ?? 0); copy++) accepted = (await deliver()) || accepted
      const wait = NOTIFY_WAITS_MS[attempt]
      // From the instant that was planned: a day that is skipped has all the tries of a day.
      if (!accepted && wait !== undefined) tryAt(deliver, attempt + 1, instant + wait)
    })
  }

  return {
    announce: (order) => tryAt(payment(order.key), 0, now()),
    announceRefund: (made) => tryAt(refund(made.key), 0, now()),
  }
}
