import * as v from 'valibot'
import { OneIdError } from '../../base/errors.ts'
import type { AppId } from '../../base/ids.ts'
import type { PaymentDoors } from './door.ts'
import { askPay } from './reply.ts'
import type { PaymentReport } from './report.ts'
import { readReport } from './report.ts'

/** An order as WeChat Pay is asked for it. */
export interface OrderAtWeChat {
  readonly mchId: string
  readonly orderNumber: string
  readonly nonce: string
  /** The app that the call speaks for, where that is not the environment's own. */
  readonly appid: AppId | undefined
}

/**
 * `unknown`: WeChat Pay refused to say, or said what is not documented. It refuses for an order that never reached it, and for other reasons that only
 * its Chinese words tell apart.
 */
export type OrderAnswer = PaymentReport | 'unpaid' | 'closed' | 'unknown'

/** CloudPay.queryOrder reference, 2026-11. A refunded order was paid. */
const StateSchema = v.object({
  tradeState: v.picklist(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']),
})

const paramsOf = ({ mchId, orderNumber, nonce }: OrderAtWeChat) => ({
  subMchId: mchId,
  outTradeNo: orderNumber,
  nonceStr: nonce,
})

/**
 * `cloudPay.queryOrder`: what WeChat Pay itself says, and the only thing that says it.
 * @throws OneIdError PAYMENT_BUSY
 */
export const askOrder = async (
  doors: Pick<PaymentDoors, 'payCall'>,
  order: OrderAtWeChat,
): Promise<OrderAnswer> => {
  const reply = await askPay(doors, 'queryOrder', paramsOf(order), order.appid)
  if ('refused' in reply) return 'unknown'
  const parsed = v.safeParse(StateSchema, reply.fields)
  // Forum answers name others, ACCEPT for one, which no page of cloud payment explains.
  if (!parsed.success) return 'unknown'
  const { tradeState } = parsed.output
  if (tradeState === 'CLOSED' || tradeState === 'REVOKED') return 'closed'
  if (tradeState !== 'SUCCESS' && tradeState !== 'REFUND') return 'unpaid'
  const report = readReport(reply.fields)
  if (report === undefined) throw new OneIdError('PAYMENT_BUSY', 'queryOrder: a payment without its fields')
  return report
}

/**
 * `cloudPay.closeOrder`: nobody can pay it any more. `refused`: it is paid, closed or unknown there.
 * @throws OneIdError PAYMENT_BUSY
 */
export const closeAtWeChat = async (
  doors: Pick<PaymentDoors, 'payCall'>,
  order: OrderAtWeChat,
): Promise<'closed' | 'refused'> => {
  const reply = await askPay(doors, 'closeOrder', paramsOf(order), order.appid)
  return 'refused' in reply ? 'refused' : 'closed'
}
