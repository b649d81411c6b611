import { OneIdError } from '../../base/errors.ts'
import { appNamed } from '../../routes/appNamed.ts'
import { auditId, writeAudit } from '../../store/audit.ts'
import type { Job } from '../../store/jobs.ts'
import { addJob, findJob, jobId, NEW_JOB, removeEndedJob } from '../../store/jobs.ts'
import { createSealing } from '../../store/sealing.ts'
import { noFigures } from '../followers/figures.ts'
import type { ImportCall } from './call.ts'

const ACCOUNT = ['official-account'] as const

const view = (job: Job | undefined) => {
  if (job === undefined || !('figures' in job))
    throw new OneIdError('WORK_NOT_FOUND', 'no such job', { field: 'app' })
  const { state, due, figures, lastError } = job
  return {
    ok: true as const,
    /** `waiting` may be at work right now. */
    state,
    ...figures,
    ...(state === 'waiting' && { due }),
    ...(lastError !== undefined && { lastError }),
  }
}

/** Starts what is not underway yet. 3 requests. */
const begin = async ({ ports: { db }, secret, now, by }: ImportCall, job: Job, app: string) => {
  await removeEndedJob(db, job._id)
  if ((await addJob(db, job)) === 'inserted')
    await writeAudit(db, {
      _id: auditId('event', `import.${job.kind}`, job._id, String(now)),
      kind: 'event',
      what: `import.${job.kind}`,
      at: now,
      actor: createSealing(secret).pseudonym(`client ${by}`),
      subjects: [],
      app,
      reason: `client ${by}`,
    })
  return view(await findJob(db, job._id))
}

/** All followers of an official account become identities, in the background. @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG */
export const startBackfill = (call: ImportCall, alias: string) => {
  const { appid } = appNamed(call.config, alias, ACCOUNT)
  const common = { ...NEW_JOB, due: call.now, users: [], figures: noFigures(call.now) }
  return begin(call, { ...common, _id: jobId('backfill', appid), kind: 'backfill', appid }, alias)
}

/** How far it has got. 1 request. @throws OneIdError WORK_NOT_FOUND, APP_NOT_REGISTERED, APP_KIND_WRONG */
export const backfillState = async ({ ports, config }: ImportCall, alias: string) =>
  view(await findJob(ports.db, jobId('backfill', appNamed(config, alias, ACCOUNT).appid)))

/** An official account has taken over another (账号迁移). @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG, INPUT_INVALID */
export const startMigration = (call: ImportCall, aliases: { readonly from: string; readonly to: string }) => {
  const [from, to] = [aliases.from, aliases.to].map((alias) => appNamed(call.config, alias, ACCOUNT).appid)
  if (from === undefined || to === undefined || from === to)
    throw new OneIdError('INPUT_INVALID', 'an account does not migrate to itself', { field: 'to' })
  const common = { ...NEW_JOB, due: call.now, users: [], figures: noFigures(call.now), last: '' }
  const job: Job = { ...common, _id: jobId('migration', from, to), kind: 'migration', from, to }
  return begin(call, job, aliases.to)
}

/** How far it has got. 1 request. @throws OneIdError WORK_NOT_FOUND, APP_NOT_REGISTERED, APP_KIND_WRONG */
export const migrationState = async (
  { ports, config }: ImportCall,
  aliases: { readonly from: string; readonly to: string },
) => {
  const [from = '', to = ''] = [aliases.from, aliases.to].map(
    (alias) => appNamed(config, alias, ACCOUNT).appid,
  )
  return view(await findJob(ports.db, jobId('migration', from, to)))
}
