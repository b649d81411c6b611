import type { UserId } from '../../../base/ids.ts'
import { LONGEST_CALL_MS, MINUTE_MS } from '../../../base/time.ts'
import { isHearsay } from '../../../identity/evidence.ts'
import { registeredApp } from '../../../routes/proof.ts'
import { writeDeletion } from '../../../store/accounts.ts'
import { auditId } from '../../../store/audit.ts'
import { eraseEverywhere, markDeleted } from '../../../store/erasure.ts'
import { readKeysOf } from '../../../store/identities.ts'
import type { JobOf } from '../../../store/jobs.ts'
import type { UserDocument } from '../../../store/users.ts'
import { readUsers } from '../../../store/users.ts'
import { isFollower } from '../../followers/look.ts'
import { becameThis } from '../../origins.ts'
import type { Announcement } from '../announcements/publish.ts'
import { publish } from '../announcements/publish.ts'
import { eventId } from '../notifications.ts'
import type { Verdict, Work } from '../work.ts'
import { DONE } from '../work.ts'

/** Whether the wish that this job was made for still stands, or is half fulfilled. */
const isWanted = (user: UserDocument | undefined, now: number): user is UserDocument =>
  user !== undefined &&
  (user.status === 'deleted' ||
    (user.status === 'active' && user.deletion !== undefined && user.deletion.due <= now))

/**
 * An account that was made by following alone, and whose follower has gone, is pointless; it is not, when its person has
 * signed in or followed again since.
 */
const isBack = async (work: Work, userId: UserId, { follower }: JobOf<'erase'>): Promise<boolean> => {
  if (follower === undefined) return false
  const keys = await readKeysOf(work.ports.db, userId)
  if (keys.some((key) => key.kind === 'identity' && !isHearsay(key.route))) return true
  const { appid, openid } = follower
  return isFollower(work, registeredApp(work.config, appid), openid)
}

/** What business functions are told, and the proof that is kept: a pseudonym and a time. */
const announcementOf = (
  { sealing }: Pick<Work, 'sealing'>,
  userId: UserId,
  formerly: readonly UserId[],
  at: number,
): Announcement => ({
  line: {
    _id: auditId('event', 'user.deleted', userId),
    at,
    kind: 'event',
    what: 'user.deleted',
    actor: 'system',
    subjects: [sealing.pseudonym(userId)],
  },
  told: {
    event: { type: 'user.deleted', id: eventId('user.deleted', userId), at, userId, formerly: [...formerly] },
    users: [userId],
  },
})

/**
 * Deletes an account whose time has come: first the account itself, so that nobody signs in to it or merges with it
 * any more, then everything about it and about the users that had become it. The late pass takes what a call that was
 * running still wrote.
 */
export const eraseJob = async (work: Work, job: JobOf<'erase'>): Promise<Verdict> => {
  const { ports, clock } = work
  const now = clock()
  const { userId } = job
  const [user] = await readUsers(ports.db, [userId])
  if (!isWanted(user, now)) return DONE
  // Keys of two accounts are mixed until a split is settled; they must not go with the wrong one.
  if (user.splitting !== undefined) return { due: now + MINUTE_MS }
  if (user.status === 'active' && (await isBack(work, userId, job))) {
    const kept = await writeDeletion(ports.db, user, undefined)
    return kept === 'again' ? { due: now } : DONE
  }
  if (user.status === 'active' && (await markDeleted(ports.db, user)) === 'changed') return { due: now }
  // The aliases go with the first pass: the job remembers who had become this user.
  const users = [userId, ...(await becameThis(ports.db, userId)).map(({ _id }) => _id)]
  if (users.some((each) => !job.users.includes(each))) return { due: now, change: { users } }
  const formerly = job.users.filter((each) => each !== userId)
  await publish(work, [announcementOf(work, userId, formerly, now)])
  const remembered = job.follower === undefined ? now : undefined
  await eraseEverywhere(ports.db, job.users, remembered)
  return job.pass === 'late' ? DONE : { due: now + 2 * LONGEST_CALL_MS, change: { pass: 'late' } }
}
