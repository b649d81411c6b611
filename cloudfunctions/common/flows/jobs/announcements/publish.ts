import type { UserId } from '../../../base/ids.ts'
import type { AuditLine } from '../../../store/audit.ts'
import { writeAuditLines, writtenAudit } from '../../../store/audit.ts'
import type { OneIdEvent } from '../../../store/events.ts'
import type { Job } from '../../../store/jobs.ts'
import { addJobs } from '../../../store/jobs.ts'
import { notificationsOf } from '../notifications.ts'
import type { Work } from '../work.ts'

/** One thing that happened: its line in the audit, whom it is told, and what has to be done about it. */
export interface Announcement {
  readonly line: AuditLine
  readonly told?: { readonly event: OneIdEvent; readonly users: readonly UserId[] }
  readonly job?: Job
}

/**
 * Adds the jobs, then the lines, of what is not announced yet. A line that is there says that its jobs were added: they
 * may be done and gone. Cut off between the two, the jobs are added again, and an event that was delivered meanwhile is
 * delivered once more under the same id. 3 requests for a hundred announcements.
 */
export const publish = async (
  { ports: { db }, config, clock }: Work,
  announcements: readonly Announcement[],
): Promise<void> => {
  const written = await writtenAudit(
    db,
    announcements.map(({ line }) => line._id),
  )
  const fresh = announcements.filter(({ line }) => !written.has(line._id))
  const jobs = fresh.flatMap(({ told, job }): readonly Job[] => [
    ...(job === undefined ? [] : [job]),
    ...(told === undefined ? [] : notificationsOf(config, clock(), told.event, told.users)),
  ])
  await addJobs(db, jobs)
  await writeAuditLines(
    db,
    fresh.map(({ line }) => line),
  )
}
