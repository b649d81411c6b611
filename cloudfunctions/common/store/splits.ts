import type { MergeId, UserId } from '../base/ids.ts'
import type { MergeDocument } from './merges.ts'
import { MERGES } from './merges.ts'
import type { CloudDatabase } from './requests.ts'
import { update } from './requests.ts'
import type { Outcome, Transaction } from './transaction.ts'
import { transact } from './transaction.ts'
import type { UserDocument } from './users.ts'
import { readUser, USERS } from './users.ts'

const readIn = async ({ read }: Transaction, userId: UserId): Promise<UserDocument | undefined> => {
  const document = await read(USERS, userId)
  return document === undefined ? undefined : readUser(document)
}

/** `refused`: the survivor is no longer an account of its own, or the loser not its tombstone, or a split is underway. */
export type SplitOutcome = Outcome | 'refused'

/**
 * One transaction: the loser is an account again, and a barrier stands between the two. Until `settleSplit` both are
 * marked as being split, because their keys still have to find their way back. 7 requests.
 */
export const commitSplit = async (
  db: CloudDatabase,
  { _id: mergeId, survivor, loser, barriersGiven }: MergeDocument,
  split: { readonly at: number; readonly reason: string },
): Promise<SplitOutcome> => {
  const { command } = db
  let refused = false
  const outcome = await transact(db, async (transaction) => {
    const [stays, returns] = [await readIn(transaction, survivor), await readIn(transaction, loser)]
    refused =
      stays?.status !== 'active' ||
      stays.splitting !== undefined ||
      returns?.status !== 'merged' ||
      returns.mergeId !== mergeId
    if (refused || stays === undefined || returns === undefined) return 'again'
    await transaction.change(USERS, loser, {
      status: 'active',
      version: returns.version + 1,
      barriers: command.set([...returns.barriers, mergeId]),
      splitting: mergeId,
      mergedInto: command.remove(),
      mergeId: command.remove(),
    })
    const kept = stays.barriers.filter((barrier) => !barriersGiven.includes(barrier))
    await transaction.change(USERS, survivor, {
      version: stays.version + 1,
      barriers: command.set([...kept, mergeId]),
      splitting: mergeId,
    })
    await transaction.change(MERGES, mergeId, {
      state: 'split',
      split: command.set({ ...split, settled: false }),
      announce: true,
    })
    return 'committed'
  })
  return refused ? 'refused' : outcome
}

/** Three requests: both accounts are whole again. Doing it twice does it once. */
export const settleSplit = async (
  db: CloudDatabase,
  { _id: mergeId, survivor, loser }: MergeDocument,
): Promise<void> => {
  const { command } = db
  for (const _id of [survivor, loser]) {
    const marked = { _id, splitting: mergeId }
    await update(db, USERS, marked, { splitting: command.remove(), version: command.inc(1) })
  }
  await update(db, MERGES, { _id: mergeId }, { 'split.settled': true })
}

/** One request: the barrier of a split is gone from whoever carries it. */
export const liftBarrier = async (db: CloudDatabase, mergeId: MergeId): Promise<number> => {
  const { command } = db
  const change = { barriers: command.pull(mergeId), version: command.inc(1) }
  return update(db, USERS, { barriers: mergeId }, change)
}
