/**
 * What the mini-program and the cloud functions say to each other: types only, no code.
 * The cloud functions import this file as types, so a change here is checked on both sides.
 */

import type {
  Backlog,
  Conflicts,
  Coverage,
  FoundUsers,
  MergedUsers,
  PaymentWindows,
  SplitUsers,
} from './adminContract'
import type { Ordered, OrderStatus, Products } from './payContract'

export type {
  AdminRequest,
  AppFigures,
  Backlog,
  Conflicts,
  Coverage,
  DayFigures,
  DeadJob,
  FoundUsers,
  MergedUsers,
  PaymentWindows,
  ShownConflict,
  ShownMerge,
  ShownUser,
  SplitUsers,
  WindowFigures,
} from './adminContract'
export type { Ordered, OrderStatus, PayRequest, Product, Products } from './payContract'

/** A call that failed. `code` is for developers (docs/errors.md), `message` is Chinese and may be shown as it is. */
export interface Failure {
  ok: false
  code: string
  message: string
  /** Give this to the developer: it finds the log line of the call. */
  requestId: string
  /** The field of the call that is wrong, where one is. */
  field?: string
  /**
   * What calling again needs: a fresh `wx.login` code (and fresh open data), or only time. Absent: the same call fails
   * again.
   */
  retry?: 'new-code' | 'later'
}

/**
 * Why the unionid of this person is not known yet.
 * - `APP_NOT_BOUND`: this app is bound to no open platform account, so WeChat issues none.
 * - `NOT_PROVIDED`: the app is bound, but this call brought none; `nextRoutes` may bring it.
 * - `BINDING_NOT_REGISTERED`: WeChat gave one, but the app registry names no open platform for this app.
 */
export type UnionidReason = 'APP_NOT_BOUND' | 'NOT_PROVIDED' | 'BINDING_NOT_REGISTERED'

/**
 * Routes that can still bring the unionid, the least trouble for the person first. The last two are of official
 * accounts, whose pages sign in over HTTP.
 */
export type NextRoute = 'open-data' | 'paid-order' | 'oauth-official-account' | 'follower'

export type UnionidState =
  | { unionid: 'known' }
  | { unionid: 'missing'; reason: UnionidReason; nextRoutes: readonly NextRoute[] }

/**
 * What `login` may be given. Nothing is needed; where the unionid is missing, each of these can bring it, and the
 * server looks only at the cheapest that suffices.
 */
export interface LoginRequest {
  /** `wx.cloud.CloudID(cloudID)` of wx.getUserInfo: free, no exchange. */
  openData?: unknown
  /** Unused code of the `wx.login` before the tap. */
  code?: string
  /** Of wx.getUserInfo, together with `code`. */
  encryptedData?: string
  iv?: string
  /** Of the same answer: checked, if given. Both or none. */
  rawData?: string
  signature?: string
}

/** `login` succeeded. `userId` is the permanent account; no openid or unionid is ever in a reply. */
export type SignedIn = { ok: true; userId: string; isNew: boolean } & UnionidState

/** What `wx.cloud.callFunction({ name: 'login' })` has as `result`. */
export type LoginReply = SignedIn | Failure

/** One app in which the person is known. */
export interface LinkedIdentity {
  /** Names the identity in `unlink`; says nothing about the openid. */
  id: string
  /** Short name of the app, from the app registry. */
  app: string
  kind: 'mini-program' | 'official-account' | 'website' | 'mobile-app' | 'unknown'
  /** The one that is calling. */
  current: boolean
  /** Milliseconds since 1970. */
  firstSeen: number
  /** Milliseconds since 1970, at most a day old. */
  lastSeen: number
  unionid: 'known' | 'missing'
}

/** The account of who is calling. */
export interface Account {
  ok: true
  userId: string
  /** Milliseconds since 1970. */
  createdAt: number
  nickname?: string
  /** File id in the cloud storage, or an https address. */
  avatar?: string
  /** With all but the last four digits hidden. */
  phone?: string
  administrator: boolean
  /** Milliseconds since 1970 at which the account will be deleted; absent if nobody asked for it. */
  deletionDue?: number
}

export type AccountRequest =
  | { action: 'me' }
  /** As filled in by the person; an empty text removes what is there. */
  | { action: 'profile'; nickname?: string; avatar?: string }
  /** `e.detail.code` of the getPhoneNumber button, or `wx.cloud.CloudID(e.detail.cloudID)`. */
  | { action: 'phone'; code?: string; phone?: unknown }
  | { action: 'identities' }
  | { action: 'unlink'; id: string }
  /** The UUID that the device kept while its owner had no account. */
  | { action: 'claimGuest'; guestId: string }
  | { action: 'export' }
  | { action: 'delete' }
  | { action: 'cancelDeletion' }

export interface Identities {
  ok: true
  identities: LinkedIdentity[]
}

export interface Done {
  ok: true
}

/** Everything that is held about the caller. */
export interface Export {
  ok: true
  /** Collection by collection, as stored, with the sealed phone number opened. */
  data: Record<string, unknown[]>
}

export type AccountReply = Account | Identities | Done | Export | Failure

export type PayReply = Products | Ordered | OrderStatus | Failure

export type AdminReply =
  | Backlog
  | Coverage
  | PaymentWindows
  | FoundUsers
  | MergedUsers
  | SplitUsers
  | Conflicts
  | Done
  | Failure
