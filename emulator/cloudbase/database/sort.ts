import { requestFailed } from './errors.ts'
import { compareEntries, type Entry, entriesOf } from './index-keys.ts'
import type { Fields } from './values.ts'

/**
 * Documents in the order that is asked for; those that tie stay as they are. As in MongoDB the key is that of an index:
 * of an array its least element counts when ascending, its greatest when descending (manual, "cursor.sort()").
 *
 * @param order 1 or -1 by path
 */
export function sortDocuments<T extends Fields>(documents: readonly T[], order: Fields): T[] {
  const directions = Object.values(order).map((direction) => (direction === -1 ? -1 : 1))
  if (directions.length === 0) return [...documents]
  const paths = Object.keys(order).map((path) => path.split('.'))
  const keyed = documents.map((document) => ({ document, key: sortKey(document, paths, directions) }))
  keyed.sort((a, b) => compareEntries(a.key, b.key, directions))
  return keyed.map(({ document }) => document)
}

function sortKey(
  document: Fields,
  paths: readonly (readonly string[])[],
  directions: readonly number[],
): Entry {
  return entriesToSort(document, paths).reduce((least, entry) =>
    compareEntries(entry, least, directions) < 0 ? entry : least,
  )
}

function entriesToSort(document: Fields, paths: readonly (readonly string[])[]): Entry[] {
  try {
    return entriesOf(document, paths)
  } catch {
    // MongoDB's SortKeyGenerator, version 4.0: BadValue with this text.
    throw requestFailed('cannot sort with keys that are parallel arrays')
  }
}
