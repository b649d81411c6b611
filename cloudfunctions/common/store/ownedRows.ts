import * as v from 'valibot'
import type { OwnedCollection } from '../base/config.ts'
import type { MergeId, UserId } from '../base/ids.ts'
import type { CloudDatabase } from './requests.ts'
import { find, update } from './requests.ts'

/** Documents per batch; three requests move so many. */
const BATCH = 100

const RowSchema = v.object({ _id: v.union([v.string(), v.number()]) })

/**
 * Moves one batch of rows from one user to another, whoever moved on meanwhile excepted.
 * @param found which rows of `from` are meant
 * @param stamping whose stamp changes, and which others move with the stamp that they have: a row that comes back to
 * `from` between the two stays for the next pass
 * @returns how many rows the batch had; fewer than a full batch means that these were the last
 */
const moveBatch = async (
  db: CloudDatabase,
  { collection, field }: OwnedCollection,
  [from, to]: readonly [UserId, UserId],
  found: Readonly<Record<string, unknown>>,
  stamping: { readonly where: unknown; readonly stamp: unknown; readonly others: unknown },
): Promise<'more' | 'done'> => {
  const rows = await find(db, collection, { ...found, [field]: from }, BATCH)
  if (rows.length === 0) return 'done'
  const ids = rows.map((row) => v.parse(RowSchema, row)._id)
  const these = { _id: db.command.in(ids), [field]: from }
  const { where, stamp, others } = stamping
  await update(db, collection, { ...these, oneidMerge: where }, { [field]: to, oneidMerge: stamp })
  await update(db, collection, { ...these, oneidMerge: others }, { [field]: to })
  return rows.length < BATCH ? 'done' : 'more'
}

/** Three requests: a batch of the loser's rows becomes the survivor's, stamped where no merge has stamped them yet. */
export const rePointRows = (
  db: CloudDatabase,
  owned: OwnedCollection,
  loser: UserId,
  survivor: UserId,
  mergeId: MergeId,
): Promise<'more' | 'done'> => {
  const { command } = db
  return moveBatch(
    db,
    owned,
    [loser, survivor],
    {},
    {
      where: command.exists(false),
      stamp: mergeId,
      others: command.exists(true),
    },
  )
}

/**
 * Three requests: a batch of what was the loser's is the loser's again.
 * @param origins this merge and those that had made others into the loser before
 */
export const returnRows = (
  db: CloudDatabase,
  owned: OwnedCollection,
  survivor: UserId,
  loser: UserId,
  mergeId: MergeId,
  origins: readonly MergeId[],
): Promise<'more' | 'done'> => {
  const { command } = db
  const found = { oneidMerge: command.in([...origins]) }
  return moveBatch(db, owned, [survivor, loser], found, {
    where: mergeId,
    stamp: command.remove(),
    others: command.neq(mergeId),
  })
}
