import * as v from 'valibot'
import { MergeIdSchema, UserIdSchema } from '../base/ids.ts'
import { Instant } from './documents.ts'

/** What a business function is told. `id` is the same whenever the same event is delivered again. */
export const EventSchema = v.variant('type', [
  v.object({
    type: v.literal('identity.attached'),
    id: v.string(),
    at: Instant,
    userId: UserIdSchema,
    /** Document id of the identity; says nothing about the openid. */
    identity: v.string(),
    app: v.string(),
    unionid: v.picklist(['known', 'missing']),
  }),
  v.object({
    type: v.literal('user.merged'),
    id: v.string(),
    at: Instant,
    /** The survivor. */
    userId: UserIdSchema,
    loser: UserIdSchema,
    mergeId: MergeIdSchema,
  }),
  v.object({
    type: v.literal('user.split'),
    id: v.string(),
    at: Instant,
    /** The account that is back. */
    userId: UserIdSchema,
    survivor: UserIdSchema,
    mergeId: MergeIdSchema,
    /** Rows that were created after the merge stay with this user. */
    rowsCreatedSinceStayWith: UserIdSchema,
  }),
  v.object({
    type: v.literal('user.deleted'),
    id: v.string(),
    at: Instant,
    userId: UserIdSchema,
    /** Users that had become this one: rows that no merge has moved yet may still carry their ids. */
    formerly: v.array(UserIdSchema),
  }),
  v.object({
    type: v.literal('guest.claimed'),
    id: v.string(),
    at: Instant,
    userId: UserIdSchema,
    guestId: v.string(),
  }),
  v.object({
    type: v.literal('order.paid'),
    id: v.string(),
    /** When it was paid. */
    at: Instant,
    userId: UserIdSchema,
    order: v.string(),
    app: v.string(),
    product: v.string(),
    fen: v.number(),
    /** WeChat's number of the payment. */
    transactionId: v.string(),
  }),
  v.object({
    type: v.literal('alert'),
    id: v.string(),
    at: Instant,
    /**
     * `APP_REBOUND?`: several people of one app showed another unionid within an hour. `PAYMENT_MISMATCH`,
     * `PAYMENT_UNKNOWN`, `PAYMENT_WITHOUT_ACCOUNT`: money came for which nothing was granted. `REFUND_FAILED`: money did not go back.
     */
    code: v.string(),
    app: v.string(),
  }),
])
export type OneIdEvent = v.InferOutput<typeof EventSchema>
