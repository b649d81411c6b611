import * as v from 'valibot'
import { OrderIdSchema } from '../base/ids.ts'
import { readEvent } from './readEvent.ts'

/** Made by the client for one purchase, or one refund; it is no secret, but nobody else's order must have it. */
const key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{16,64}$/))

const PayRequestSchema = v.variant('action', [
  v.object({ action: v.literal('products') }),
  v.object({
    action: v.literal('order'),
    product: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
    key,
  }),
  v.object({ action: v.literal('await'), order: OrderIdSchema }),
  v.object({ action: v.literal('query'), order: OrderIdSchema }),
  v.object({ action: v.literal('close'), order: OrderIdSchema }),
  v.object({
    action: v.literal('refund'),
    order: OrderIdSchema,
    key,
    fen: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    reason: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(500)),
  }),
])

export type PayFields = v.InferOutput<typeof PayRequestSchema>

/**
 * The event of `pay`. What it costs and who pays, the event cannot say.
 * @throws OneIdError INPUT_INVALID
 */
export const readPayRequest = (event: unknown): PayFields => readEvent(PayRequestSchema, event)
