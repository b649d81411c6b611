import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { AppIdSchema, OpenIdSchema, OpenPlatformIdSchema, UnionIdSchema, UserIdSchema } from '../base/ids.ts'

/** Milliseconds since 1970. Numbers, not dates: they compare and survive an export unchanged. */
const Instant = v.number()

/** An account (`users`). */
export interface UserDocument {
  readonly _id: string
  readonly status: 'active'
  readonly createdAt: number
  /** Raised by every change of the account; merges compare it. */
  readonly version: number
}

const ProvedUnionSchema = v.object({
  platform: OpenPlatformIdSchema,
  epoch: v.number(),
  unionid: UnionIdSchema,
})

const IdentityDocumentSchema = v.object({
  _id: v.string(),
  kind: v.literal('identity'),
  userId: UserIdSchema,
  appid: AppIdSchema,
  openid: OpenIdSchema,
  /** Only ever grows, so that its length says whether somebody has been here since. */
  unions: v.array(ProvedUnionSchema),
  route: v.string(),
  firstSeen: Instant,
  /** Written at most daily. */
  lastSeen: Instant,
  /** Not announced yet: whoever works off announcements turns it into notification and audit line. */
  announce: v.boolean(),
})
/** One (appid, openid) pair of a user (`identities`). */
export type IdentityDocument = v.InferOutput<typeof IdentityDocumentSchema>

const UnionDocumentSchema = v.object({
  _id: v.string(),
  kind: v.literal('union'),
  userId: UserIdSchema,
  platform: OpenPlatformIdSchema,
  epoch: v.number(),
  unionid: UnionIdSchema,
  route: v.string(),
  firstSeen: Instant,
  announce: v.boolean(),
})
/** One (open platform, unionid) pair of a user (`identities`). */
export type UnionDocument = v.InferOutput<typeof UnionDocumentSchema>

const StoredSchema = v.variant('kind', [IdentityDocumentSchema, UnionDocumentSchema])

/**
 * Reads a document of `identities`.
 * @throws OneIdError DATA_UNREADABLE when it was edited by hand or written by a newer version
 */
export const readStored = (document: unknown): IdentityDocument | UnionDocument => {
  const parsed = v.safeParse(StoredSchema, document)
  if (parsed.success) return parsed.output
  const id = v.safeParse(v.object({ _id: v.string() }), document)
  const [issue] = parsed.issues
  throw new OneIdError(
    'DATA_UNREADABLE',
    `identities/${id.success ? id.output._id : '?'}: field ${v.getDotPath(issue) ?? 'kind'} is not as written`,
  )
}
