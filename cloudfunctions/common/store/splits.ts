import type { UserId } from '../base/ids.ts'
import type { ProvedUnion } from '../identity/facts.ts'
import { isSameUnion } from '../identity/facts.ts'
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
  { _id: mergeId, survivor, loser, barriersGiven, unionsGiven }: MergeDocument,
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
      unions: command.set(
        stays.unions.filter((one) => !unionsGiven.some((given) => isSameUnion(one, given))),
      ),
      splitting: mergeId,
    })
    await transaction.change(MERGES, mergeId, {
      state: 'split',
      split: command.set({ ...split, settled: false }),
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

/**
 * Two requests: the claim of a union that came after the merge goes with its key to the loser. While both are marked as
 * being split nothing else asks for it; doing it twice does it once.
 */
export const moveClaim = async (
  db: CloudDatabase,
  { _id: splitting, survivor, loser }: MergeDocument,
  union: ProvedUnion,
): Promise<void> => {
  const { command } = db
  const change = (unions: unknown) => ({ unions, version: command.inc(1) })
  await update(db, USERS, { _id: loser, splitting }, change(command.addToSet(union)))
  await update(db, USERS, { _id: survivor, splitting }, change(command.pull(union)))
}
