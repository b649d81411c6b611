import type { OwnedCollection } from '../../../base/config.ts'

/** Batches of one run; then the job is handed back, so that others get their turn. */
const BATCHES = 20

/**
 * Moves the rows of the configured collections, batch by batch.
 * @param from position of the collection to begin with
 * @returns position of the collection to go on with; undefined when all are through
 */
export const moveRows = async (
  collections: readonly OwnedCollection[],
  from: number,
  moveBatch: (owned: OwnedCollection) => Promise<'more' | 'done'>,
): Promise<number | undefined> => {
  let at = from
  for (let batch = 0; batch < BATCHES; batch++) {
    const owned = collections[at]
    if (owned === undefined) return undefined
    if ((await moveBatch(owned)) === 'done') at += 1
  }
  return at < collections.length ? at : undefined
}
