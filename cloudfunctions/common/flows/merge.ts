import type { MergeId, UserId } from '../base/ids.ts'
import { rePointKeys } from '../store/keyWrites.ts'
import type { MergePlan } from '../store/merges.ts'
import { commitMerge } from '../store/merges.ts'
import type { CloudDatabase } from '../store/requests.ts'

export interface Merged {
  readonly mergeId: MergeId
  readonly survivor: UserId
}

/**
 * Two users become one: the transaction, then the keys of the loser. Business data, and whatever a call in flight still
 * writes for the loser, follows by `jobs`, which also goes on where this was cut off.
 */
export const merge = async (db: CloudDatabase, plan: MergePlan): Promise<Merged | 'again'> => {
  const { outcome, id } = await commitMerge(db, plan)
  if (outcome === 'again') return 'again'
  const survivor = plan.survivor.userId
  await rePointKeys(db, plan.loser.userId, survivor, id)
  return { mergeId: id, survivor }
}
