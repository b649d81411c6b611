import type { Job } from '../../store/jobs.ts'
import { jobId, NEW_JOB } from '../../store/jobs.ts'

/** The jobs that there always are, as they begin. */
export const standingJobs = (now: number): readonly Job[] => {
  const common = { ...NEW_JOB, due: now, users: [] }
  return [
    { ...common, _id: jobId('announce'), kind: 'announce' },
    { ...common, _id: jobId('sweep'), kind: 'sweep', usersUntil: 0 },
    { ...common, _id: jobId('rollUp'), kind: 'rollUp' },
    { ...common, _id: jobId('watch'), kind: 'watch', told: {} },
  ]
}

/** One that is due again at once has to wait for the next run, and none of them ever dies. */
export const isStanding = ({ kind }: Pick<Job, 'kind'>): boolean =>
  kind === 'announce' || kind === 'sweep' || kind === 'rollUp' || kind === 'watch'
