import type { UserId } from '../base/ids.ts'
import type { CloudDatabase } from './requests.ts'
import { readUsers } from './users.ts'

/** Merges follow each other without ever closing a circle; no person has merged so often. */
const STEPS_AT_MOST = 32

/**
 * Who these users are now: themselves or, over any number of merges, their survivors. Deleted and missing users are
 * left out. One request per step.
 */
export const followAliases = async (
  db: CloudDatabase,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, UserId>> => {
  /** How far each of them has got. */
  let reached = new Map([...new Set(userIds)].map((userId) => [userId, userId]))
  const now = new Map<UserId, UserId>()
  for (let step = 0; step < STEPS_AT_MOST && reached.size > 0; step++) {
    const users = await readUsers(db, [...new Set(reached.values())])
    const byId = new Map(users.map((user) => [user._id, user]))
    const further = new Map<UserId, UserId>()
    for (const [userId, at] of reached) {
      const user = byId.get(at)
      if (user?.status === 'active') now.set(userId, at)
      if (user?.status === 'merged' && user.mergedInto !== undefined) further.set(userId, user.mergedInto)
    }
    reached = further
  }
  return now
}
