/**
 * What the mini-program and the cloud functions say to each other: types only, no code.
 * The cloud functions import this file as types, so a change here is checked on both sides.
 */

import type { Ordered, OrderStatus, Products } from './payContract'

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

/** For administrators only; everybody else gets NOT_ADMINISTRATOR. Every action is written into the audit. */
export type AdminRequest =
  /** Makes the caller the first administrator; the code is printed by `npm run admin`. */
  | { action: 'becomeFirst'; code: string }
  | {
      action: 'find'
      by:
        | { userId: string }
        | { appid: string; openid: string }
        | { openPlatform: string; unionid: string }
        | { phone: string }
    }
  | { action: 'show'; userId: string }
  | { action: 'merge'; users: [string, string]; reason: string }
  | { action: 'split'; mergeId: string; reason: string }
  | { action: 'conflicts'; after?: string }
  /** Closes a conflict: the accounts stay as they are. */
  | { action: 'resolve'; conflictId: string; reason: string }
  /** Lets two accounts that were split merge again by themselves. */
  | { action: 'liftBarrier'; mergeId: string; reason: string }
  /** Who is known by which route, counted by the day; from `since` to `until` (ms since 1970), 98 days at most. */
  | { action: 'coverage'; since: number; until: number }
  /** What became of the five minutes after payments made from `since` to before `until` (ms since 1970, a year at most). */
  | { action: 'paymentWindows'; since: number; until: number }
  | { action: 'appoint'; userId: string; reason: string }
  | { action: 'dismiss'; userId: string; reason: string }

/** A user's graph as an administrator sees it; openids and unionids are shortened. */
export interface ShownUser {
  userId: string
  status: 'active' | 'merged' | 'deleted'
  mergedInto?: string
  createdAt: number
  administrator: boolean
  deletionDue?: number
  nickname?: string
  phone?: string
  identities: {
    id: string
    app: string
    openid: string
    route: string
    firstSeen: number
    lastSeen: number
    unionids: string[]
  }[]
  unions: { id: string; openPlatform: string; unionid: string; route: string; firstSeen: number }[]
  merges: ShownMerge[]
}

export interface ShownMerge {
  mergeId: string
  survivor: string
  loser: string
  at: number
  /** A route, or `administrator`. */
  by: string
  reason?: string
  state: 'open' | 'closed' | 'split'
  /** Milliseconds since 1970 until which it can be split. */
  undoUntil: number
  /** After a split: the two accounts do not merge by themselves. */
  barrier: boolean
}

export interface ShownConflict {
  conflictId: string
  /** See docs/errors.md. */
  reason: string
  at: number
  app: string
  userId: string
  /** The other account, where the conflict is between two. */
  otherUserId?: string
}

export interface FoundUsers {
  ok: true
  users: ShownUser[]
}

export interface MergedUsers {
  ok: true
  mergeId: string
  survivor: string
  loser: string
}

export interface SplitUsers {
  ok: true
  mergeId: string
  /** The account that is back. */
  userId: string
  /** Rows of business collections that were created after the merge stay with this account. */
  rowsCreatedSinceStayWith: string
}

export interface Conflicts {
  ok: true
  conflicts: ShownConflict[]
  /** Give it back as `after` for the next page. */
  next?: string
}

export interface WindowFigures {
  /** Payments of somebody whose unionid was missing. */
  opened: number
  /** The unionid came by the payment. */
  used: number
  /** It came by another route first. */
  unneeded: number
  /** The account was gone by then. */
  dropped: number
  /** Not over yet. */
  open: number
  /** How many brought nothing, by reason: WeChat's number of the last refusal, LATE, NO_ANSWER. */
  lost: Record<string, number>
  /** How many of the used ones took at most so many seconds from the payment to the unionid. */
  within: { seconds: number; count: number }[]
}

export type PaymentWindows = { ok: true } & WindowFigures

/** Figures of one app on one day: identities, those whose unionid is known, those that were here and those that came. */
export interface AppFigures {
  app: string
  identities: number
  known: number
  seen: number
  added: number
  /** By the route that the identity came by. */
  routes: { route: string; identities: number; known: number }[]
}

/** Figures of one day in Beijing. */
export interface DayFigures {
  /** As `2026-11-20`. */
  day: string
  /** When it was counted, ms since 1970; a day that is not over is counted again every hour. */
  at: number
  /** By status: active, merged, deleted. */
  users: Record<string, number>
  /** Most identities first. */
  apps: AppFigures[]
  /** Merges of that day, by the route that showed that both accounts are one person's, or `administrator`. */
  merges: Record<string, number>
  /** Conflicts of that day. */
  conflicts: number
  /** Conflicts that nobody had looked at by then. */
  openConflicts: number
  windows: WindowFigures
}

/** The days that were counted, oldest first. */
export interface Coverage {
  ok: true
  days: DayFigures[]
}
export type AdminReply =
  | Coverage
  | PaymentWindows
  | FoundUsers
  | MergedUsers
  | SplitUsers
  | Conflicts
  | Done
  | Failure
