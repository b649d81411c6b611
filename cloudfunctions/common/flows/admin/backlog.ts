import { OneIdError } from '../../base/errors.ts'
import { MINUTE_MS } from '../../base/time.ts'
import { backlog as backlogOf, deadJobs, reviveJob } from '../../store/backlog.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

const PAGE = 20

/** What is due for less than this waits for the run that the next minute brings. */
const ORDINARY_MS = 2 * MINUTE_MS

/**
 * What `jobs` has not done: by kind, how many are due and since when, and those that it has given up, a page at a time.
 * 2 requests.
 */
export const backlog = async (call: AdminCall, { after = '' }: Asked<'backlog'>) => {
  const { db } = call.ports
  const groups = await backlogOf(db, call.now - ORDINARY_MS)
  const dead = await deadJobs(db, after, PAGE)
  await record(call, 'backlog', [])
  const next = dead.length < PAGE ? undefined : dead.at(-1)?._id
  return {
    ok: true as const,
    waiting: groups.flatMap(({ state, ...group }) => (state === 'waiting' ? [group] : [])),
    dead: groups.reduce((all, { state, jobs }) => (state === 'dead' ? all + jobs : all), 0),
    deadJobs: dead.map(({ _id: jobId, users: userIds, ...job }) => ({ jobId, userIds, ...job })),
    ...(next !== undefined && { next }),
  }
}

/**
 * Lets a job that was given up begin anew.
 * @throws OneIdError JOB_NOT_FOUND
 */
export const revive = async (call: AdminCall, { jobId, reason }: Asked<'revive'>): Promise<{ ok: true }> => {
  if ((await reviveJob(call.ports.db, jobId, call.now)) === 'none')
    throw new OneIdError('JOB_NOT_FOUND', 'revive')
  await record(call, 'revive', [jobId], reason)
  return { ok: true }
}
