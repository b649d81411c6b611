import * as v from 'valibot'
import { OneIdError } from '../../base/errors.ts'
import type { AppId } from '../../base/ids.ts'
import type { PaymentDoors } from './door.ts'
import { payTimeOf } from './payTime.ts'
import { askPay } from './reply.ts'

/** For `wx.requestPayment`, as it is. */
const PaymentSchema = v.object({
  timeStamp: v.string(),
  nonceStr: v.string(),
  package: v.string(),
  signType: v.picklist(['MD5', 'HMAC-SHA256']),
  paySign: v.string(),
})
export type PaymentSheet = v.InferOutput<typeof PaymentSchema>

export interface OrderRequest {
  /** The environment whose function is told of the payment. */
  readonly envId: string
  readonly functionName: string
  readonly mchId: string
  readonly orderNumber: string
  readonly description: string
  readonly fen: number
  /** Address of the person's device. */
  readonly address: string
  readonly nonce: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly expiresAt: number
  /** The app that the call speaks for, where that is not the environment's own. */
  readonly appid: AppId | undefined
}

/**
 * `cloudPay.unifiedOrder` for who is calling. The same order again is answered with the same prepay_id.
 * @throws OneIdError PAYMENT_REFUSED, PAYMENT_BUSY
 */
export const orderPayment = async (
  doors: Pick<PaymentDoors, 'payCall'>,
  request: OrderRequest,
): Promise<PaymentSheet> => {
  const params = {
    functionName: request.functionName,
    envId: request.envId,
    subMchId: request.mchId,
    nonceStr: request.nonce,
    body: request.description,
    outTradeNo: request.orderNumber,
    totalFee: request.fen,
    spbillCreateIp: request.address,
    tradeType: 'JSAPI',
    timeStart: payTimeOf(request.createdAt),
    timeExpire: payTimeOf(request.expiresAt),
  }
  const reply = await askPay(doors, 'unifiedOrder', params, request.appid)
  if ('refused' in reply) throw new OneIdError('PAYMENT_REFUSED', `unifiedOrder: ${reply.refused}`)
  const parsed = v.safeParse(PaymentSchema, reply.fields['payment'])
  if (!parsed.success) throw new OneIdError('PAYMENT_BUSY', 'unifiedOrder: an answer without payment')
  return parsed.output
}
