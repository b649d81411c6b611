import { OneIdError } from '../../base/errors.ts'
import type { Evidence } from '../../identity/evidence.ts'
import type { CurrentAccount } from '../../store/currentAccount.ts'
import { readCurrentAccount } from '../../store/currentAccount.ts'
import { identityId } from '../../store/documentIds.ts'
import type { CloudDatabase } from '../../store/requests.ts'

/**
 * The account of who is calling, read as `currentUser` reads it: one request, one more for each merge that has not
 * reached the identity yet.
 * @throws OneIdError NOT_SIGNED_IN
 */
export const callerOf = async (
  db: CloudDatabase,
  { appid, openid }: Pick<Evidence, 'appid' | 'openid'>,
): Promise<CurrentAccount> => {
  const account = await readCurrentAccount(db, identityId(appid, openid))
  if (account === undefined) throw new OneIdError('NOT_SIGNED_IN', 'no account for the calling identity')
  return account
}

/** The identity points at the account itself. Rights of one account, an administrator's, do not come over an alias. */
export const isDirect = ({ owner, user }: CurrentAccount): boolean => owner._id === user._id
