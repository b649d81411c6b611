/** What administrators and the function `admin` say to each other; a part of contract.ts. */

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
  /** What `jobs` has not done, and what it has given up. */
  | { action: 'backlog'; after?: string }
  /** Lets a job that was given up begin anew. */
  | { action: 'revive'; jobId: string; reason: string }
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

/** A job that was given up. */
export interface DeadJob {
  jobId: string
  kind: string
  /** When it would have been tried next, ms since 1970. */
  due: number
  attempts: number
  lastError: string
  userIds: string[]
}

export interface Backlog {
  ok: true
  /** Due and not done, by kind; the longest due since `oldest` (ms since 1970). */
  waiting: { kind: string; jobs: number; oldest: number }[]
  dead: number
  /** A page of those that were given up. */
  deadJobs: DeadJob[]
  /** Give it back as `after` for the next page. */
  next?: string
}

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
