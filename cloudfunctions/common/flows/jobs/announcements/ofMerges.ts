import type { UserId } from '../../../base/ids.ts'
import type { AuditLine } from '../../../store/audit.ts'
import { auditId } from '../../../store/audit.ts'
import { FIRST_PASS, jobId, NEW_JOB } from '../../../store/jobs.ts'
import type { MergeDocument } from '../../../store/merges.ts'
import { eventId } from '../notifications.ts'
import type { Work } from '../work.ts'
import type { Announcement } from './publish.ts'

/**
 * Whoever merges into a user merges before that user becomes another, whatever the clocks of two calls said: the
 * longer the way to the last survivor, the earlier. Merges of the same length stay in order of time.
 */
export const inOrderOfMerging = (merges: readonly MergeDocument[]): readonly MergeDocument[] => {
  const standing = merges.filter(({ state }) => state !== 'split')
  const next = new Map(standing.map(({ loser, survivor }) => [loser, survivor]))
  const lengthOf = ({ survivor }: MergeDocument): number => {
    let length = 0
    for (let at = next.get(survivor); at !== undefined && length < merges.length; at = next.get(at)) length++
    return length
  }
  return merges
    .map((merge) => ({ merge, length: lengthOf(merge) }))
    .sort((one, other) => other.length - one.length || one.merge.at - other.merge.at)
    .map(({ merge }) => merge)
}

const lineOf = ({ sealing }: Pick<Work, 'sealing'>, merge: MergeDocument): AuditLine => {
  const { _id, at, by: route, survivor, loser, reason } = merge
  return {
    _id: auditId('event', 'user.merged', _id),
    kind: 'event',
    what: 'user.merged',
    at,
    actor: 'system',
    subjects: [survivor, loser].map((id) => sealing.pseudonym(id)),
    route,
    ...(reason !== undefined && { reason }),
  }
}

/**
 * What is to be said, and done, about a merge. One whose account is deleted is written down and nothing else; one that
 * was split before anybody heard of it is told, because its split will be, and nothing is moved any more.
 * @param heirs who the survivors are now; deleted ones are not among them
 */
export const announcementOf = (
  work: Pick<Work, 'sealing' | 'clock'>,
  merge: MergeDocument,
  heirs: ReadonlyMap<UserId, UserId>,
): Announcement => {
  const { _id: mergeId, at, survivor, loser, state } = merge
  const line = lineOf(work, merge)
  if (!heirs.has(survivor)) return { line }
  const event = {
    type: 'user.merged',
    id: eventId('user.merged', mergeId),
    at,
    userId: survivor,
    loser,
    mergeId,
  } as const
  const users = [survivor, loser]
  const job = {
    ...NEW_JOB,
    _id: jobId('merge', mergeId),
    kind: 'merge',
    mergeId,
    due: work.clock(),
    users,
    cursor: FIRST_PASS,
  } as const
  return { line, told: { event, users }, ...(state !== 'split' && { job }) }
}

/** What is to be said about a split: which account is back, and what stays with the other. */
export const announcementOfSplit = (
  { sealing }: Pick<Work, 'sealing'>,
  { _id: mergeId, survivor, loser, split, at: mergedAt }: MergeDocument,
): Announcement => {
  const { at, reason } = split ?? { at: mergedAt, reason: undefined }
  const line: AuditLine = {
    _id: auditId('event', 'user.split', mergeId),
    kind: 'event',
    what: 'user.split',
    at,
    actor: 'system',
    subjects: [survivor, loser].map((id) => sealing.pseudonym(id)),
    ...(reason !== undefined && { reason }),
  }
  const event = {
    type: 'user.split',
    id: eventId('user.split', mergeId),
    at,
    userId: loser,
    survivor,
    mergeId,
    rowsCreatedSinceStayWith: survivor,
  } as const
  return { line, told: { event, users: [survivor, loser] } }
}
