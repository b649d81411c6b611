import { OneIdError } from '../../base/errors.ts'
import type { UserId } from '../../base/ids.ts'
import { DAY_MS } from '../../base/time.ts'
import { followAliases } from '../../store/aliases.ts'
import { writeAudit } from '../../store/audit.ts'
import { claim, hasAuditLine } from '../../store/guestClaims.ts'
import type { CloudDatabase } from '../../store/requests.ts'
import { enqueue, eventId } from '../jobs/notifications.ts'
import { auditLineOf } from './audit.ts'
import type { AccountCall } from './call.ts'
import { callerOf } from './caller.ts'

/** Longer than a device keeps a guest id that nobody uses. */
const CLAIM_MS = 400 * DAY_MS

/** Who claimed it first may have become the caller's account by a merge. */
const checkClaimer = async (db: CloudDatabase, by: UserId | undefined, userId: UserId): Promise<void> => {
  if (by === userId) return
  if (by === undefined || (await followAliases(db, [by])).get(by) !== userId)
    throw new OneIdError('GUEST_CLAIMED', 'by another account')
}

/**
 * What the device gathered before its owner had an account becomes the account's: business functions are told, once.
 * First the claim, then the notifications, then the audit line; who claims again and finds no line goes on where the
 * first call was cut off, with the same event. 3 requests, one more if functions are told, and 4 the second time.
 * @throws OneIdError GUEST_CLAIMED
 */
export const claimGuest = async ({ ports, config, proof }: AccountCall, guestId: string) => {
  const { db, now } = ports
  const userId = (await callerOf(db, proof.evidence)).user._id
  const what = 'account.claimGuest'
  const line = auditLineOf(ports, { what, userId, app: proof.app.alias, once: guestId })
  const done = { ok: true as const }

  const { by, isNew } = await claim(db, guestId, now + CLAIM_MS, userId)
  if (!isNew) {
    await checkClaimer(db, by, userId)
    if (await hasAuditLine(db, line._id)) return done
  }
  const id = eventId('guest.claimed', guestId)
  await enqueue(db, config, now, { type: 'guest.claimed', id, at: now, userId, guestId }, [userId])
  await writeAudit(db, line)
  return done
}
