import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { AppIdSchema, MergeIdSchema, OpenIdSchema, UserIdSchema } from '../base/ids.ts'
import { ToldSchema } from './alerts.ts'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import { EventSchema } from './events.ts'
import { insertMissing } from './insertMissing.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, findInOrder, insert, remove, update } from './requests.ts'
import { RollUpPassSchema } from './rollUpPass.ts'

export const JOBS = 'jobs'

const common = {
  _id: v.string(),
  due: Instant,
  /** `dead`: it failed too often; an administrator looks at it. `finished`: only its figures are kept, until `due`. */
  state: v.picklist(['waiting', 'dead', 'finished']),
  /** Nobody else works on it before. */
  leaseUntil: Instant,
  attempts: v.number(),
  /** Users that it is about: their erasure takes it along. */
  users: v.array(UserIdSchema),
  lastError: v.optional(v.string()),
}

/** Where a job that passes over several collections has got to. */
const CursorSchema = v.object({
  /**
   * `first`; `late`, when no call that knew the old state can still be running; `forget`, when a merge can no longer be
   * undone; `waited`, for a split whose transaction was not there at first.
   */
  pass: v.picklist(['first', 'waited', 'late', 'forget']),
  /** Position among the configured collections. */
  collection: v.number(),
})
export type Cursor = v.InferOutput<typeof CursorSchema>

export const FIRST_PASS: Cursor = { pass: 'first', collection: 0 }

/** What WeChat tells by a message. */
const PUSHED = ['follow', 'unfollow', 'user_authorization_revoke', 'user_authorization_cancellation'] as const

/** How far a long job has got, in people; `total` as WeChat said last. */
export const FiguresSchema = v.object({
  total: v.number(),
  done: v.number(),
  created: v.number(),
  attached: v.number(),
  merged: v.number(),
  known: v.number(),
  conflicts: v.number(),
  skipped: v.number(),
  startedAt: Instant,
  finishedAt: v.optional(Instant),
})
export type Figures = v.InferOutput<typeof FiguresSchema>

const JobSchema = v.variant('kind', [
  v.object({ ...common, kind: v.literal('merge'), mergeId: MergeIdSchema, cursor: CursorSchema }),
  v.object({ ...common, kind: v.literal('split'), mergeId: MergeIdSchema, cursor: CursorSchema }),
  v.object({
    ...common,
    kind: v.literal('erase'),
    userId: UserIdSchema,
    pass: v.picklist(['first', 'late']),
    /** Nobody has asked for it: the account came from following alone, and this follower has gone. */
    follower: v.optional(v.object({ appid: AppIdSchema, openid: OpenIdSchema })),
  }),
  v.object({
    ...common,
    kind: v.literal('notify'),
    event: EventSchema,
    /** The function that is told. */
    function: v.string(),
    /** Order among the notifications that this function gets about one of the users; compares as text. */
    place: v.string(),
  }),
  /** WeChat has told something about somebody. */
  v.object({
    ...common,
    kind: v.literal('push'),
    appid: AppIdSchema,
    openid: OpenIdSchema,
    /** Document id of the identity: the job goes when its user is erased. */
    identity: v.string(),
    told: v.picklist(PUSHED),
    /** Of what was revoked. */
    revokeInfo: v.string(),
  }),
  /** There is one for each official account: reads all followers, page by page. */
  v.object({
    ...common,
    kind: v.literal('backfill'),
    appid: AppIdSchema,
    /** Last follower of the page before, and last one who is done; begins again where neither follows any more. */
    page: v.optional(OpenIdSchema),
    last: v.optional(OpenIdSchema),
    figures: FiguresSchema,
  }),
  /** There is one for each pair: an official account has taken over the followers of another (账号迁移). */
  v.object({
    ...common,
    kind: v.literal('migration'),
    from: AppIdSchema,
    to: AppIdSchema,
    /** Document id of the last identity that is done. */
    last: v.optional(v.string(), ''),
    figures: FiguresSchema,
  }),
  /** There is one: looks for documents that say `announce`. */
  v.object({ ...common, kind: v.literal('announce') }),
  /** There is one: removes expired marks, and users that never got an identity. */
  v.object({
    ...common,
    kind: v.literal('sweep'),
    /** Users created up to here (ms since 1970) were looked at. */
    usersUntil: Instant,
  }),
  /** There is one: counts identities and users, and writes the figures of the day. */
  v.object({ ...common, kind: v.literal('rollUp'), pass: v.optional(RollUpPassSchema) }),
  /** There is one: tells an operator what to look at. */
  v.object({ ...common, kind: v.literal('watch'), told: v.optional(ToldSchema, {}) }),
])
export type Job = v.InferOutput<typeof JobSchema>
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>

const readJob = (document: unknown): Job => readDocument(JOBS, JobSchema, document)

/** `jb-…`: one piece of work has one id, so that adding it twice adds it once. */
export const jobId = (kind: Job['kind'], ...parts: readonly string[]): string =>
  documentId('jb', [kind, ...parts])

/** How a new job begins. */
export const NEW_JOB = { state: 'waiting', leaseUntil: 0, attempts: 0 } as const

/** One request; the same job again is no second one. */
export const addJob = (db: CloudDatabase, job: Job): Promise<'inserted' | 'duplicate'> =>
  insert(db, JOBS, [job])

/** One request per hundred; jobs that are there already stay as they are. */
export const addJobs = (db: CloudDatabase, jobs: readonly Job[]): Promise<void> =>
  insertMissing(db, JOBS, jobs)

