/**
 * What the mini-program and the cloud functions say to each other: types only, no code.
 * The cloud functions import this file as types, so a change here is checked on both sides.
 */

/** A call that failed. `code` is for developers (docs/errors.md), `message` is Chinese and may be shown as it is. */
export interface Failure {
  ok: false
  code: string
  message: string
  /** Give this to the developer: it finds the log line of the call. */
  requestId: string
}

/**
 * Why the unionid of this person is not known yet.
 * - `APP_NOT_BOUND`: this app is bound to no open platform account, so WeChat issues none.
 * - `NOT_PROVIDED`: the app is bound, but this call brought none; `nextRoutes` may bring it.
 * - `BINDING_NOT_REGISTERED`: WeChat gave one, but the app registry names no open platform for this app.
 */
export type UnionidReason = 'APP_NOT_BOUND' | 'NOT_PROVIDED' | 'BINDING_NOT_REGISTERED'

/** Routes that can still bring the unionid, the least trouble for the person first. */
export type NextRoute = 'open-data' | 'paid-order'

export type UnionidState =
  | { unionid: 'known' }
  | { unionid: 'missing'; reason: UnionidReason; nextRoutes: readonly NextRoute[] }

/** `login` succeeded. `userId` is the permanent account; no openid or unionid is ever in a reply. */
export type SignedIn = { ok: true; userId: string; isNew: boolean } & UnionidState

/** What `wx.cloud.callFunction({ name: 'login' })` has as `result`. */
export type LoginReply = SignedIn | Failure
