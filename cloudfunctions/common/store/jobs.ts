import * as v from 'valibot'
import { MergeIdSchema, UserIdSchema } from '../base/ids.ts'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { findInOrder, insert, remove, update } from './requests.ts'

export const JOBS = 'jobs'

/** What a business function is told. `id` is the same whenever the same event is delivered again. */
const EventSchema = v.variant('type', [
  v.object({
    type: v.literal('identity.attached'),
    id: v.string(),
    at: Instant,
    userId: UserIdSchema,
    /** Document id of the identity; says nothing about the openid. */
    identity: v.string(),
    app: v.string(),
    unionid: v.picklist(['known', 'missing']),
  }),
  v.object({
    type: v.literal('user.merged'),
    id: v.string(),
    at: Instant,
    /** The survivor. */
    userId: UserIdSchema,
    loser: UserIdSchema,
    mergeId: MergeIdSchema,
  }),
  v.object({
    type: v.literal('user.split'),
    id: v.string(),
    at: Instant,
    /** The account that is back. */
    userId: UserIdSchema,
    survivor: UserIdSchema,
    mergeId: MergeIdSchema,
    /** Rows that were created after the merge stay with this user. */
    rowsCreatedSinceStayWith: UserIdSchema,
  }),
  v.object({ type: v.literal('user.deleted'), id: v.string(), at: Instant, userId: UserIdSchema }),
  v.object({
    type: v.literal('guest.claimed'),
    id: v.string(),
    at: Instant,
    userId: UserIdSchema,
    guestId: v.string(),
  }),
  v.object({
    type: v.literal('alert'),
    id: v.string(),
    at: Instant,
    /** `APP_REBOUND?`: several people of one app showed another unionid within an hour. */
    code: v.string(),
    app: v.string(),
  }),
])
export type OneIdEvent = v.InferOutput<typeof EventSchema>

const common = {
  _id: v.string(),
  due: Instant,
  /** `dead`: it failed too often; an administrator looks at it. */
  state: v.picklist(['waiting', 'dead']),
  /** Nobody else works on it before. */
  leaseUntil: Instant,
  attempts: v.number(),
  /** Users that it is about: their erasure takes it along. */
  users: v.array(UserIdSchema),
  lastError: v.optional(v.string()),
}

/** Where a pass over several collections has got to. */
const CursorSchema = v.object({
  pass: v.picklist(['first', 'late']),
  collection: v.number(),
  after: v.string(),
})
export type Cursor = v.InferOutput<typeof CursorSchema>

const JobSchema = v.variant('kind', [
  v.object({ ...common, kind: v.literal('merge'), mergeId: MergeIdSchema, cursor: CursorSchema }),
  v.object({ ...common, kind: v.literal('split'), mergeId: MergeIdSchema, cursor: CursorSchema }),
  v.object({
    ...common,
    kind: v.literal('erase'),
    userId: UserIdSchema,
    pass: v.picklist(['first', 'late']),
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
  /** There is one: looks for documents that say `announce`. */
  v.object({ ...common, kind: v.literal('announce') }),
  /** There is one: removes expired marks, and users that never got an identity. */
  v.object({
    ...common,
    kind: v.literal('sweep'),
    /** Users created up to here (ms since 1970) were looked at. */
    usersUntil: Instant,
  }),
])
export type Job = v.InferOutput<typeof JobSchema>
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>

export const readJob = (document: unknown): Job => readDocument(JOBS, JobSchema, document)

/** `jb-…`: one piece of work has one id, so that adding it twice adds it once. */
export const jobId = (kind: Job['kind'], ...parts: readonly string[]): string =>
  documentId('jb', [kind, ...parts])

/** How a new job begins. */
export const NEW_JOB = { state: 'waiting', leaseUntil: 0, attempts: 0 } as const

/** One request; the same job again is no second one. */
export const addJob = async (db: CloudDatabase, job: Job): Promise<void> => {
  await insert(db, JOBS, [job])
}

/** One request: jobs that are due and that nobody works on, longest due first. */
export const dueJobs = async (db: CloudDatabase, now: number, limit: number): Promise<readonly Job[]> => {
  const { command } = db
  const where = { state: 'waiting', due: command.lte(now), leaseUntil: command.lte(now) }
  return (await findInOrder(db, JOBS, where, 'due', limit)).map(readJob)
}

/** One request: takes the job for `leaseMs`, unless somebody else has. */
export const leaseJob = async (
  db: CloudDatabase,
  job: Job,
  now: number,
  leaseMs: number,
): Promise<Job | undefined> => {
  const free = { _id: job._id, leaseUntil: job.leaseUntil, attempts: job.attempts, state: 'waiting' }
  const leaseUntil = now + leaseMs
  return (await update(db, JOBS, free, { leaseUntil })) === 1 ? { ...job, leaseUntil } : undefined
}

/** One request: changes a job that we hold the lease of; a lease that was lost changes nothing. */
export const changeJob = async (
  db: CloudDatabase,
  job: Job,
  change: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await update(db, JOBS, { _id: job._id, leaseUntil: job.leaseUntil }, change)
}

/** One request: the job is done. */
export const finishJob = async (db: CloudDatabase, job: Job): Promise<void> => {
  await remove(db, JOBS, { _id: job._id, leaseUntil: job.leaseUntil })
}