/**
 * One request, and two more if one of them is missing: makes sure that there are these jobs. One that was put aside is
 * made anew: without it nothing would be announced, or swept, ever again.
 */
export const keepJobs = async (db: CloudDatabase, jobs: readonly Job[]): Promise<'kept' | 'added'> => {
  const these = { _id: db.command.in(jobs.map(({ _id }) => _id)) }
  const rows = await find(db, JOBS, { ...these, state: 'waiting' }, jobs.length)
  if (rows.length === jobs.length) return 'kept'
  await remove(db, JOBS, { ...these, state: 'dead' })
  await addJobs(db, jobs)
  return 'added'
}

/** A job that a newer version wrote, or somebody edited, is put aside: it must not stop the others. */
const readOrBury = async (db: CloudDatabase, row: unknown): Promise<readonly Job[]> => {
  try {
    return [readJob(row)]
  } catch (error) {
    if (!(error instanceof OneIdError)) throw error
    const { _id } = v.parse(v.object({ _id: v.string() }), row)
    await update(db, JOBS, { _id }, { state: 'dead', lastError: error.code })
    return []
  }
}

/** One request: jobs that are due and that nobody works on, longest due first. */
export const dueJobs = async (db: CloudDatabase, now: number, limit: number): Promise<readonly Job[]> => {
  const { command } = db
  const where = { state: 'waiting', due: command.lte(now), leaseUntil: command.lte(now) }
  const rows = await findInOrder(db, JOBS, where, 'due', limit)
  return (await Promise.all(rows.map((row) => readOrBury(db, row)))).flat()
}

/**
 * One request: takes the job for `leaseMs`, unless somebody else has had it since it was read. A lease that ended
 * without being given back was held by somebody who is no more: that counts as a failure.
 */
export const leaseJob = async (
  db: CloudDatabase,
  job: Job,
  now: number,
  leaseMs: number,
): Promise<Job | undefined> => {
  const { _id, due, leaseUntil: before, attempts: failed } = job
  const free = { _id, due, leaseUntil: before, attempts: failed, state: 'waiting' }
  const held = { leaseUntil: now + leaseMs, attempts: before > 0 ? failed + 1 : failed }
  return (await update(db, JOBS, free, held)) === 1 ? { ...job, ...held } : undefined
}

/** One request: changes a job that we hold the lease of; a lease that was lost changes nothing. */
const changeJob = async (
  db: CloudDatabase,
  job: Job,
  change: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await update(db, JOBS, { _id: job._id, leaseUntil: job.leaseUntil }, change)
}

/** One request: gives the job back, to go on at `due` (ms since 1970). Its failures are counted anew. */
export const handBackJob = (
  db: CloudDatabase,
  job: Job,
  due: number,
  change: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  changeJob(db, job, { ...change, due, leaseUntil: 0, attempts: 0, lastError: db.command.remove() })

/** One request: nothing is left to do; its figures are kept until `until` (ms since 1970), and nobody's ids. */
export const keepFigures = (
  db: CloudDatabase,
  job: Job,
  until: number,
  change: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const forgotten = db.command.remove()
  const kept = { ...change, state: 'finished', page: forgotten, last: forgotten }
  return handBackJob(db, job, until, kept)
}

/** One request: the job has failed so often, and is tried again at `due` unless it is dead. */
export const noteFailure = (
  db: CloudDatabase,
  job: Job,
  failure: Pick<Job, 'attempts' | 'due' | 'state'> & { readonly lastError: string },
): Promise<void> => changeJob(db, job, { ...failure, leaseUntil: 0 })

/**
 * One request: the notification that has to reach the same function before this one, because it was enqueued earlier
 * and is about one of the same users. A dead one holds up nobody.
 */
export const earlierNotification = async (
  db: CloudDatabase,
  { function: name, users, place }: JobOf<'notify'>,
): Promise<Job | undefined> => {
  if (users.length === 0) return undefined
  const { command } = db
  const where = {
    users: command.in([...users]),
    place: command.lt(place),
    kind: 'notify',
    function: name,
    state: 'waiting',
  }
  return (await findInOrder(db, JOBS, where, 'place', 1)).map(readJob)[0]
}

/**
 * One request: how far a job has got that we hold the lease of, so that whoever goes on need not begin again. Instances
 * that ended under it count anew from here: a job that gets further each time is not one that always fails.
 */
export const noteProgress = (
  db: CloudDatabase,
  job: Job,
  progress: Readonly<Record<string, unknown>>,
): Promise<void> => changeJob(db, job, { ...progress, attempts: 0 })

/** One request: the job, whatever its state. */
export const findJob = async (db: CloudDatabase, id: string): Promise<Job | undefined> =>
  (await find(db, JOBS, { _id: id }, 1)).map(readJob)[0]

/** One request: makes room for a job of the same id; one that is still to be done stays. */
export const removeEndedJob = (db: CloudDatabase, id: string): Promise<number> =>
  remove(db, JOBS, { _id: id, state: db.command.in(['dead', 'finished']) })

/** One request: forgets the figures of jobs that were finished long ago. */
export const sweepFinishedJobs = (db: CloudDatabase, now: number): Promise<number> =>
  remove(db, JOBS, { state: 'finished', due: db.command.lte(now) })

/** One request: the job is done. */
export const finishJob = async (db: CloudDatabase, job: Job): Promise<void> => {
  await remove(db, JOBS, { _id: job._id, leaseUntil: job.leaseUntil })
}
