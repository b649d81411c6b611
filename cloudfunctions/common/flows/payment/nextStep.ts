import type { OrderDocument, PaymentWindow } from '../../store/orders.ts'
import { EXPIRY_MARGIN_MS } from './times.ts'

/** What can be done about an order. */
export type Step =
  /** Ask WeChat Pay whether it is paid. */
  | 'ask-payment'
  /** Nobody paid it in time. */
  | 'close'
  /** Ask WeChat for the unionid of the payer. */
  | 'look-up'
  /** Give the unionid to the account. */
  | 'settle'
  /** Too late for another try, and too early to call it lost: the person may still come. */
  | 'wait-out'
  /** The window is over. */
  | 'give-up'
  /** The unionid is known by now. */
  | 'spare'
  /** The account is gone. */
  | 'drop'
  /** Tell business functions, or an administrator. */
  | 'tell'

/** What has to be known besides the order. */
export interface OrderFacts {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Milliseconds before the window closes after which whoever asks does not try any more. */
  readonly marginMs: number
  /** Steps that were taken in this turn and have to wait now: WeChat is busy, or nothing is paid yet. */
  readonly resting?: readonly Step[]
  /** The identity that ordered still exists. */
  readonly exists: boolean
  /** It has a unionid of the binding in force. */
  readonly isKnown: boolean
}

const ofWindow = (
  window: PaymentWindow | undefined,
  { now, marginMs, exists, isKnown }: OrderFacts,
): Step | undefined => {
  if (window?.state !== 'open' && window?.state !== 'answered') return undefined
  if (!exists) return 'drop'
  if (window.state === 'answered') return 'settle'
  if (isKnown) return 'spare'
  if (now > window.until) return 'give-up'
  return now > window.until - marginMs ? 'wait-out' : 'look-up'
}

const ofPayment = ({ state, expiresAt }: OrderDocument, { now }: OrderFacts): Step | undefined => {
  if (state !== 'created') return undefined
  return now >= expiresAt + EXPIRY_MARGIN_MS ? 'close' : 'ask-payment'
}

/**
 * What is to be done next with an order, by whoever may do it; nothing if it is over, or rests. What perishes comes
 * first, and does not hold up what else there is to do.
 */
export const nextStep = (order: OrderDocument, facts: OrderFacts): Step | undefined => {
  const { resting = [] } = facts
  const wanted = [
    ofWindow(order.window, facts),
    order.announce ? ('tell' as const) : undefined,
    ofPayment(order, facts),
  ]
  return wanted.find((step) => step !== undefined && !resting.includes(step))
}
