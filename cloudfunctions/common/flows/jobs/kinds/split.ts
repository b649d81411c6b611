import { LONGEST_CALL_MS } from '../../../base/time.ts'
import type { Cursor, JobOf } from '../../../store/jobs.ts'
import type { MergeDocument } from '../../../store/merges.ts'
import { findMerge } from '../../../store/merges.ts'
import { returnRows } from '../../../store/ownedRows.ts'
import { settleSplit } from '../../../store/splits.ts'
import { originsOf } from '../../origins.ts'
import { returnKeysOf } from '../../split.ts'
import { announcementOfSplit } from '../announcements/ofMerges.ts'
import { publish } from '../announcements/publish.ts'
import type { Verdict, Work } from '../work.ts'
import { DONE } from '../work.ts'
import { moveRows } from './rows.ts'

const next = (due: number, pass: Cursor['pass'], collection = 0): Verdict => ({
  due,
  change: { cursor: { pass, collection } },
})

/** Tells of the split, and not before the merge was told of. */
const tell = async (work: Work, merge: MergeDocument): Promise<'told' | 'too early'> => {
  if (merge.announce) return 'too early'
  await publish(work, [announcementOfSplit(work, merge)])
  return 'told'
}

/**
 * Brings back what was the loser's, and again when no call that followed the alias can still be running. A late pass
 * that found something is not the last: what it moved may have led another call astray. Then the two accounts are whole.
 * The job is older than its transaction: it waits once for it.
 */
export const splitJob = async (work: Work, job: JobOf<'split'>): Promise<Verdict> => {
  const { ports, config, clock } = work
  const { db } = ports
  const now = clock()
  const { pass, collection } = job.cursor
  const merge = await findMerge(db, job.mergeId)
  // A second job of the same split: the two accounts may have become one again since.
  if (merge === undefined || merge.split?.settled === true) return DONE
  if (merge.state !== 'split') return pass === 'first' ? next(now + 2 * LONGEST_CALL_MS, 'waited') : DONE
  const origins = await originsOf(db, merge)
  const moved = await returnKeysOf(db, merge, origins)
  const left = await moveRows(config.collections, collection, (owned) =>
    returnRows(db, owned, merge.survivor, merge.loser, merge._id, origins),
  )
  // A late pass that found a key is none any more, however many runs its rows take.
  if (left !== undefined) return next(now, moved > 0 ? 'first' : pass, left)
  const told = await tell(work, merge)
  if (pass !== 'late' || moved > 0 || told === 'too early') return next(now + 2 * LONGEST_CALL_MS, 'late')
  await settleSplit(db, merge)
  return DONE
}
