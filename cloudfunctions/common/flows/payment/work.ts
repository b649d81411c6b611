import type { Config } from '../../base/config.ts'
import type { OrderDocument } from '../../store/orders.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import type { Ports } from '../ports.ts'
import type { Step } from './nextStep.ts'

/** Who works on an order, and with what. */
export interface OrderWork {
  readonly ports: Ports
  readonly config: Config
  readonly doors: PaymentDoors
  /** The rest is for `jobs`. */
  readonly may: readonly Step[]
  /** Steps that were tried a moment ago, and are not tried again in this turn. */
  readonly resting?: readonly Step[]
  /** The chain of calls began in the mini-program of the order: WeChat knows the app by itself. */
  readonly byBuyer: boolean
  /** How long before the window closes nothing is tried any more. */
  readonly marginMs: number
  /** How often WeChat, when it is busy, is asked for the unionid in one turn. */
  readonly lookUps: number
  /** How often a request is tried that the database or WeChat was too busy for. */
  readonly attempts: number
  /** For what is left, milliseconds until `jobs` looks at the order. */
  readonly restMs: number
  /** Tells business functions of the payment, or an administrator of a dispute. */
  readonly tell: (order: OrderDocument) => Promise<void>
}
