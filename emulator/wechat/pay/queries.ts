import * as v from 'valibot'
import type { WeChatParts } from '../door.ts'
import { PAY_LIMITS } from './limits.ts'
import type { Notifier } from './notify.ts'
import type { Ledger, Order, Refund } from './orders.ts'
import { notUnderstood, payTime, refusedBusiness, succeeded } from './replies.ts'

type Params = Readonly<Record<string, unknown>>
type Reply = Readonly<Record<string, unknown>>

const NamesOrder = v.looseObject({
  sub_mch_id: v.string(),
  nonce_str: v.string(),
  transaction_id: v.optional(v.string()),
  out_trade_no: v.optional(v.string()),
})

const orderOf = (ledger: Ledger, wanted: v.InferOutput<typeof NamesOrder>): Order | undefined => {
  const { sub_mch_id, transaction_id, out_trade_no } = wanted
  const found =
    transaction_id === undefined
      ? ledger.byNumber(sub_mch_id, out_trade_no ?? '')
      : ledger.byTransaction(transaction_id)
  return found?.subMchId === sub_mch_id ? found : undefined
}

const STATE_WORDS = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
} as const

/** `cloudPay.queryOrder` */
export const queryOrder = (ledger: Ledger, params: Params): Reply => {
  const parsed = v.safeParse(NamesOrder, params)
  if (!parsed.success) return notUnderstood('参数错误')
  const order = orderOf(ledger, parsed.output)
  if (order === undefined) return refusedBusiness('ORDERNOTEXIST', '此交易订单号不存在')
  return succeeded(parsed.output.nonce_str, {
    sub_mch_id: order.subMchId,
    sub_appid: order.appid,
    out_trade_no: order.outTradeNo,
    trade_state: order.state,
    trade_state_desc: STATE_WORDS[order.state],
    ...(order.attach !== undefined && { attach: order.attach }),
    ...(order.paidAt !== undefined && {
      sub_openid: order.openid,
      transaction_id: order.transactionId,
      total_fee: order.totalFee,
      cash_fee: order.totalFee,
      fee_type: 'CNY',
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      time_end: payTime(order.paidAt),
    }),
  })
}

/** `cloudPay.closeOrder` */
export const closeOrder = (ledger: Ledger, params: Params): Reply => {
  const parsed = v.safeParse(NamesOrder, params)
  if (!parsed.success) return notUnderstood('参数错误')
  const order = orderOf(ledger, parsed.output)
  if (order === undefined) return refusedBusiness('ORDERNOTEXIST', '订单不存在')
  if (order.state === 'SUCCESS' || order.state === 'REFUND')
    return refusedBusiness('ORDERPAID', '订单已支付，不能关闭')
  if (order.state === 'CLOSED') return refusedBusiness('ORDERCLOSED', '订单已关闭')
  ledger.orders.put(order.key, { ...order, state: 'CLOSED' })
  return succeeded(parsed.output.nonce_str, { sub_mch_id: order.subMchId })
}

const RefundRequest = v.looseObject({
  ...NamesOrder.entries,
  out_refund_no: v.pipe(v.string(), v.regex(PAY_LIMITS.OUT_REFUND_NO)),
  total_fee: v.number(),
  refund_fee: v.pipe(v.number(), v.integer(), v.minValue(1)),
  function_name: v.optional(v.string()),
})

/** `cloudPay.refund`. The same refund number answers the same refund again, and is announced once. */
export const refund = (
  { now, random }: WeChatParts,
  ledger: Ledger,
  notifier: Pick<Notifier, 'announceRefund'>,
  params: Params,
): Reply => {
  const parsed = v.safeParse(RefundRequest, params)
  if (!parsed.success) return notUnderstood('参数错误')
  const wanted = parsed.output
  const order = orderOf(ledger, wanted)
  if (order?.paidAt === undefined) return refusedBusiness('ORDERNOTEXIST', '订单号不存在')
  if (wanted.total_fee !== order.totalFee) return refusedBusiness('PARAM_ERROR', '订单金额不一致')
  if (now() - order.paidAt > PAY_LIMITS.REFUND_WITHIN_MS)
    return refusedBusiness('TRADE_OVERDUE', '订单已经超过退款期限')
  const key = `${order.subMchId} ${wanted.out_refund_no}`
  const earlier = ledger.refunds.list().filter((one) => one.orderKey === order.key)
  const returned = earlier.reduce((sum, one) => sum + one.refundFee, 0)
  const again = ledger.refunds.get(key)
  if (again === undefined && returned + wanted.refund_fee > order.totalFee) {
    return refusedBusiness('NOTENOUGH', '退款金额超过订单可退金额')
  }
  if (again === undefined && earlier.length >= PAY_LIMITS.REFUNDS_PER_ORDER) {
    return refusedBusiness('REFUND_COUNT_EXCEEDED', '退款次数超过限制')
  }
  const made: Refund = again ?? {
    key,
    orderKey: order.key,
    outRefundNo: wanted.out_refund_no,
    refundId: `50${random(13)}`,
    refundFee: wanted.refund_fee,
    at: now(),
    ...(wanted.function_name !== undefined && { functionName: wanted.function_name }),
    notified: 0,
    accepted: false,
  }
  ledger.refunds.put(key, made)
  if (again === undefined) notifier.announceRefund(made)
  ledger.orders.put(order.key, { ...order, state: 'REFUND' })
  return succeeded(wanted.nonce_str, {
    sub_mch_id: order.subMchId,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    out_refund_no: made.outRefundNo,
    refund_id: made.refundId,
    refund_fee: made.refundFee,
    total_fee: order.totalFee,
  })
}

/** `cloudPay.queryRefund`, by any of the four numbers. */
export const queryRefund = (ledger: Ledger, params: Params): Reply => {
  const parsed = v.safeParse(
    v.looseObject({
      ...NamesOrder.entries,
      out_refund_no: v.optional(v.string()),
      refund_id: v.optional(v.string()),
    }),
    params,
  )
  if (!parsed.success) return notUnderstood('参数错误')
  const { out_refund_no, refund_id, nonce_str, ...wanted } = parsed.output
  const order = orderOf(ledger, { ...wanted, nonce_str })
  const found = ledger.refunds
    .list()
    .filter(
      (one) => one.orderKey === order?.key || one.outRefundNo === out_refund_no || one.refundId === refund_id,
    )
  if (found.length === 0) return refusedBusiness('REFUNDNOTEXIST', '退款订单不存在')
  const numbered = found.flatMap((one, at) => [
    [`out_refund_no_${at}`, one.outRefundNo],
    [`refund_id_${at}`, one.refundId],
    [`refund_fee_${at}`, one.refundFee],
    [`refund_status_${at}`, 'SUCCESS'],
    [`refund_success_time_${at}`, payTime(one.at)],
  ])
  return succeeded(nonce_str, { refund_count: found.length, ...Object.fromEntries(numbered) })
}
