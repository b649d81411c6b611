import * as v from 'valibot'
import type { MergeId } from '../base/ids.ts'
import { MergeIdSchema, UserIdSchema } from '../base/ids.ts'
import { ROUTES } from '../identity/evidence.ts'
import type { ActiveUser, ProvedUnion } from '../identity/facts.ts'
import { isSameUnion } from '../identity/facts.ts'
import { mergeId, unionId } from './documentIds.ts'
import { Instant, ProvedUnionSchema } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, update } from './requests.ts'
import type { Outcome, Transaction } from './transaction.ts'
import { transact } from './transaction.ts'
import { readUser, USERS } from './users.ts'

export const MERGES = 'merges'

const MergeDocumentSchema = v.object({
  _id: MergeIdSchema,
  survivor: UserIdSchema,
  loser: UserIdSchema,
  at: Instant,
  /** The route whose evidence showed that both are one person, or an administrator. */
  by: v.picklist([...ROUTES, 'administrator']),
  reason: v.optional(v.string()),
  /** `open` until everything of the loser is known to be the survivor's. */
  state: v.picklist(['open', 'closed', 'split']),
  undoUntil: Instant,
  /** Barriers and claims of unions that the survivor got from the loser; a split takes them back. */
  barriersGiven: v.array(MergeIdSchema),
  unionsGiven: v.array(ProvedUnionSchema),
  announce: v.boolean(),
  /** When everything was re-pointed for the first time. */
  firstPassAt: v.optional(Instant),
  split: v.optional(v.object({ at: Instant, reason: v.string(), settled: v.boolean() })),
})
/** Journal of one merge (`merges`). */
export type MergeDocument = v.InferOutput<typeof MergeDocumentSchema>

export const readMerge = (document: unknown): MergeDocument =>
  readDocument(MERGES, MergeDocumentSchema, document)

/** One request; undefined when there is none. */
export const findMerge = async (db: CloudDatabase, id: MergeId): Promise<MergeDocument | undefined> =>
  (await find(db, MERGES, { _id: id }, 1)).map(readMerge)[0]

/** What a merge writes, decided and not yet done. */
export interface MergePlan {
  readonly survivor: ActiveUser
  readonly loser: ActiveUser
  /** The union that showed it, if one did. */
  readonly union?: ProvedUnion
  readonly by: MergeDocument['by']
  readonly reason?: string
  readonly at: number
  readonly undoUntil: number
}

/** The user as it was when the merge was decided; whatever a merge must respect raises the version. */
const isUnchanged = async ({ read }: Transaction, { userId, version }: ActiveUser): Promise<boolean> => {
  const document = await read(USERS, userId)
  if (document === undefined) return false
  const user = readUser(document)
  return user.status === 'active' && user.version === version
}

/** The union goes to the survivor; it must still belong to one of the two. */
const moveUnion = async (
  { read, change }: Transaction,
  { survivor, loser, union }: MergePlan,
  id: MergeId,
): Promise<Outcome> => {
  if (union === undefined) return 'committed'
  const key = await read(IDENTITIES, unionId(union.platform, union.unionid))
  if (key === undefined) return 'again'
  const { _id, userId, oneidMerge } = readKey(key)
  if (userId === survivor.userId) return 'committed'
  if (userId !== loser.userId) return 'again'
  await change(IDENTITIES, _id, { userId: survivor.userId, oneidMerge: oneidMerge ?? id })
  return 'committed'
}

/**
 * One transaction: the loser becomes a tombstone, the union the survivor's, and the journal is opened. 9 requests at
 * most. What else the loser has follows later and can be resumed at any time.
 */
export const commitMerge = async (
  db: CloudDatabase,
  plan: MergePlan,
): Promise<{ readonly outcome: Outcome; readonly id: MergeId }> => {
  const { survivor, loser } = plan
  const id = mergeId(loser.userId, loser.version)
  const outcome = await transact(db, async (transaction) => {
    const { change, insert } = transaction
    if (!(await isUnchanged(transaction, survivor)) || !(await isUnchanged(transaction, loser)))
      return 'again'
    if ((await moveUnion(transaction, plan, id)) === 'again') return 'again'
    const barriersGiven = loser.barriers.filter((barrier) => !survivor.barriers.includes(barrier))
    const unionsGiven = loser.unions.filter((one) => !survivor.unions.some((held) => isSameUnion(one, held)))
    await change(USERS, loser.userId, {
      status: 'merged',
      mergedInto: survivor.userId,
      mergeId: id,
      version: loser.version + 1,
    })
    await change(USERS, survivor.userId, {
      version: survivor.version + 1,
      barriers: db.command.set([...survivor.barriers, ...barriersGiven]),
      unions: db.command.set([...survivor.unions, ...unionsGiven]),
    })
    const journal: MergeDocument = {
      _id: id,
      survivor: survivor.userId,
      loser: loser.userId,
      at: plan.at,
      by: plan.by,
      ...(plan.reason !== undefined && { reason: plan.reason }),
      state: 'open',
      undoUntil: plan.undoUntil,
      barriersGiven,
      unionsGiven,
      announce: true,
    }
    await insert(MERGES, journal)
    return 'committed'
  })
  return { outcome, id }
}

/** One request: changes an open or closed journal; one that was split meanwhile stays as it is. */
export const changeMerge = async (
  db: CloudDatabase,
  { _id }: MergeDocument,
  change: Partial<Pick<MergeDocument, 'firstPassAt' | 'state'>>,
): Promise<void> => {
  await update(db, MERGES, { _id, state: db.command.neq('split') }, change)
}
