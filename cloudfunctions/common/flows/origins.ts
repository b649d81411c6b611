import type { MergeId, UserId } from '../base/ids.ts'
import type { MergeDocument } from '../store/merges.ts'
import { mergesInto } from '../store/merges.ts'
import type { CloudDatabase } from '../store/requests.ts'

/** Users that became this one, over any number of merges, with the merges that made them so. One request per step. */
export const becameThis = async (
  db: CloudDatabase,
  userId: UserId,
): Promise<{ readonly users: readonly UserId[]; readonly merges: readonly MergeDocument[] }> => {
  const users: UserId[] = []
  const merges: MergeDocument[] = []
  let step: readonly UserId[] = [userId]
  while (step.length > 0) {
    const found = await mergesInto(db, step)
    step = found.map(({ loser }) => loser).filter((loser) => !users.includes(loser))
    users.push(...step)
    merges.push(...found)
  }
  return { users, merges }
}

/** The stamps that say "this was the loser's": the merge itself, and those that had made others into the loser. */
export const originsOf = async (db: CloudDatabase, merge: MergeDocument): Promise<readonly MergeId[]> => {
  const { merges } = await becameThis(db, merge.loser)
  return [merge._id, ...merges.map(({ _id }) => _id)]
}
