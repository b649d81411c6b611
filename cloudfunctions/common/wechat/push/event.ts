import * as v from 'valibot'
import type { AppId, OpenId } from '../../base/ids.ts'
import { OpenIdSchema } from '../../base/ids.ts'
import { unreadable } from './unreadable.ts'

/** Somebody begins to follow an official account or follows it already, or follows it no more. */
export interface FollowMessage {
  readonly kind: 'follow' | 'unfollow'
  readonly openid: OpenId
  /** Milliseconds since 1970, to the second. */
  readonly at: number
}

/** Pages "authorised user information changes" of each kind of app, 2026-11; names are compared as they are written. */
const AuthorizationEventSchema = v.picklist([
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
])
export type AuthorizationEvent = v.InferOutput<typeof AuthorizationEventSchema>

/** Somebody's data changed, or they took an authorisation back, or closed their account with the app. */
export interface AuthorizationMessage {
  readonly kind: 'authorization'
  readonly event: AuthorizationEvent
  readonly openid: OpenId
  /** The number of what was taken back, as these pages list them; empty where nothing was. */
  readonly revokeInfo: string
  /** Milliseconds since 1970, to the second. */
  readonly at: number
}

export type PushMessage = FollowMessage | AuthorizationMessage | { readonly kind: 'other' }

/** Page "receiving events", 2026-11: SCAN comes from somebody who follows already. */
const FOLLOWING: ReadonlyMap<string, FollowMessage['kind']> = new Map([
  ['subscribe', 'follow'],
  ['SCAN', 'follow'],
  ['unsubscribe', 'unfollow'],
])

/** CreateTime: seconds since 1970. */
const InstantSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,11}$/),
  v.transform((seconds) => Number(seconds) * 1_000),
)

const FollowSchema = v.object({ FromUserName: OpenIdSchema, CreateTime: InstantSchema })

/** FromUserName is the platform's own here. */
const AuthorizationSchema = v.object({
  OpenID: OpenIdSchema,
  AppID: v.optional(v.string()),
  RevokeInfo: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  CreateTime: InstantSchema,
})

const readFollow = (kind: FollowMessage['kind'], fields: unknown): FollowMessage => {
  const parsed = v.safeParse(FollowSchema, fields)
  if (!parsed.success) throw unreadable(`${kind}: no person or no time`)
  return { kind, openid: parsed.output.FromUserName, at: parsed.output.CreateTime }
}

const readAuthorization = (
  event: AuthorizationEvent,
  fields: unknown,
  appid: AppId,
): AuthorizationMessage => {
  const parsed = v.safeParse(AuthorizationSchema, fields)
  if (!parsed.success) throw unreadable(`${event}: no person or no time`)
  const { OpenID, AppID = appid, RevokeInfo, CreateTime } = parsed.output
  if (AppID !== appid) throw unreadable(`${event}: of another app`)
  return { kind: 'authorization', event, openid: OpenID, revokeInfo: RevokeInfo, at: CreateTime }
}

/**
 * What the fields of a message say.
 * @param appid whose message it is
 * @throws OneIdError PUSH_UNREADABLE if an event that matters lacks a field, or is of another app
 */
export const readMessage = (fields: Readonly<Record<string, string>>, appid: AppId): PushMessage => {
  const { MsgType, Event = '' } = fields
  if (MsgType !== 'event') return { kind: 'other' }
  const following = FOLLOWING.get(Event)
  if (following !== undefined) return readFollow(following, fields)
  const authorization = v.safeParse(AuthorizationEventSchema, Event)
  return authorization.success ? readAuthorization(authorization.output, fields, appid) : { kind: 'other' }
}
