import type { SimulatedWeChat } from '../wechat/index.ts'
import type { MobileLoginReply, OAuth } from '../wechat/oauth/index.ts'
import type { AuthorisationEvent } from '../wechat/push/events.ts'
import type { PushRecord } from '../wechat/push/index.ts'
import { tieable } from '../wechat/tieable.ts'
import type { World } from '../wechat/world.ts'

/**
 * WeChat in the hands of a test. Apps are named by appid or alias. What is pushed to an app is on its way when a
 * control returns; `world.settled()` waits until it has arrived.
 */
export interface WeChatControls {
  /**
   * Somebody begins to follow an official account, which is told; who follows already goes on.
   * @throws UserError PERSON_UNKNOWN, APP_UNKNOWN, also for an app of another kind
   */
  readonly follow: (person: string, app: string) => void
  /** Somebody follows no longer; the account is told. @throws UserError as `follow` */
  readonly unfollow: (person: string, app: string) => void
  /**
   * Somebody's data changed, or they took back what they had allowed; the app is told.
   * @param revokeInfo what was taken back, by number: with `user_authorization_revoke`, and never else
   * @throws UserError PERSON_UNKNOWN, APP_UNKNOWN; RangeError for a number that the kind of app does not know
   */
  readonly authorisation: (
    person: string,
    app: string,
    event: AuthorisationEvent,
    revokeInfo?: number,
  ) => void
  /**
   * Enters the URL of an app's push target in its settings: whether the server there proves that it knows the token.
   * False for a function, which has no URL.
   * @throws UserError APP_UNKNOWN, WORLD_INVALID without a target
   */
  readonly verifyPush: (app: string) => Promise<boolean>
  /** A mobile app asks WeChat on somebody's phone, who allows it unless told otherwise. @throws as `follow` */
  readonly mobileLogin: (
    person: string,
    app: string,
    options?: Parameters<OAuth['mobileLogin']>[2],
  ) => MobileLoginReply
  /**
   * Opens every page of an official account as a snapshot page (快照页), or no longer.
   * @throws UserError APP_UNKNOWN
   */
  readonly openAsSnapshot: (app: string, on: boolean) => void
  /** The last 200 events sent to apps, oldest first, with what became of every attempt. */
  readonly pushes: () => readonly PushRecord[]
  /**
   * An official account takes over the followers of another (账号迁移), who get new openids: confirmed by both and
   * completed at once.
   * @throws UserError APP_UNKNOWN, also for an app of another kind
   */
  readonly migrate: (from: string, to: string) => void
  /** Leaves the unionid out of every n-th item of `user/info/batchget`; undefined for of none. */
  readonly hideUnionids: (everyNth: number | undefined) => void
}

export const weChatControls = (
  world: World,
  { followers, push, oauth, migrations }: SimulatedWeChat,
): WeChatControls => {
  const account = (app: string): string => tieable(world, app, ['official-account'])
  return {
    follow: (person, app) => followers.follow(person, account(app)),
    unfollow: (person, app) => followers.unfollow(person, account(app)),
    authorisation: push.authorisation,
    verifyPush: push.verify,
    mobileLogin: oauth.mobileLogin,
    openAsSnapshot: oauth.openAsSnapshot,
    pushes: push.records,
    migrate: (from, to) => {
      migrations.confirm(account(from), account(to))
      migrations.complete(from, to)
    },
    hideUnionids: followers.hideUnionids,
  }
}
