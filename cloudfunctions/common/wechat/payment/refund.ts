import { OneIdError } from '../../base/errors.ts'
import type { PaymentDoors } from './door.ts'
import type { OrderAtWeChat } from './orderState.ts'
import { askPay } from './reply.ts'

export interface RefundRequest extends OrderAtWeChat {
  readonly envId: string
  readonly functionName: string
  /** The same number is the same refund. */
  readonly refundNumber: string
  readonly totalFen: number
  readonly refundFen: number
}

/**
 * `cloudPay.refund`: within a year of the payment, in at most 50 parts (CloudPay.refund reference, 2026-11).
 * @throws OneIdError REFUND_REFUSED, PAYMENT_BUSY
 */
export const refundPayment = async (
  doors: Pick<PaymentDoors, 'payCall'>,
  request: RefundRequest,
): Promise<void> => {
  const params = {
    functionName: request.functionName,
    envId: request.envId,
    subMchId: request.mchId,
    nonceStr: request.nonce,
    outTradeNo: request.orderNumber,
    outRefundNo: request.refundNumber,
    totalFee: request.totalFen,
    refundFee: request.refundFen,
  }
  const reply = await askPay(doors, 'refund', params, request.appid)
  if ('refused' in reply) throw new OneIdError('REFUND_REFUSED', `refund: ${reply.refused}`)
}
