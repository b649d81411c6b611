import { fileDocument, unfileDocument } from './indexes.ts'
import { Locked, WriteConflict } from './locks.ts'
import type { Collection, Slot, Transaction, Version, Write } from './model.ts'
import { StoredVersion } from './stored-version.ts'
import type { Document } from './values.ts'

let created = 0

/** A document's place in the store; its position is behind all that were made before. */
export function createSlot(key: string, versions: Version[] = []): Slot {
  created += 1
  return { key, position: created, versions, writer: undefined }
}

/** The document as this transaction sees it: its own write, else the newest version of its snapshot. */
export function visible(slot: Slot, transaction: Transaction): Document | null {
  if (slot.writer === transaction) return transaction.writes.get(slot)?.document ?? null
  for (const version of slot.versions) if (version.time <= transaction.snapshot) return version.document
  return null
}

/** Whether all who look at the document see the same, so that every index entry of it is the visible one's. */
export function isSettled({ versions, writer }: Slot): boolean {
  return versions.length === 1 && writer === undefined
}

/** Whether there is a committed document. One that a file holds need not be decoded to know. */
export function isThere({ versions: [newest] }: Slot): boolean {
  return newest !== undefined && (newest instanceof StoredVersion || newest.document !== null)
}

/** First writer wins: throws unless this transaction may write the document. */
export function claim(slot: Slot, transaction: Transaction): void {
  if (slot.writer === transaction) return
  if (slot.writer !== undefined) throw new Locked(slot.writer)
  const newest = slot.versions[0]
  if (newest !== undefined && newest.time > transaction.snapshot) throw new WriteConflict()
}

/** Records a write of a claimed document; others see it when it is committed. */
export function stage(transaction: Transaction, write: Write): void {
  const { collection, slot, document } = write
  const replaced = transaction.writes.get(slot)?.document ?? null
  for (const index of indexesOf(collection)) {
    if (document !== null) fileDocument(index, slot, document)
    if (replaced !== null) unfileDocument(index, slot, replaced)
  }
  collection.slots.set(slot.key, slot)
  slot.writer = transaction
  transaction.writes.set(slot, write)
}

/** Makes a staged write the newest version. */
export function publish({ slot, document }: Write, time: number): void {
  slot.writer = undefined
  slot.versions.unshift({ time, document })
}

/** Takes a staged write back. */
export function withdraw({ collection, slot, document }: Write): void {
  slot.writer = undefined
  if (document !== null) for (const index of indexesOf(collection)) unfileDocument(index, slot, document)
  if (slot.versions.length === 0) collection.slots.delete(slot.key)
}

/**
 * Forgets the versions that no snapshot from `oldest` on can see.
 *
 * @returns whether nothing is left to forget later
 */
export function prune(collection: Collection, slot: Slot, oldest: number): boolean {
  const last = slot.versions.findIndex((version) => version.time <= oldest)
  if (last >= 0) {
    for (const { document } of slot.versions.splice(last + 1)) {
      if (document !== null) for (const index of indexesOf(collection)) unfileDocument(index, slot, document)
    }
  }
  const newest = slot.versions[0]
  if (last !== 0 || newest === undefined) return false
  if (newest.document !== null) return true
  if (slot.writer !== undefined) return false
  collection.slots.delete(slot.key)
  return true
}

const indexesOf = ({ ids, indexes }: Collection) => [ids, ...indexes]
