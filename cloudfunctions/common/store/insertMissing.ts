import type { CloudDatabase } from './requests.ts'
import { insert } from './requests.ts'

/** Keeps one request small: documents of a kilobyte or two, far below what the platform takes. */
const PER_REQUEST = 100

const batchesOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / PER_REQUEST) }, (_, n) =>
    items.slice(n * PER_REQUEST, (n + 1) * PER_REQUEST),
  )

/**
 * Inserts the documents that are not there yet; one that is there stays as it is. One request per hundred, and one per
 * document where somebody was faster: the database stops at the first that exists.
 */
export const insertMissing = async (
  db: CloudDatabase,
  collection: string,
  documents: readonly object[],
): Promise<void> => {
  for (const batch of batchesOf(documents)) {
    if ((await insert(db, collection, batch)) === 'inserted' || batch.length === 1) continue
    for (const document of batch) await insert(db, collection, [document])
  }
}
