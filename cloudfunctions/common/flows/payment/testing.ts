import { OneIdError } from '../../base/errors.ts'
import { orderIdOfNumber } from '../../store/documentIds.ts'
import type { IdentityDocument } from '../../store/documents.ts'
import { readKey } from '../../store/identities.ts'
import type { OrderDocument } from '../../store/orders.ts'
import { NO_LEASE } from '../../store/orders.ts'
import type { PaymentReport } from '../../wechat/payment/report.ts'

/** 2026-11-20T08:00:00Z, for tests. */
export const NOW = 1_795_161_600_000

/** Number of the order below at the merchant. */
const ORDER_NUMBER = 'aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ'

/** WeChat's number of the payment in the sample of its documentation. */
export const TRANSACTION = '4200004561202203217657282768'

/** Who ordered, with the unions that they have proved. */
export const identityWith = (
  unions: readonly object[],
  { appid = 'wx0123456789abcdef', openid = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' } = {},
): IdentityDocument => {
  const key = readKey({
    _id: 'wx-buyer',
    kind: 'identity',
    userId: `u${'A'.repeat(22)}`,
    appid,
    openid,
    unions,
    route: 'wx-context',
    firstSeen: 1,
    lastSeen: 1,
    announce: false,
  })
  if (key.kind === 'identity') return key
  throw new OneIdError('INTERNAL', 'a union')
}

const orderIdOf = (number: string): OrderDocument['_id'] => {
  const id = orderIdOfNumber(number)
  if (id !== undefined) return id
  throw new OneIdError('INTERNAL', 'not the number of an order')
}

const buyer = identityWith([])

/** Ordered a minute ago, for 19 yuan; it can be paid for 15 minutes. */
export const ORDER: OrderDocument = {
  _id: orderIdOf(ORDER_NUMBER),
  version: 1,
  appid: buyer.appid,
  shared: false,
  buyer: { userId: buyer.userId, identity: buyer._id, openid: buyer.openid, address: '203.0.113.7' },
  mchId: '1000000001',
  product: 'coffee',
  description: '一杯咖啡',
  fen: 1_900,
  createdAt: NOW - 60_000,
  expiresAt: NOW + 840_000,
  state: 'created',
  disputes: [],
  refunds: [],
  announce: false,
  due: NOW,
  lease: NO_LEASE,
}

/** The payment of this order, ten seconds ago. */
export const REPORT: PaymentReport = {
  mchId: '1000000001',
  orderNumber: ORDER_NUMBER,
  transactionId: TRANSACTION,
  fen: 1_900,
  paidAt: NOW - 10_000,
  appid: buyer.appid,
  openid: buyer.openid,
}
