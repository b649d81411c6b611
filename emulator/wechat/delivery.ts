/** What may go wrong on demand with one delivery: a payment callback, a pushed event. */
export interface DeliveryFault {
  /** It is not made, as if it had been lost. */
  readonly lost?: boolean
  /** It is made so many times more. */
  readonly copies?: number
  /** It is made so much later, in world time. */
  readonly delayMs?: number
}

/** What goes wrong with the next delivery, if anything. */
export type NextFault = () => DeliveryFault | undefined
