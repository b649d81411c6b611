import { OneIdError } from '../../base/errors.ts'
import { setAdministrator } from '../../store/administration.ts'
import { readUsers } from '../../store/users.ts'
import { inRounds } from '../rounds.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

/**
 * Makes an account an administrator's, or an ordinary one again.
 * @throws OneIdError USER_NOT_FOUND
 */
export const appoint = async (
  call: AdminCall,
  { action, userId, reason }: Asked<'appoint'> | Asked<'dismiss'>,
): Promise<{ ok: true }> => {
  const { ports } = call
  const wanted = action === 'appoint'
  await inRounds(ports, async () => {
    const [user] = await readUsers(ports.db, [userId])
    if (user === undefined || user.status !== 'active') throw new OneIdError('USER_NOT_FOUND', action)
    return user.administrator === wanted ? 'changed' : setAdministrator(ports.db, user, wanted)
  })
  await record(call, action, [userId], reason)
  return { ok: true }
}
