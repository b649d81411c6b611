import * as v from 'valibot'
import { JOBS } from './jobs.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { aggregated, findInOrder, update } from './requests.ts'

const GroupSchema = v.object({
  _id: v.object({ state: v.picklist(['waiting', 'dead']), kind: v.nullish(v.string(), 'unknown') }),
  jobs: v.number(),
  oldest: v.nullish(v.number(), 0),
})

/** Jobs of one kind and state; the longest due of them since `oldest` (ms since 1970). */
export interface Backlog {
  readonly state: 'waiting' | 'dead'
  readonly kind: string
  readonly jobs: number
  readonly oldest: number
}

/** All that is told of a dead job: one may be dead because nobody could read it. */
const DeadJobSchema = v.object({
  _id: v.string(),
  kind: v.fallback(v.string(), 'unknown'),
  due: v.fallback(v.number(), 0),
  attempts: v.fallback(v.number(), 0),
  lastError: v.fallback(v.string(), ''),
  users: v.fallback(v.array(v.string()), []),
})
export type DeadJob = v.InferOutput<typeof DeadJobSchema>

/** One request, by index: the jobs that were due by `now` (ms since 1970) and are not done, and the dead ones. */
export const backlog = async (db: CloudDatabase, now: number): Promise<readonly Backlog[]> => {
  const { command } = db
  const { aggregate: $ } = command
  const open = command.or([{ state: 'waiting', due: command.lte(now) }, { state: 'dead' }])
  const rows = await aggregated(db, JOBS, (jobs) =>
    jobs
      .match(open)
      .group({ _id: { state: '$state', kind: '$kind' }, jobs: $.sum(1), oldest: $.min('$due') })
      .end(),
  )
  return rows.map((row) => {
    const { _id, jobs, oldest } = readDocument(JOBS, GroupSchema, row)
    return { ..._id, jobs, oldest }
  })
}

/** One request: dead jobs in the order of their ids, after one of them. */
export const deadJobs = async (
  db: CloudDatabase,
  after: string,
  limit: number,
): Promise<readonly DeadJob[]> => {
  const where = { state: 'dead', _id: db.command.gt(after) }
  const rows = await findInOrder(db, JOBS, where, '_id', limit)
  return rows.map((row) => readDocument(JOBS, DeadJobSchema, row))
}

/** One request: a dead job begins anew, as if it had never failed. */
export const reviveJob = async (
  db: CloudDatabase,
  jobId: string,
  now: number,
): Promise<'revived' | 'none'> => {
  const anew = { state: 'waiting', attempts: 0, due: now, leaseUntil: 0, lastError: db.command.remove() }
  return (await update(db, JOBS, { _id: jobId, state: 'dead' }, anew)) === 1 ? 'revived' : 'none'
}
