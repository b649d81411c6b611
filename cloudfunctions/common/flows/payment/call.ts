import type { Config } from '../../base/config.ts'
import { OneIdError } from '../../base/errors.ts'
import type { OrderId } from '../../base/ids.ts'
import type { PayFields } from '../../routes/payRequest.ts'
import type { Place } from '../../routes/place.ts'
import type { Proof } from '../../routes/proof.ts'
import { identityId } from '../../store/documentIds.ts'
import type { StoredOrder } from '../../store/orders.ts'
import { readOrder } from '../../store/orders.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import type { Ports } from '../ports.ts'
import type { OrderWork } from './work.ts'

/** One call of a person who pays. */
export interface PayCall {
  readonly ports: Ports
  readonly config: Config
  readonly doors: PaymentDoors
  /** Who is calling. */
  readonly proof: Proof
  readonly place: Place
}

export type Asked<Action extends PayFields['action']> = Extract<PayFields, { action: Action }>

/** The function that WeChat Pay tells. */
export const CALLBACK = 'payCallback'

/**
 * The order, if it is the caller's own: ordered by the same person in the same app. 1 request.
 * @throws OneIdError ORDER_NOT_FOUND, whether there is none or it is somebody else's
 */
export const ownOrder = async ({ ports, proof }: PayCall, id: OrderId): Promise<StoredOrder> => {
  const { appid, openid } = proof.evidence
  const stored = await readOrder(ports.db, id)
  if (stored?.order.buyer?.identity !== identityId(appid, openid))
    throw new OneIdError('ORDER_NOT_FOUND', 'none, or not of the caller')
  return stored
}

/** What finds out whether an order is paid; one that has expired is closed if it is not. */
export const ASKING: OrderWork['may'] = ['ask-payment', 'close']

/** All that concerns the payment and its payer; telling of it is for `jobs`. */
export const BY_BUYER: OrderWork['may'] = [...ASKING, 'look-up', 'settle', 'spare', 'give-up', 'drop']

/** What the person's own call may do about the order, and what it leaves to `jobs`. */
export const workFor = ({ ports, config, doors }: PayCall, may: OrderWork['may']): OrderWork => ({
  ports,
  config,
  doors,
  may,
  byBuyer: true,
  marginMs: 0,
  lookUps: 2,
  attempts: 3,
  restMs: 0,
  tell: async () => {},
})
