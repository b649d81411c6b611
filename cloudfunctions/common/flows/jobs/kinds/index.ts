import type { Job } from '../../../store/jobs.ts'

import type { Verdict, Work } from '../work.ts'
import { announceJob } from './announce.ts'
import { backfillJob } from './backfill.ts'
import { eraseJob } from './erase.ts'
import { mergeJob } from './merge.ts'
import { migrationJob } from './migration.ts'
import { notifyJob } from './notify.ts'
import { pushJob } from './push.ts'
import { rollUpJob } from './rollUp.ts'
import { splitJob } from './split.ts'
import { sweepJob } from './sweep.ts'
import { watchJob } from './watch.ts'

/** The table of kinds. A new kind is a file beside this one, a shape in store/jobs.ts and a line here. */
export const workOn = (work: Work, job: Job): Promise<Verdict> => {
  switch (job.kind) {
    case 'announce':
      return announceJob(work)
    case 'notify':
      return notifyJob(work, job)
    case 'sweep':
      return sweepJob(work, job)
    case 'rollUp':
      return rollUpJob(work, job)
    case 'watch':
      return watchJob(work, job)
    case 'merge':
      return mergeJob(work, job)
    case 'split':
      return splitJob(work, job)
    case 'erase':
      return eraseJob(work, job)
    case 'push':
      return pushJob(work, job)
    case 'backfill':
      return backfillJob(work, job)
    case 'migration':
      return migrationJob(work, job)
  }
}
