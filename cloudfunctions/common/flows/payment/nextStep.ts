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

/** What is to be done next with an order, by whoever may do it; nothing if it is over. What perishes comes first. */
export const nextStep = (order: OrderDocument, facts: OrderFacts): Step | undefined => {
  const { state, window, announce, expiresAt } = order
  const ofTheWindow = ofWindow(window, facts)
  if (ofTheWindow !== undefined) return ofTheWindow
  if (announce) return 'tell'
  if (state !== 'created') return undefined
  return facts.now >= expiresAt + EXPIRY_MARGIN_MS ? 'close' : 'ask-payment'
}
