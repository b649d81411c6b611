import * as v from 'valibot'
import { CONFLICT_REASONS } from '../identity/decision.ts'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import { insertMissing } from './insertMissing.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert } from './requests.ts'

export const AUDIT = 'audit'

const common = {
  _id: v.string(),
  at: Instant,
  /** Pseudonym of who did it, `system`, or `setup` for who had the code of the first administrator. */
  actor: v.string(),
  /** Pseudonyms of the users and identities that it is about, to find it by. */
  subjects: v.array(v.string()),
}

/** What is kept of everything that changed an account: append only, ids as keyed pseudonyms. */
const AuditSchema = v.variant('kind', [
  v.object({
    ...common,
    kind: v.literal('event'),
    /** `identity.attached`, `union.attached`, `user.merged`, `user.split`, `user.deleted`, `admin.show` and so on. */
    what: v.string(),
    route: v.optional(v.string()),
    app: v.optional(v.string()),
    reason: v.optional(v.string()),
  }),
  v.object({
    ...common,
    kind: v.literal('conflict'),
    /** Until an administrator has looked at it. */
    open: v.boolean(),
    what: v.picklist(CONFLICT_REASONS),
    app: v.string(),
    /** Document id of the identity, where the users are found that it is about now. */
    identity: v.string(),
    /** Document id of the union that was shown. */
    union: v.string(),
    resolution: v.optional(v.object({ at: Instant, actor: v.string(), reason: v.string() })),
  }),
])
export type AuditLine = v.InferOutput<typeof AuditSchema>
export type ConflictLine = Extract<AuditLine, { kind: 'conflict' }>

/** Enough to see that several people have the same conflict. */
const CONFLICTS_AT_MOST = 100

export const readAuditLine = (document: unknown): AuditLine => readDocument(AUDIT, AuditSchema, document)

/** `au-…` or, for conflicts, `cf-…`: one thing that happened has one line, however often it is written. */
export const auditId = (kind: AuditLine['kind'], ...parts: readonly string[]): string =>
  documentId(kind === 'conflict' ? 'cf' : 'au', parts)

/** One request; a line that is there already stays as it is. */
export const writeAudit = async (db: CloudDatabase, line: AuditLine): Promise<void> => {
  await insert(db, AUDIT, [line])
}

/** One request per hundred; lines that are there already stay as they are. */
export const writeAuditLines = (db: CloudDatabase, lines: readonly AuditLine[]): Promise<void> =>
  insertMissing(db, AUDIT, lines)

/** One request: which of these lines are written. */
export const writtenAudit = async (
  db: CloudDatabase,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const lines = await find(db, AUDIT, { _id: db.command.in([...ids]) }, ids.length)
  return new Set(lines.map((line) => readAuditLine(line)._id))
}

/** One request: conflicts of one kind in one app that were noted after `after` and not after `until` (ms). */
export const conflictsBetween = async (
  db: CloudDatabase,
  { what, app }: Pick<ConflictLine, 'what' | 'app'>,
  [after, until]: readonly [number, number],
): Promise<readonly AuditLine[]> => {
  const { command } = db
  const at = command.and(command.gt(after), command.lte(until))
  return (await find(db, AUDIT, { kind: 'conflict', what, app, at }, CONFLICTS_AT_MOST)).map(readAuditLine)
}
