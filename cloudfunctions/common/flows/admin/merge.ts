import { OneIdError } from '../../base/errors.ts'
import { DAY_MS } from '../../base/time.ts'
import { mergeOrder, obstacle } from '../../identity/merging.ts'
import { knownUser, readUsers } from '../../store/users.ts'
import { merge } from '../merge.ts'
import { inRounds } from '../rounds.ts'
import { split } from '../split.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

/**
 * An administrator knows that two accounts are one person's. The same rules say who survives, and the same things stand
 * against it, except that the two may hold different unionids: a person can have two WeChat accounts.
 * @throws OneIdError USER_NOT_FOUND, MERGE_REFUSED
 */
export const mergeUsers = async (call: AdminCall, { users, reason }: Asked<'merge'>) => {
  const { ports, config, now } = call
  const { survivor, loser, mergeId } = await inRounds(ports, async () => {
    const [one, other] = (await readUsers(ports.db, users)).map(knownUser)
    if (one?.status !== 'active' || other?.status !== 'active')
      throw new OneIdError('USER_NOT_FOUND', 'merge: one of the two is not an active account')
    const inTheWay = obstacle(one, other)
    if (inTheWay !== undefined) throw new OneIdError('MERGE_REFUSED', inTheWay)
    const order = mergeOrder(one, other)
    const undoUntil = now + config.retention.undoDays * DAY_MS
    const merged = await merge(ports.db, { ...order, by: 'administrator', reason, at: now, undoUntil })
    return merged === 'again' ? 'again' : { ...merged, loser: order.loser.userId }
  })
  await record(call, 'merge', [survivor, loser], reason)
  return { ok: true as const, mergeId, survivor, loser }
}

/**
 * Undoes a merge and says what does not come back.
 * @throws OneIdError MERGE_NOT_FOUND, SPLIT_TOO_LATE, SPLIT_REFUSED
 */
export const splitUsers = async (call: AdminCall, { mergeId, reason }: Asked<'split'>) => {
  const { survivor, loser } = await split(call.ports, mergeId, { at: call.now, reason })
  await record(call, 'split', [survivor, loser], reason)
  return { ok: true as const, mergeId, userId: loser, rowsCreatedSinceStayWith: survivor }
}
