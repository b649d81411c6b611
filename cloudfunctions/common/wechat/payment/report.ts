import * as v from 'valibot'
import type { AppId, OpenId } from '../../base/ids.ts'
import { AppIdSchema, OpenIdSchema } from '../../base/ids.ts'
import { readPayTime } from './payTime.ts'

/** What WeChat Pay says of a payment, whichever way it came. */
export interface PaymentReport {
  readonly mchId: string
  /** Number of the order at the merchant. */
  readonly orderNumber: string
  /** WeChat's own number of the payment. */
  readonly transactionId: string
  readonly fen: number
  /** Milliseconds since 1970, to the second; absent if it cannot be read. */
  readonly paidAt: number | undefined
  readonly appid: AppId | undefined
  /** The payer in the mini-program. */
  readonly openid: OpenId | undefined
}

/** 28 digits since 2017; a text, because they are more than a number can hold. */
const TransactionIdSchema = v.pipe(v.string(), v.regex(/^\d{16,32}$/))

/** A number in the samples of the documentation; texts in the XML that they are made from. */
const FenSchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
)

/** `openid` and `appid` without `sub` are the service provider's, and no identity of ours. */
const FieldsSchema = v.object({
  subMchId: v.string(),
  outTradeNo: v.pipe(v.string(), v.maxLength(64)),
  transactionId: TransactionIdSchema,
  totalFee: FenSchema,
  timeEnd: v.optional(v.string(), ''),
  subAppid: v.optional(AppIdSchema),
  subOpenid: v.optional(OpenIdSchema),
})

/**
 * What a paid order looks like in a callback and in the answer to a query.
 * @param fields in camelCase
 * @returns undefined if these are not the fields of a payment
 */
export const readReport = (fields: unknown): PaymentReport | undefined => {
  const parsed = v.safeParse(FieldsSchema, fields)
  if (!parsed.success) return undefined
  const { subMchId, outTradeNo, transactionId, totalFee, timeEnd, subAppid, subOpenid } = parsed.output
  return {
    mchId: subMchId,
    orderNumber: outTradeNo,
    transactionId,
    fen: totalFee,
    paidAt: readPayTime(timeEnd),
    appid: subAppid,
    openid: subOpenid,
  }
}
