import { OneIdError } from '../../base/errors.ts'
import type { ConflictLine } from '../../store/administration.ts'
import { closeConflict, findKeys, liftBarrier, openConflicts } from '../../store/administration.ts'
import type { KeyDocument } from '../../store/documents.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

const PAGE = 20

const viewOf = (
  { _id: conflictId, what: reason, at, app, identity, union }: ConflictLine,
  keys: ReadonlyMap<string, KeyDocument>,
) => {
  const userId = keys.get(identity)?.userId
  const otherUserId = keys.get(union)?.userId
  // Without its identity, whose owner has been deleted or has unlinked it, a conflict is about nobody.
  if (userId === undefined) return []
  const other = otherUserId === undefined || otherUserId === userId ? {} : { otherUserId }
  return [{ conflictId, reason, at, app, userId, ...other }]
}

/** Open conflicts, a page at a time, with the users that they are about now. */
export const conflicts = async (call: AdminCall, { after = '' }: Asked<'conflicts'>) => {
  const { db } = call.ports
  const lines = await openConflicts(db, after, PAGE)
  const ids = [...new Set(lines.flatMap(({ identity, union }) => [identity, union]))]
  const keys = new Map((ids.length === 0 ? [] : await findKeys(db, ids)).map((key) => [key._id, key]))
  await record(call, 'conflicts', [])
  const next = lines.length < PAGE ? undefined : lines.at(-1)?._id
  return {
    ok: true as const,
    conflicts: lines.flatMap((line) => viewOf(line, keys)),
    ...(next !== undefined && { next }),
  }
}

/**
 * Closes a conflict: somebody has looked at it, and the accounts stay as they are. The same conflict is not reported
 * again.
 * @throws OneIdError CONFLICT_NOT_FOUND
 */
export const resolve = async (
  call: AdminCall,
  { conflictId, reason }: Asked<'resolve'>,
): Promise<{ ok: true }> => {
  const { ports, sealing, now, caller } = call
  const actor = sealing.pseudonym(caller.user._id)
  if ((await closeConflict(ports.db, conflictId, { at: now, actor, reason })) === 'none')
    throw new OneIdError('CONFLICT_NOT_FOUND', 'resolve')
  await record(call, 'resolve', [conflictId], reason)
  return { ok: true }
}

/**
 * Lets two accounts that were split merge again by themselves.
 * @throws OneIdError MERGE_NOT_FOUND when no barrier of that split stands
 */
export const lift = async (
  call: AdminCall,
  { mergeId, reason }: Asked<'liftBarrier'>,
): Promise<{ ok: true }> => {
  if ((await liftBarrier(call.ports.db, mergeId)) === 0)
    throw new OneIdError('MERGE_NOT_FOUND', 'liftBarrier')
  await record(call, 'liftBarrier', [mergeId], reason)
  return { ok: true }
}
