import { LONGEST_CALL_MS } from '../../../base/time.ts'
import { followAliases } from '../../../store/aliases.ts'
import type { Cursor, JobOf } from '../../../store/jobs.ts'
import { rePointKeys } from '../../../store/keyWrites.ts'
import type { MergeDocument } from '../../../store/merges.ts'
import { changeMerge, findMerge } from '../../../store/merges.ts'
import { rePointRows } from '../../../store/ownedRows.ts'
import { forgetTombstone } from '../../../store/users.ts'
import type { Verdict, Work } from '../work.ts'
import { DONE } from '../work.ts'
import { moveRows } from './rows.ts'

const next = (due: number, pass: Cursor['pass'], collection = 0): Verdict => ({
  due,
  change: { cursor: { pass, collection } },
})

/**
 * All that is the loser's becomes the survivor's. A call that read the old state before the first pass was through may
 * write for the loser until its time is up: hence the late pass, and only then the journal is closed.
 */
const pass = async (work: Work, job: JobOf<'merge'>, merge: MergeDocument): Promise<Verdict> => {
  const { ports, config, clock } = work
  const { db } = ports
  const now = clock()
  const { loser, _id: mergeId } = merge
  // The survivor may have become another meanwhile, and that merge may be closed already.
  const survivor = (await followAliases(db, [merge.survivor])).get(merge.survivor)
  // Its deletion takes everything along that points at it or at its tombstones.
  if (survivor === undefined) return DONE
  await rePointKeys(db, loser, survivor, mergeId)
  const left = await moveRows(config.collections, job.cursor.collection, (owned) =>
    rePointRows(db, owned, loser, survivor, mergeId),
  )
  if (left !== undefined) return next(now, job.cursor.pass, left)
  if (job.cursor.pass === 'first') {
    await changeMerge(db, merge, { firstPassAt: now })
    return next(Math.max(merge.at, now) + 2 * LONGEST_CALL_MS, 'late')
  }
  await changeMerge(db, merge, { state: 'closed' })
  // A split that was asked for in the last moment may still be running.
  return next(merge.undoUntil + 2 * LONGEST_CALL_MS, 'forget')
}

/** Finishes a merge; a split, or the deletion of the account, ends it. */
export const mergeJob = async (work: Work, job: JobOf<'merge'>): Promise<Verdict> => {
  const { db } = work.ports
  const merge = await findMerge(db, job.mergeId)
  if (merge === undefined || merge.state === 'split') return DONE
  if (job.cursor.pass !== 'forget') return pass(work, job, merge)
  await forgetTombstone(db, merge.loser, merge._id)
  return DONE
}
