import { duplicateKey } from './errors.ts'
import { EMPTY_ARRAY, type Entry, entriesOf, entryKey } from './index-keys.ts'
import { keysOf } from './indexes.ts'
import { Locked, WriteConflict } from './locks.ts'
import type { Collection, Index, Slot, Transaction } from './model.ts'
import { visible } from './store.ts'
import { printValue } from './value-key.ts'
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
    const entries = entriesOf(document, index.paths)
    if (index.definition.unique !== true) continue
    for (const entry of entries) {
      const key = entryKey(entry)
      for (const other of index.postings.get(key)?.keys() ?? []) {
        if (other === slot) continue
        const carries = (candidate: Document | null | undefined) =>
          candidate !== null && candidate !== undefined && keysOf(index, candidate).has(key)
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

/** An entry that two documents of a new unique index share, committed or in flight. */
export function findDuplicate(index: Index, slots: Iterable<Slot>): Entry | undefined {
  const owners = new Map<string, Slot>()
  for (const slot of slots) {
    const states = [slot.versions[0]?.document, slot.writer?.writes.get(slot)?.document]
    for (const document of states) {
      if (document === null || document === undefined) continue
      for (const entry of entriesOf(document, index.paths)) {
        const key = entryKey(entry)
        if ((owners.get(key) ?? slot) !== slot) return entry
        owners.set(key, slot)
      }
    }
  }
  return undefined
}

/** The values of an entry as MongoDB prints them in an E11000 text. */
export function printEntry(entry: Entry): string[] {
  return entry.map((value) => (value === EMPTY_ARRAY ? 'undefined' : printValue(value)))
}
