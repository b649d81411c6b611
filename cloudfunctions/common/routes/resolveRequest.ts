import * as v from 'valibot'
import { OpenIdSchema, OpenPlatformIdSchema, UnionIdSchema, UserIdSchema } from '../base/ids.ts'
import { AppAliasSchema } from './appNamed.ts'

/** As many as one query should name, and enough for a page of anything. */
const AT_MOST = 100

/** A user has a handful of keys: with fewer users no answer is cut off. */
const USERS_AT_MOST = 50

/** An openid of an app, or a unionid of an open platform account. */
export const ResolveIdsSchema = v.object({
  ids: v.pipe(
    v.array(
      v.union([
        v.object({ app: AppAliasSchema, openid: OpenIdSchema }),
        v.object({ openPlatform: OpenPlatformIdSchema, unionid: UnionIdSchema }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(AT_MOST),
  ),
})
export type ResolveIds = v.InferOutput<typeof ResolveIdsSchema>

export const ResolveUsersSchema = v.object({
  users: v.pipe(v.array(UserIdSchema), v.minLength(1), v.maxLength(USERS_AT_MOST)),
})
export type ResolveUsers = v.InferOutput<typeof ResolveUsersSchema>
