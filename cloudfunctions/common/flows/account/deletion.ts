import type { Config } from '../../base/config.ts'
import { OneIdError } from '../../base/errors.ts'
import { DAY_MS } from '../../base/time.ts'
import { writeDeletion } from '../../store/accounts.ts'
import { writeAudit } from '../../store/audit.ts'
import type { JobOf } from '../../store/jobs.ts'
import { addJob, jobId, NEW_JOB } from '../../store/jobs.ts'
import type { UserDocument } from '../../store/users.ts'
import { inRounds } from '../rounds.ts'
import { auditLineOf } from './audit.ts'
import type { AccountCall, AccountPorts } from './call.ts'
import { callerOf } from './caller.ts'
import { viewOf } from './me.ts'

interface DeletionBy {
  /** Alias of the app in which it was asked for. */
  readonly app: string
  /** By whom, if not by the person. */
  readonly by?: 'system'
  /** Whose going has made the account pointless; if they are back by then, nothing is deleted. */
  readonly follower?: JobOf<'erase'>['follower']
}

/**
 * Writes the wish, unless it is there already. The job comes first: without the wish it does nothing, and the wish
 * without it would be forgotten. The line of the audit comes last, so that it says nothing that did not happen; whoever
 * was cut off before it and asks again writes it then. 3 requests, 1 if the wish is there.
 * @returns the user as it is now
 */
export const requestDeletion = async (
  ports: AccountPorts,
  { deletionGraceDays }: Config['retention'],
  user: UserDocument,
  { follower, ...by }: DeletionBy,
): Promise<UserDocument | 'again'> => {
  const { db, now } = ports
  const { _id: userId } = user
  const noted = ({ requestedAt }: { readonly requestedAt: number }) =>
    writeAudit(db, auditLineOf({ ...ports, now: requestedAt }, { what: 'account.delete', userId, ...by }))
  if (user.deletion !== undefined) {
    await noted(user.deletion)
    return user
  }
  const deletion = { requestedAt: now, due: now + deletionGraceDays * DAY_MS }
  await addJob(db, {
    ...NEW_JOB,
    _id: jobId('erase', userId, String(now)),
    kind: 'erase',
    due: deletion.due,
    users: [userId],
    userId,
    pass: 'first',
    ...(follower !== undefined && { follower }),
  })
  if ((await writeDeletion(db, user, deletion)) === 'again') return 'again'
  await noted(deletion)
  return { ...user, deletion }
}

/** The account is deleted after the days of grace; until then the wish can be taken back. 4 requests, 2 the second time. */
export const askForDeletion = ({ ports, config, proof }: AccountCall) =>
  inRounds(ports, async () => {
    const account = await callerOf(ports.db, proof.evidence)
    const by = { app: proof.app.alias }
    const user = await requestDeletion(ports, config.retention, account.user, by)
    return user === 'again' ? user : viewOf({ ...account, user })
  })

/**
 * Takes the wish back; its job finds none and does nothing. 3 requests.
 * @throws OneIdError DELETION_NOT_PENDING
 */
export const cancelDeletion = ({ ports, proof }: AccountCall) =>
  inRounds(ports, async () => {
    const { db } = ports
    const account = await callerOf(db, proof.evidence)
    const { deletion, ...user } = account.user
    if (deletion === undefined) throw new OneIdError('DELETION_NOT_PENDING', 'cancelDeletion')
    if ((await writeDeletion(db, account.user, undefined)) === 'again') return 'again'
    const line = { what: 'account.cancelDeletion', userId: user._id, app: proof.app.alias }
    await writeAudit(db, auditLineOf(ports, line))
    return viewOf({ ...account, user })
  })
