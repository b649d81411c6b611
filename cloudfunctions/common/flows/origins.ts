import type { MergeId, UserId } from '../base/ids.ts'
import type { MergeDocument } from '../store/merges.ts'
import type { CloudDatabase } from '../store/requests.ts'
import type { UserDocument } from '../store/users.ts'
import { tombstonesOf } from '../store/users.ts'

/** Users that have become this one, over any number of merges. One request per step. */
export const becameThis = async (db: CloudDatabase, userId: UserId): Promise<readonly UserDocument[]> => {
  const found: UserDocument[] = []
  let step: readonly UserId[] = [userId]
  while (step.length > 0) {
    const tombstones = await tombstonesOf(db, step)
    found.push(...tombstones)
    step = tombstones.map(({ _id }) => _id)
  }
  return found
}

/** The stamps that say "this was the loser's": the merge itself, and those that had made others into the loser. */
export const originsOf = async (db: CloudDatabase, merge: MergeDocument): Promise<readonly MergeId[]> => {
  const earlier = await becameThis(db, merge.loser)
  return [merge._id, ...earlier.flatMap(({ mergeId }) => (mergeId === undefined ? [] : [mergeId]))]
}
