import * as v from 'valibot'
import {
  AppIdSchema,
  MergeIdSchema,
  OpenIdSchema,
  OpenPlatformIdSchema,
  UnionIdSchema,
  UserIdSchema,
} from '../base/ids.ts'
import { CONFLICT_REASONS } from '../identity/decision.ts'
import { ROUTES } from '../identity/evidence.ts'

/** Milliseconds since 1970. Numbers, not dates: they compare and survive an export unchanged. */
export const Instant = v.number()

/**
 * A document that a merge took away from its owner is stamped with that merge, the first one only: the stamp says
 * whose it was, however far it has come since, and a split brings it back.
 */
const Stamp = v.optional(MergeIdSchema)

/** A unionid with the platform and epoch that it belongs to. */
export const ProvedUnionSchema = v.object({
  platform: OpenPlatformIdSchema,
  epoch: v.number(),
  unionid: UnionIdSchema,
})

/** What could not both be true when this identity last signed in. */
const NotedConflictSchema = v.object({
  reason: v.picklist(CONFLICT_REASONS),
  /** Document id of the union that was shown. */
  union: v.string(),
  /** The other user, where there is one. */
  other: v.optional(UserIdSchema),
  at: Instant,
})

export const IdentityDocumentSchema = v.object({
  _id: v.string(),
  kind: v.literal('identity'),
  userId: UserIdSchema,
  appid: AppIdSchema,
  openid: OpenIdSchema,
  /** Only ever grows, so that its length says whether somebody has been here since. */
  unions: v.array(ProvedUnionSchema),
  route: v.picklist(ROUTES),
  firstSeen: Instant,
  /** Written at most daily. */
  lastSeen: Instant,
  /** Not announced yet: `jobs` turns it into notifications and an audit line. */
  announce: v.boolean(),
  conflict: v.optional(NotedConflictSchema),
  oneidMerge: Stamp,
})
/** One (appid, openid) pair of a user (`identities`). */
export type IdentityDocument = v.InferOutput<typeof IdentityDocumentSchema>

export const UnionDocumentSchema = v.object({
  _id: v.string(),
  kind: v.literal('union'),
  userId: UserIdSchema,
  platform: OpenPlatformIdSchema,
  epoch: v.number(),
  unionid: UnionIdSchema,
  route: v.picklist(ROUTES),
  firstSeen: Instant,
  announce: v.boolean(),
  oneidMerge: Stamp,
})
/** One (open platform, unionid) pair of a user (`identities`). */
export type UnionDocument = v.InferOutput<typeof UnionDocumentSchema>

/** A document of `identities`. */
export const KeyDocumentSchema = v.variant('kind', [IdentityDocumentSchema, UnionDocumentSchema])
export type KeyDocument = v.InferOutput<typeof KeyDocumentSchema>
