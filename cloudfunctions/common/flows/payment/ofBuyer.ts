import { OneIdError } from '../../base/errors.ts'
import type { OrderDocument, StoredOrder } from '../../store/orders.ts'
import { changeOrder, NEVER } from '../../store/orders.ts'
import { closeAtWeChat } from '../../wechat/payment/orderState.ts'
import { inRounds } from '../rounds.ts'
import { advance } from './advance.ts'
import type { Asked, PayCall } from './call.ts'
import { ASKING, BY_BUYER, ownOrder, workFor } from './call.ts'
import { statusOf } from './status.ts'
import { atWeChat } from './steps.ts'

/**
 * After `wx.requestPayment`: finds out whether it is paid, if the callback has not come yet, asks for the unionid that
 * the payment opened, and gives it to the account. 1 request if there is nothing to do.
 * @throws OneIdError ORDER_NOT_FOUND. WeChat that is busy is no error: the answer says that it may still come.
 */
export const awaitPayment = async (call: PayCall, { order: id }: Asked<'await'>) => {
  const stored = await ownOrder(call, id)
  const work = workFor(call, BY_BUYER)
  const advanced = await advance(work, stored).catch((error: unknown) => {
    // Noted in the order: `jobs` goes on, and the person may ask again.
    if (error instanceof OneIdError) return stored
    throw error
  })
  return statusOf(call.config, advanced, call.ports.clock())
}

/**
 * Whether WeChat Pay says that it is paid. 1 request if that is known, 3 if not.
 * @throws OneIdError ORDER_NOT_FOUND, PAYMENT_BUSY
 */
export const queryOrder = async (call: PayCall, { order: id }: Asked<'query'>) => {
  const stored = await ownOrder(call, id)
  return statusOf(call.config, await advance(workFor(call, ASKING), stored), call.ports.clock())
}

const requireUnpaid = ({ state }: OrderDocument): void => {
  if (state === 'paid' || state === 'held') throw new OneIdError('ORDER_PAID', 'close')
}

/** WeChat Pay does not close what is paid, and not what it closed when the answer was lost: it is asked which. */
const afterRefusal = async (call: PayCall, stored: StoredOrder): Promise<StoredOrder> => {
  const asked = await advance(workFor(call, BY_BUYER), stored)
  requireUnpaid(asked.order)
  if (asked.order.state === 'closed') return asked
  throw new OneIdError('PAYMENT_REFUSED', 'closeOrder: neither paid nor closed')
}

/**
 * The person does not want it any more. 2 requests.
 * @throws OneIdError ORDER_NOT_FOUND, ORDER_PAID, PAYMENT_REFUSED, PAYMENT_BUSY
 */
export const closeOrder = (call: PayCall, { order: id }: Asked<'close'>) =>
  inRounds(call.ports, async () => {
    const { ports, config, doors } = call
    const stored = await ownOrder(call, id)
    const { order } = stored
    requireUnpaid(order)
    if (order.state === 'closed') return statusOf(config, stored, ports.clock())
    if ((await closeAtWeChat(doors, atWeChat(call, order))) === 'refused')
      return statusOf(config, await afterRefusal(call, stored), ports.clock())
    const closed = await changeOrder(ports.db, order, { state: 'closed', due: NEVER })
    return closed === 'changed' ? 'again' : statusOf(config, { ...stored, order: closed }, ports.clock())
  })
