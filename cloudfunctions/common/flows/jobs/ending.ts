import { auditId, writeAudit } from '../../store/audit.ts'
import type { Job } from '../../store/jobs.ts'
import { findJob, finishJob, handBackJob, keepFigures, noteFailure } from '../../store/jobs.ts'
import { ATTEMPTS_AT_MOST, backoff, reasonOf } from './failure.ts'
import { workOn } from './kinds/index.ts'
import { isStanding } from './standing.ts'
import type { Work } from './work.ts'

/** What became of a job. */
export type End = 'done' | 'later' | 'failed' | 'dead'

/** An administrator finds it in the audit, and the job itself, with all that it knows, stays where it is. */
const bury = async ({ ports: { db }, sealing, clock }: Work, job: Job, lastError: string): Promise<End> => {
  const { _id, due, kind, attempts } = job
  await writeAudit(db, {
    _id: auditId('event', 'job.dead', _id, String(due)),
    kind: 'event',
    what: 'job.dead',
    at: clock(),
    actor: 'system',
    subjects: job.users.map((id) => sealing.pseudonym(id)),
    reason: `${kind}: ${lastError}`,
  })
  await noteFailure(db, job, { attempts, due, state: 'dead', lastError })
  return 'dead'
}

/** A long job that has got further since it was leased counts anew, as it has noted itself. 1 request for these only. */
const failedBefore = async ({ ports: { db } }: Work, job: Job): Promise<number> => {
  const noted = 'figures' in job ? await findJob(db, job._id) : undefined
  return noted?.attempts ?? job.attempts
}

const fail = async (work: Work, job: Job, error: unknown): Promise<End> => {
  const { ports, clock } = work
  const attempts = (await failedBefore(work, job)) + 1
  const lastError = reasonOf(error)
  if (attempts >= ATTEMPTS_AT_MOST && !isStanding(job)) return bury(work, { ...job, attempts }, lastError)
  const due = clock() + (isStanding(job) ? 0 : backoff(attempts, ports.random))
  await noteFailure(ports.db, job, { attempts, due, state: 'waiting', lastError })
  return 'failed'
}

/**
 * Works on a job that we hold the lease of, and writes down what became of it.
 * @throws OneIdError DATABASE_UNAVAILABLE when even that cannot be written; then the lease ends by itself
 */
export const workOnLeased = async (work: Work, job: Job): Promise<End> => {
  const { db } = work.ports
  // As many instances have ended under it.
  if (job.attempts >= ATTEMPTS_AT_MOST && !isStanding(job)) return bury(work, job, job.lastError ?? 'cut off')
  try {
    const verdict = await workOn(work, job)
    if ('due' in verdict) {
      await handBackJob(db, job, verdict.due, verdict.change)
      return 'later'
    }
    if ('keptUntil' in verdict) await keepFigures(db, job, verdict.keptUntil, verdict.change ?? {})
    else await finishJob(db, job)
    return 'done'
  } catch (error) {
    return fail(work, job, error)
  }
}
