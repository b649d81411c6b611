import { LONGEST_CALL_MS, MINUTE_MS } from '../../../base/time.ts'
import { sweepMarks } from '../../../store/ephemeral.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { sweepFinishedJobs } from '../../../store/jobs.ts'
import { removeOrphans, usersCreated } from '../../../store/orphans.ts'
import { sweepSessions } from '../../../store/sessions.ts'

import type { Verdict, Work } from '../work.ts'

const BATCH = 100

/** Nobody waits for a sweep, and each costs requests. */
const SWEEP_EVERY_MS = 10 * MINUTE_MS

/**
 * Looks at users batch by batch, oldest first. Those of the last millisecond of a batch are looked at once more: the
 * batch may have ended among them.
 * @returns up to when (ms) users have been looked at
 */
const sweepUsers = async (work: Work, begin: number, end: number): Promise<number> => {
  const { db } = work.ports
  let from = begin
  while (work.clock() < work.until) {
    const users = await usersCreated(db, from, end, BATCH)
    const removed = await removeOrphans(db, users)
    const last = users.at(-1)
    if (users.length < BATCH || last === undefined) return end
    from = Math.max(last.createdAt, removed > 0 ? from : from + 1)
  }
  return from
}

/**
 * Removes marks and sessions that have expired, figures of long ago, and users that never got an identity. Only those that are older than twice the
 * longest call: the login that made a younger one may still be writing its keys. Never done.
 */
export const sweepJob = async (work: Work, { usersUntil }: JobOf<'sweep'>): Promise<Verdict> => {
  const now = work.clock()
  await sweepMarks(work.ports.db, now)
  await sweepSessions(work.ports.db, now)
  await sweepFinishedJobs(work.ports.db, now)
  const end = Math.max(usersUntil, now - 2 * LONGEST_CALL_MS)
  return {
    due: work.clock() + SWEEP_EVERY_MS,
    change: { usersUntil: await sweepUsers(work, usersUntil, end) },
  }
}
