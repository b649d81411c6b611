import type { WorldApp } from '../definition.ts'
import { openidOf, originalIdOf } from '../ids.ts'
import type { PushFields } from './request.ts'

/** The parametric QR code (带参数二维码) that somebody has scanned. */
export interface ScannedCode {
  /** A number, or a text of up to 64 characters. */
  readonly scene: string | number
  readonly ticket: string
}

const eventOf = (app: WorldApp, from: string, now: number, name: string): PushFields => ({
  ToUserName: originalIdOf(app.appid),
  FromUserName: from,
  CreateTime: Math.floor(now / 1_000),
  MsgType: 'event',
  Event: name,
})

/**
 * Somebody begins or ends to follow, or scans a code while following (page "receiving events", 2026-11). EventKey and
 * Ticket only come from a parametric code; there is no unionid.
 */
export const followEvent = (
  app: WorldApp,
  personId: string,
  now: number,
  name: 'subscribe' | 'unsubscribe' | 'SCAN',
  code?: ScannedCode,
): PushFields => ({
  ...eventOf(app, openidOf(app.appid, personId), now, name),
  ...(code !== undefined && {
    EventKey: name === 'subscribe' ? `qrscene_${code.scene}` : String(code.scene),
    Ticket: code.ticket,
  }),
})

/** The platform, not a person, sends these. */
const PLATFORM = 'LOCAL_platform'

/** What somebody takes back, by kind of app (pages "authorised user information changes" of each kind, 2026-11). */
export const REVOKE_INFO: Readonly<Record<WorldApp['kind'], readonly number[]>> = {
  'mini-program': [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 18, 19, 20],
  'official-account': [201, 202, 203, 204, 205, 206, 207],
  website: [301],
  'mobile-app': [301],
}

export const AUTHORISATION_EVENTS = [
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
] as const
export type AuthorisationEvent = (typeof AUTHORISATION_EVENTS)[number]

/**
 * Somebody's data changed, or they took an authorisation back, or closed their account with the app. UnionID is named
 * for official accounts, websites and mobile apps, not for mini-programs. PluginID and OpenPID, which only plugins
 * have, are left out.
 */
export const authorisationEvent = (
  app: WorldApp,
  person: { readonly id: string; readonly unionid: string | undefined },
  now: number,
  name: AuthorisationEvent,
  revokeInfo?: number,
): PushFields => ({
  ...eventOf(app, PLATFORM, now, name),
  OpenID: openidOf(app.appid, person.id),
  ...(app.kind !== 'mini-program' && person.unionid !== undefined && { UnionID: person.unionid }),
  AppID: app.appid,
  ...(revokeInfo !== undefined && { RevokeInfo: String(revokeInfo) }),
})
