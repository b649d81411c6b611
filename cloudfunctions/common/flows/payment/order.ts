import { merchantOf, productsOf } from '../../base/commerce.ts'
import { OneIdError } from '../../base/errors.ts'
import { MINUTE_MS } from '../../base/time.ts'
import { orderId, orderNumberOf } from '../../store/documentIds.ts'
import type { OrderDocument } from '../../store/orders.ts'
import { insertOrder, NO_LEASE, readOrder } from '../../store/orders.ts'
import { nonceOf } from '../../wechat/payment/reply.ts'
import type { PaymentSheet } from '../../wechat/payment/unifiedOrder.ts'
import { orderPayment } from '../../wechat/payment/unifiedOrder.ts'
import { callerOf } from '../account/caller.ts'
import { advance } from './advance.ts'
import type { Asked, PayCall } from './call.ts'
import { BY_BUYER, CALLBACK, ownOrder, workFor } from './call.ts'

/** Who has not come back by then may have paid, and the callback may be lost. */
const FIRST_LOOK_MS = MINUTE_MS

/** What the caller's app sells. No request. */
export const listProducts = ({ config, proof }: PayCall) => ({
  ok: true as const,
  products: productsOf(config, proof.app.alias).map(({ id, description, fen }) => ({ id, description, fen })),
})

const draft = async (
  { ports, config, proof, place }: PayCall,
  { product: wanted, key }: Asked<'order'>,
): Promise<OrderDocument> => {
  const { alias, appid } = proof.app
  const product = productsOf(config, alias).find(({ id }) => id === wanted)
  const merchant = merchantOf(config, alias)
  if (product === undefined || merchant === undefined)
    throw new OneIdError('PAYMENT_NOT_OFFERED', `${alias}: ${wanted}`)
  const { identity, user } = await callerOf(ports.db, proof.evidence)
  const now = ports.clock()
  return {
    _id: orderId(identity._id, key),
    version: 1,
    appid,
    shared: proof.evidence.route === 'shared-env',
    buyer: { userId: user._id, identity: identity._id, openid: identity.openid, address: place.address },
    mchId: merchant.mchId,
    product: product.id,
    description: product.description,
    fen: product.fen,
    createdAt: now,
    expiresAt: now + config.orderMinutes * MINUTE_MS,
    state: 'created',
    disputes: [],
    refunds: [],
    announce: false,
    due: now + FIRST_LOOK_MS,
    lease: NO_LEASE,
  }
}

/** The order as it was stored first: a price that has changed since is not the price of this purchase. */
const storedOrder = async ({ ports: { db } }: PayCall, drafted: OrderDocument): Promise<OrderDocument> => {
  if ((await insertOrder(db, drafted)) === 'inserted') return drafted
  const stored = await readOrder(db, drafted._id)
  if (stored === undefined) throw new OneIdError('ORDER_NOT_FOUND', 'gone since it was inserted')
  return stored.order
}

const REFUSED = { paid: 'ORDER_PAID', held: 'ORDER_PAID', closed: 'ORDER_CLOSED' } as const

const requirePayable = ({ state }: OrderDocument): void => {
  if (state !== 'created') throw new OneIdError(REFUSED[state], 'order')
}

/** WeChat Pay refuses an order that is paid there, too, and only its words say why: it is asked. */
const whyRefused = async (call: PayCall, { _id }: OrderDocument): Promise<void> => {
  const asked = await advance(workFor(call, BY_BUYER), await ownOrder(call, _id))
  requirePayable(asked.order)
}

const sheetOf = async (call: PayCall, order: OrderDocument): Promise<PaymentSheet> => {
  const { ports, doors, place } = call
  try {
    return await orderPayment(doors, {
      envId: place.envId,
      address: order.buyer?.address ?? place.address,
      functionName: CALLBACK,
      mchId: order.mchId,
      orderNumber: orderNumberOf(order._id),
      description: order.description,
      fen: order.fen,
      nonce: nonceOf(ports.random),
      createdAt: order.createdAt,
      expiresAt: order.expiresAt,
      appid: order.shared ? order.appid : undefined,
    })
  } catch (error) {
    if (error instanceof OneIdError && error.code === 'PAYMENT_REFUSED') await whyRefused(call, order)
    throw error
  }
}

/**
 * Orders a product: amount and description are ours, and the order is stored before WeChat Pay hears of it. 2 requests,
 * 3 if this purchase was ordered before.
 * @throws OneIdError NOT_SIGNED_IN, PAYMENT_NOT_OFFERED, ORDER_KEY_REUSED, ORDER_PAID, ORDER_CLOSED, PAYMENT_REFUSED,
 * PAYMENT_BUSY
 */
export const placeOrder = async (call: PayCall, request: Asked<'order'>) => {
  const order = await storedOrder(call, await draft(call, request))
  if (order.product !== request.product)
    throw new OneIdError('ORDER_KEY_REUSED', `it stands for ${order.product}`)
  requirePayable(order)
  if (call.ports.clock() >= order.expiresAt) throw new OneIdError('ORDER_CLOSED', 'it has expired')
  const payment = await sheetOf(call, order)
  const { _id, product, fen, expiresAt: expires } = order
  return { ok: true as const, order: _id, product, fen, expires, payment }
}
