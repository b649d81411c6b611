import type { Config } from '../../base/config.ts'
import type { StoredOrder } from '../../store/orders.ts'
import { factsOf } from './marking.ts'

const unionidOf = (
  config: Pick<Config, 'find'>,
  stored: StoredOrder,
  now: number,
): 'known' | 'waiting' | 'missing' => {
  const { state, window } = stored.order
  const { isKnown, isBound } = factsOf(config, stored, now)
  if (isKnown || (window?.state === 'used' && window.reason === undefined)) return 'known'
  if (window?.state === 'open' || window?.state === 'answered') return 'waiting'
  return state === 'created' && isBound ? 'waiting' : 'missing'
}

/** What the buyer may know of an order. */
export const statusOf = (config: Pick<Config, 'find'>, stored: StoredOrder, now: number) => {
  const { _id: order, product, fen, state, paidAt, refunds } = stored.order
  const refunded = refunds.reduce((sum, { done, fen: part }) => (done ? sum + part : sum), 0)
  return {
    ok: true as const,
    order,
    product,
    fen,
    state,
    ...(paidAt !== undefined && { paidAt }),
    ...(refunded > 0 && { refunded }),
    unionid: unionidOf(config, stored, now),
  }
}
