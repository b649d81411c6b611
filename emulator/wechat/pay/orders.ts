import * as v from 'valibot'
import type { Table, Tables } from '../tables.ts'

const OrderSchema = v.object({
  /** `<sub_mch_id> <out_trade_no>` */
  key: v.string(),
  outTradeNo: v.string(),
  subMchId: v.string(),
  appid: v.string(),
  openid: v.string(),
  personId: v.string(),
  /** In fen. */
  totalFee: v.number(),
  body: v.string(),
  attach: v.optional(v.string()),
  /** Function that is told of the payment. */
  functionName: v.string(),
  prepayId: v.string(),
  createdAt: v.number(),
  /** `time_expire` of the order: it cannot be paid later. */
  expiresAt: v.optional(v.number()),
  state: v.picklist(['NOTPAY', 'SUCCESS', 'REFUND', 'CLOSED']),
  transactionId: v.optional(v.string()),
  paidAt: v.optional(v.number()),
  /** How often the payment was announced, and whether that was accepted. */
  notified: v.optional(v.number(), 0),
  accepted: v.optional(v.boolean(), false),
})

const RefundSchema = v.object({
  key: v.string(),
  orderKey: v.string(),
  outRefundNo: v.string(),
  refundId: v.string(),
  refundFee: v.number(),
  at: v.number(),
  /** Function that is told of it; nobody is, if the request named none. */
  functionName: v.optional(v.string()),
  notified: v.optional(v.number(), 0),
  accepted: v.optional(v.boolean(), false),
})

export type Order = v.InferOutput<typeof OrderSchema>
export type Refund = v.InferOutput<typeof RefundSchema>

/** What merchants have sold in this world. */
export interface Ledger {
  readonly orders: Table<Order>
  readonly refunds: Table<Refund>
  readonly byTransaction: (transactionId: string) => Order | undefined
  readonly byNumber: (subMchId: string, outTradeNo: string) => Order | undefined
  readonly byPrepay: (prepayId: string) => Order | undefined
}

export const orderKey = (subMchId: string, outTradeNo: string): string => `${subMchId} ${outTradeNo}`

export const openLedger = (tables: Tables): Ledger => {
  const orders = tables.open('orders', OrderSchema)
  return {
    orders,
    refunds: tables.open('refunds', RefundSchema),
    byTransaction: (transactionId) => orders.list().find((order) => order.transactionId === transactionId),
    byNumber: (subMchId, outTradeNo) => orders.get(orderKey(subMchId, outTradeNo)),
    byPrepay: (prepayId) => orders.list().find((order) => order.prepayId === prepayId),
  }
}
