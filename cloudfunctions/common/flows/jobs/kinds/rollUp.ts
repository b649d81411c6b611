import { dayBegan, dayName } from '../../../base/beijing.ts'
import { DAY_MS, MINUTE_MS } from '../../../base/time.ts'
import { countIdentities, countUsers, depthOfSlices } from '../../../store/counting.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { noteProgress } from '../../../store/jobs.ts'
import type { RollUpPass } from '../../../store/rollUpPass.ts'
import { passChange } from '../../../store/rollUpPass.ts'
import { sliceCount } from '../../../store/slices.ts'
import { completeDay, countOpenConflicts, forgetDays, happened, writeDay } from '../../../store/statistics.ts'
import { withIdentities, withUsers } from '../../statistics/counted.ts'
import type { Verdict, Work } from '../work.ts'

/** Of few slices the figures are of this hour; thousands cost enough once a day. */
const OFTEN_UP_TO_DEPTH = 1
const OFTEN_MS = 60 * MINUTE_MS

/** The last count of a day is so long before its end: who is seen on the next day is no longer counted on this one. */
const LAST_MS = 10 * MINUTE_MS

/** What a run that was cut off has to count again. */
const SLICES_PER_NOTE = 16

const DAYS_KEPT = 400

const begin = async ({ ports: { db }, clock }: Work): Promise<RollUpPass> => ({
  at: clock(),
  depth: await depthOfSlices(db),
  slice: 0,
  counts: { apps: {}, users: {} },
})

/** Identities first, then users. One request. */
const countSlice = async ({ ports: { db } }: Work, pass: RollUpPass): Promise<RollUpPass> => {
  const { at, depth, slice, counts } = pass
  const ofUsers = slice - sliceCount(depth)
  const counted =
    ofUsers < 0
      ? withIdentities(counts, await countIdentities(db, depth, slice, dayBegan(at)))
      : withUsers(counts, await countUsers(db, depth, ofUsers))
  return { ...pass, slice: slice + 1, counts: counted }
}

/** When the next pass begins; ms since 1970. */
const nextAfter = ({ at, depth }: RollUpPass): number => {
  const last = dayBegan(at) + DAY_MS - LAST_MS
  const soon = at + (depth <= OFTEN_UP_TO_DEPTH ? OFTEN_MS : DAY_MS)
  return at < last ? Math.min(soon, last) : soon
}

const write = async ({ ports: { db } }: Work, { at, counts }: RollUpPass): Promise<void> => {
  const today = dayBegan(at)
  const yesterday = dayName(today - 1)
  await completeDay(db, yesterday, await happened(db, today - DAY_MS, today))
  const openConflicts = await countOpenConflicts(db)
  await writeDay(db, {
    day: dayName(at),
    at,
    openConflicts,
    ...counts,
    ...(await happened(db, today, today + DAY_MS)),
  })
  await forgetDays(db, dayName(at - DAYS_KEPT * DAY_MS))
}

/**
 * Counts who is known by which route, app by app, and writes the figures of the day: every hour, and last at ten minutes
 * to midnight in Beijing; of more than three million identities only then. The database counts, slice by slice: 16
 * requests in all for a small environment, 150 up to three million identities. Never done.
 */
export const rollUpJob = async (work: Work, job: JobOf<'rollUp'>): Promise<Verdict> => {
  const { db } = work.ports
  let pass = job.pass ?? (await begin(work))
  while (pass.slice < 2 * sliceCount(pass.depth)) {
    if (work.clock() >= work.until) return { due: work.clock(), change: passChange(db, pass) }
    pass = await countSlice(work, pass)
    if (pass.slice % SLICES_PER_NOTE === 0) await noteProgress(db, job, passChange(db, pass))
  }
  await write(work, pass)
  return { due: nextAfter(pass), change: passChange(db, undefined) }
}
