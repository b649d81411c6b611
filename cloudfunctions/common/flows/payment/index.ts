import type { Secret } from '../../base/secret.ts'
import type { PayFields } from '../../routes/payRequest.ts'
import type { PayCall } from './call.ts'
import { awaitPayment, closeOrder, queryOrder } from './ofBuyer.ts'
import { listProducts, placeOrder } from './order.ts'
import { refundOrder } from './refund.ts'

/**
 * One call of the function `pay`.
 * @param secret of the deployment, for the audit
 * @throws OneIdError those of the action
 */
export const pay = async (call: PayCall, request: PayFields, secret: () => Secret<string>) => {
  switch (request.action) {
    case 'products':
      return listProducts(call)
    case 'order':
      return placeOrder(call, request)
    case 'await':
      return awaitPayment(call, request)
    case 'query':
      return queryOrder(call, request)
    case 'close':
      return closeOrder(call, request)
    case 'refund':
      return refundOrder(call, secret(), request)
  }
}
