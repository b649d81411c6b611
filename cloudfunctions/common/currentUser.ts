import { OneIdError } from './base/errors.ts'
import type { UserId } from './base/ids.ts'
import { callingIdentity } from './store/callingIdentity.ts'
import { readCurrentAccount } from './store/currentAccount.ts'
import type { CloudDatabase } from './store/requests.ts'

/** What is needed of wx-server-sdk, after `cloud.init()`. */
export interface Cloud {
  readonly getWXContext: () => unknown
  readonly database: () => CloudDatabase
}

export interface CurrentUser {
  readonly userId: UserId
  /**
   * The caller's identity points at this account itself. False in the moments after a merge in which it still points at
   * the account that was merged: enough to find the person's data, not enough for rights that only this account has.
   */
  readonly direct: boolean
}

/**
 * Who is calling a business function. Call it before anything asynchronous: the SDK reads the context from process.env,
 * and an instance that serves several calls overwrites it.
 *
 * One database request; one more for each merge that has not reached the identity yet.
 * @example const { userId } = await currentUser(cloud)
 * @throws OneIdError NOT_SIGNED_IN if `login` was never called, or the account is deleted; NO_WECHAT_IDENTITY,
 * WECHAT_CONTEXT_UNREADABLE, COLLECTION_MISSING, DATABASE_UNAVAILABLE, DATA_UNREADABLE
 */
export const currentUser = async (cloud: Cloud): Promise<CurrentUser> => {
  const context = cloud.getWXContext()
  const account = await readCurrentAccount(cloud.database(), callingIdentity(context))
  if (account === undefined) throw new OneIdError('NOT_SIGNED_IN', 'no account for the calling identity')
  const { user, owner } = account
  return { userId: user._id, direct: owner._id === user._id }
}
