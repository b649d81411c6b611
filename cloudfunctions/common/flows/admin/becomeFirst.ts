import { OneIdError } from '../../base/errors.ts'
import { DAY_MS } from '../../base/time.ts'
import { findAdministrator, setAdministrator } from '../../store/administration.ts'
import { findMark, useOnce } from '../../store/ephemeral.ts'
import { hasFingerprint } from '../../store/fingerprint.ts'
import { readUsers } from '../../store/users.ts'
import { isDirect } from '../account/caller.ts'
import { inRounds } from '../rounds.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

/** Longer than any code stays in a configuration. */
const USED_KEPT_MS = 3650 * DAY_MS

const MARK = 'first-administrator'

const refused = (why: string): OneIdError => new OneIdError('ADMIN_CODE_INVALID', why)

/** The code works once; who was cut off after using it may use it again. */
const spend = async ({ ports: { db }, now, caller, setupFingerprint }: AdminCall, code: string) => {
  const fingerprint = setupFingerprint()
  if (!hasFingerprint(code, fingerprint)) throw refused('wrong')
  const { _id: userId } = caller.user
  const used = await useOnce(db, MARK, fingerprint.reveal(), now + USED_KEPT_MS, userId)
  if (used === 'first') return
  const mark = await findMark(db, MARK, fingerprint.reveal())
  if (mark?.userId !== userId) throw refused('used by another account')
}

/**
 * Makes the caller the first administrator: for who has the code that `npm run admin` printed, and only while there is
 * none.
 * @throws OneIdError ADMIN_CODE_INVALID, SECRET_MISSING
 */
export const becomeFirst = async (call: AdminCall, { code }: Asked<'becomeFirst'>): Promise<{ ok: true }> => {
  const { ports, caller } = call
  const { _id: userId } = caller.user
  await spend(call, code)
  const present = await findAdministrator(ports.db)
  if (present !== undefined && present._id !== userId) throw refused('there is an administrator')
  if (!isDirect(caller)) throw refused('the account was merged a moment ago')
  await inRounds(ports, async () => {
    const [user] = await readUsers(ports.db, [userId])
    if (user === undefined || user.status !== 'active') throw refused('the account is gone')
    return user.administrator ? 'changed' : setAdministrator(ports.db, user, true)
  })
  await record(call, 'becomeFirst', [userId])
  return { ok: true }
}
