import * as v from 'valibot'
import {
  MergeIdSchema,
  OpenPlatformIdSchema,
  UnionIdSchema,
  UserIdSchema,
} from '../../cloudfunctions/common/base/ids.ts'

const UnionSchema = v.object({
  platform: OpenPlatformIdSchema,
  epoch: v.number(),
  unionid: UnionIdSchema,
})
export const UnionsSchema = v.pipe(v.array(UnionSchema), v.readonly())

/** A user as `decide` knows one. */
export const ActiveUserSchema = v.object({
  status: v.literal('active'),
  userId: UserIdSchema,
  createdAt: v.number(),
  version: v.number(),
  administrator: v.boolean(),
  deleting: v.boolean(),
  splitting: v.boolean(),
  unions: UnionsSchema,
  barriers: v.pipe(v.array(MergeIdSchema), v.readonly()),
})

const RowFactsSchema = v.object({
  /** Of the identity and, if the row shows a unionid of a bound app, of the union. */
  ids: v.pipe(v.array(v.string()), v.readonly()),
  identity: v.optional(v.object({ user: ActiveUserSchema, unions: UnionsSchema })),
  union: v.optional(v.object({ user: ActiveUserSchema })),
  /** Whose account was deleted: a list does not bring them back. */
  erased: v.optional(v.literal(true)),
})
/** What is stored about one row, with whom the accounts are now. */
export type RowFacts = v.InferOutput<typeof RowFactsSchema>

/** Answer of `POST /import/facts`. */
export const FactsReplySchema = v.object({ ok: v.literal(true), facts: v.array(RowFactsSchema) })
