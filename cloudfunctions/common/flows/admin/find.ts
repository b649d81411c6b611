import { OneIdError } from '../../base/errors.ts'
import type { UserId } from '../../base/ids.ts'
import { findByPhone, findKeys, mergesOf } from '../../store/administration.ts'
import { identityId, unionId } from '../../store/documentIds.ts'
import { readKeysOf } from '../../store/identities.ts'
import type { UserDocument } from '../../store/users.ts'
import { readUsers } from '../../store/users.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'
import { userView } from './view.ts'

const shown = async ({ ports: { db }, config }: AdminCall, user: UserDocument) =>
  userView(config, user, await readKeysOf(db, user._id), await mergesOf(db, user._id))

const usersBy = async (
  { ports: { db }, sealing }: AdminCall,
  by: Asked<'find'>['by'],
): Promise<readonly UserDocument[]> => {
  if ('phone' in by) return findByPhone(db, sealing.phoneHash(by.phone))
  if ('userId' in by) return readUsers(db, [by.userId])
  const id = 'openid' in by ? identityId(by.appid, by.openid) : unionId(by.openPlatform, by.unionid)
  const owners = (await findKeys(db, [id])).map(({ userId }) => userId)
  return owners.length === 0 ? [] : readUsers(db, owners)
}

/** Users by what is known of them; several only by phone number, none if nobody is found. */
export const find = async (call: AdminCall, { by }: Asked<'find'>) => {
  const found = await usersBy(call, by)
  await record(
    call,
    'find',
    found.map(({ _id }) => _id),
  )
  const users: Awaited<ReturnType<typeof shown>>[] = []
  for (const user of found) users.push(await shown(call, user))
  return { ok: true as const, users }
}

const withHeir = async (call: AdminCall, userId: UserId): Promise<readonly UserDocument[]> => {
  const [user] = await readUsers(call.ports.db, [userId])
  if (user === undefined) throw new OneIdError('USER_NOT_FOUND', 'show')
  return user.mergedInto === undefined ? [user] : [user, ...(await withHeir(call, user.mergedInto))]
}

/**
 * A user's graph; of a merged one also those of the accounts that it became.
 * @throws OneIdError USER_NOT_FOUND
 */
export const show = async (call: AdminCall, { userId }: Asked<'show'>) => {
  const found = await withHeir(call, userId)
  await record(call, 'show', [userId])
  const users: Awaited<ReturnType<typeof shown>>[] = []
  for (const user of found) users.push(await shown(call, user))
  return { ok: true as const, users }
}
