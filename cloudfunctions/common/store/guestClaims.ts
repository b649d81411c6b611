import type { UserId } from '../base/ids.ts'
import { AUDIT } from './audit.ts'
import { findMark, useOnce } from './ephemeral.ts'
import type { CloudDatabase } from './requests.ts'
import { find } from './requests.ts'

const GUEST = 'guest'

/**
 * Marks the guest as this user's, unless somebody was first; only a hash of the guest id is kept. One request, two
 * when it was claimed before.
 * @param expires in ms since 1970
 * @returns who claimed it: this user or an earlier one; undefined if that one's account is gone
 */
export const claim = async (
  db: CloudDatabase,
  guestId: string,
  expires: number,
  userId: UserId,
): Promise<{ readonly by: UserId | undefined; readonly isNew: boolean }> => {
  if ((await useOnce(db, GUEST, guestId, expires, userId)) === 'first') return { by: userId, isNew: true }
  const mark = await findMark(db, GUEST, guestId)
  return { by: mark?.userId, isNew: false }
}

/** One request: whether this line of the audit is written. */
export const hasAuditLine = async (db: CloudDatabase, id: string): Promise<boolean> =>
  (await find(db, AUDIT, { _id: id }, 1)).length > 0
