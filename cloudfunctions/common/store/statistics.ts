import * as v from 'valibot'
import { AUDIT } from './audit.ts'
import { Instant } from './documents.ts'
import { MERGES } from './merges.ts'
import { windowFigures } from './paymentWindows.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { aggregated, count, find, insert, remove, update } from './requests.ts'

export const STATS_DAILY = 'statsDaily'

/** A query shows a hundred documents at most. */
const DAYS_AT_MOST = 100

const Counted = v.record(v.string(), v.number())

/** Identities of one app: all, those with a unionid, those seen that day, those new that day. */
const AppCountsSchema = v.object({
  identities: v.number(),
  known: v.number(),
  seen: v.number(),
  added: v.number(),
  /** By the route that an identity came by: all, and those with a unionid. */
  routes: v.record(v.string(), v.object({ identities: v.number(), known: v.number() })),
})
export type AppCounts = v.InferOutput<typeof AppCountsSchema>

/** What was counted in one pass over identities and users. */
export const CountsSchema = v.object({
  /** By appid. */
  apps: v.record(v.string(), AppCountsSchema),
  /** By status. */
  users: Counted,
})
export type Counts = v.InferOutput<typeof CountsSchema>

/** What happened on one day. */
const HappenedSchema = v.object({
  /** By what showed that two accounts are one person's. */
  merges: Counted,
  conflicts: v.number(),
  windows: v.object({
    opened: v.number(),
    used: v.number(),
    unneeded: v.number(),
    dropped: v.number(),
    open: v.number(),
    lost: Counted,
    within: v.pipe(v.array(v.object({ seconds: v.number(), count: v.number() })), v.readonly()),
  }),
})
export type Happened = v.InferOutput<typeof HappenedSchema>

const DaySchema = v.object({
  _id: v.string(),
  /** In Beijing, as `2026-11-20`. */
  day: v.string(),
  /** When identities and users were counted. */
  at: Instant,
  ...CountsSchema.entries,
  ...HappenedSchema.entries,
  /** Conflicts that nobody had looked at by then. */
  openConflicts: v.number(),
})
/** The figures of one day (`statsDaily`); they name nobody. */
export type DayDocument = v.InferOutput<typeof DaySchema>

const idOf = (day: string): string => `sd-${day}`

/** Three requests: what happened from `since` to before `until` (ms since 1970). */
export const happened = async (db: CloudDatabase, since: number, until: number): Promise<Happened> => {
  const { command } = db
  const at = command.and(command.gte(since), command.lt(until))
  const rows = await aggregated(db, MERGES, (merges) =>
    merges
      .match({ at })
      .group({ _id: '$by', merges: command.aggregate.sum(1) })
      .end(),
  )
  const groups = rows.map((row) =>
    readDocument(MERGES, v.object({ _id: v.string(), merges: v.number() }), row),
  )
  return {
    merges: Object.fromEntries(groups.map(({ _id, merges }) => [_id, merges])),
    conflicts: await count(db, AUDIT, { kind: 'conflict', at }),
    windows: await windowFigures(db, since, until),
  }
}

/** One request. */
export const countOpenConflicts = (db: CloudDatabase): Promise<number> =>
  count(db, AUDIT, { kind: 'conflict', open: true })

/** Fields as they are to be, not merged into what is there. */
const replacing = ({ command }: CloudDatabase, fields: object) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, command.set(value)]))

/** One request, two for the first figures of a day: they take the place of those before. */
export const writeDay = async (db: CloudDatabase, figures: Omit<DayDocument, '_id'>): Promise<void> => {
  const _id = idOf(figures.day)
  if ((await update(db, STATS_DAILY, { _id }, replacing(db, figures))) === 0)
    await insert(db, STATS_DAILY, [{ _id, ...figures }])
}

/** One request: a day that is over gets what happened after its last count. A day that was never counted stays away. */
export const completeDay = async (db: CloudDatabase, day: string, all: Happened): Promise<void> => {
  await update(db, STATS_DAILY, { _id: idOf(day) }, replacing(db, all))
}

/** One request: the figures of days from the first to the last named, in order; `DAYS_AT_MOST` at most. */
export const daysBetween = async (
  db: CloudDatabase,
  first: string,
  last: string,
): Promise<readonly DayDocument[]> => {
  const { command } = db
  const where = { _id: command.and(command.gte(idOf(first)), command.lte(idOf(last))) }
  const days = (await find(db, STATS_DAILY, where, DAYS_AT_MOST)).map((row) =>
    readDocument(STATS_DAILY, DaySchema, row),
  )
  return days.sort((one, other) => (one.day < other.day ? -1 : 1))
}

/** One request: forgets the days before this one. */
export const forgetDays = (db: CloudDatabase, before: string): Promise<number> =>
  remove(db, STATS_DAILY, { _id: db.command.lt(idOf(before)) })
