import * as v from 'valibot'

/** What became of a refund, as WeChat Pay reports it. */
export interface RefundReport {
  /** Number of the order at the merchant. */
  readonly orderNumber: string
  /** Number of the refund at the merchant. */
  readonly refundNumber: string
  /** `CHANGE`: the money could not be given back, somebody has to see to it. `REFUNDCLOSE`: it was given up. */
  readonly status: 'SUCCESS' | 'CHANGE' | 'REFUNDCLOSE'
}

/**
 * Fields of the refund notice of WeChat Pay v2. The page of cloud payment says which function is told, and not what.
 * Assumption: the same names in camelCase, as for payments.
 */
const FieldsSchema = v.object({
  outTradeNo: v.pipe(v.string(), v.maxLength(64)),
  outRefundNo: v.pipe(v.string(), v.maxLength(64)),
  refundStatus: v.picklist(['SUCCESS', 'CHANGE', 'REFUNDCLOSE']),
})

/** @returns undefined if these are not the fields of a refund */
export const readRefundReport = (fields: unknown): RefundReport | undefined => {
  const parsed = v.safeParse(FieldsSchema, fields)
  if (!parsed.success) return undefined
  const { outTradeNo: orderNumber, outRefundNo: refundNumber, refundStatus: status } = parsed.output
  return { orderNumber, refundNumber, status }
}
