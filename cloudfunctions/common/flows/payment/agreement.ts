import { orderNumberOf } from '../../store/documentIds.ts'
import type { OrderDocument } from '../../store/orders.ts'
import type { PaymentReport } from '../../wechat/payment/report.ts'

/**
 * The fields in which a payment differs from the order that it is said to be for; none if it is that payment. What the
 * report does not say cannot differ.
 */
export const disagreements = (order: OrderDocument, report: PaymentReport): readonly string[] => {
  const { appid, buyer, fen, mchId, transactionId } = order
  const compared = {
    orderNumber: orderNumberOf(order._id) === report.orderNumber,
    mchId: mchId === report.mchId,
    fen: fen === report.fen,
    appid: report.appid === undefined || appid === report.appid,
    openid: report.openid === undefined || buyer === undefined || buyer.openid === report.openid,
    transactionId: transactionId === undefined || transactionId === report.transactionId,
  }
  return Object.entries(compared)
    .filter(([, agrees]) => !agrees)
    .map(([field]) => field)
}
