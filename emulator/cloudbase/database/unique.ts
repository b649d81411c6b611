import { duplicateKey } from './errors.ts'
import { compareEntries, type Entry, entriesOf, sameEntry } from './index-keys.ts'
import { directionsOf, indexEntries, isGeo, postingsOf } from './indexes.ts'
import { Locked, WriteConflict } from './locks.ts'
import type { Collection, Index, Slot, Transaction } from './model.ts'
import { visible } from './store.ts'
import { printValue } from './value-key.ts'
import { EMPTY_ARRAY } from './value-order.ts'
import type { Document } from './values.ts'

/**
 * Refuses a document whose entry in a unique index is taken: a duplicate if the writer can see the other document,
 * otherwise a lock or a conflict, as WiredTiger treats an index key that another transaction has written.
 */
export function checkUnique(
  transaction: Transaction,
  collection: Collection,
  slot: Slot,
  document: Document,
  inserting: boolean,
): void {
  for (const index of collection.indexes) {
    // Also what an index that is not unique cannot hold is refused.
    const entries = indexEntries(index, document)
    if (index.definition.unique !== true || isGeo(index)) continue
    for (const entry of entries) {
      for (const other of holders(collection, index, entry)) {
        if (other === slot) continue
        const carries = (candidate: Document | null | undefined) =>
          candidate !== null &&
          candidate !== undefined &&
          entriesOf(candidate, index.paths).some((one) => sameEntry(one, entry))
        if (carries(visible(other, transaction))) {
          throw duplicateKey(collection.name, index.definition.name, printEntry(entry), inserting)
        }
        if (other.writer !== undefined && other.writer !== transaction) {
          if (carries(other.writer.writes.get(other)?.document)) throw new Locked(other.writer)
        }
        const newest = other.versions[0]
        if (newest !== undefined && newest.time > transaction.snapshot && carries(newest.document)) {
          throw new WriteConflict()
        }
      }
    }
  }
}

function* holders(collection: Collection, index: Index, entry: Entry): Generator<Slot> {
  const directions = directionsOf(index)
  const postings = postingsOf(collection, index)
  for (const { slot } of postings.ascending((other) => compareEntries(other.entry, entry, directions)))
    yield slot
}

/** An entry that two documents of a new unique index share, committed or in flight. */
export function findDuplicate(index: Index, slots: Iterable<Slot>): Entry | undefined {
  if (isGeo(index)) return undefined
  const held: { readonly entry: Entry; readonly slot: Slot }[] = []
  for (const slot of slots) {
    const states = [slot.versions[0]?.document, slot.writer?.writes.get(slot)?.document]
    for (const document of states) {
      if (document === null || document === undefined) continue
      for (const entry of indexEntries(index, document)) held.push({ entry, slot })
    }
  }
  const directions = directionsOf(index)
  held.sort((a, b) => compareEntries(a.entry, b.entry, directions) || a.slot.position - b.slot.position)
  return held.find((one, at) => {
    const before = held[at - 1]
    return before !== undefined && before.slot !== one.slot && sameEntry(before.entry, one.entry)
  })?.entry
}

/** The values of an entry as MongoDB prints them in an E11000 text. */
export function printEntry(entry: Entry): string[] {
  return entry.map((value) => (value === EMPTY_ARRAY ? 'undefined' : printValue(value)))
}
