import { entriesOf, entryKey } from './index-keys.ts'
import type { Index, IndexDefinition, Slot } from './model.ts'
import type { Document } from './values.ts'

/** An index without entries. */
export function createIndex(definition: IndexDefinition): Index {
  return { definition, paths: definition.keys.map(({ field }) => field.split('.')), postings: new Map() }
}

/** The texts under which a document is filed in an index. */
export function keysOf(index: Index, document: Document): Set<string> {
  return new Set(entriesOf(document, index.paths).map(entryKey))
}

/** Files one version of a document. */
export function fileDocument(index: Index, slot: Slot, document: Document): void {
  for (const key of keysOf(index, document)) {
    let slots = index.postings.get(key)
    if (slots === undefined) {
      slots = new Map()
      index.postings.set(key, slots)
    }
    slots.set(slot, (slots.get(slot) ?? 0) + 1)
  }
}

/** Takes back one {@link fileDocument} of an equal document. */
export function unfileDocument(index: Index, slot: Slot, document: Document): void {
  for (const key of keysOf(index, document)) {
    const slots = index.postings.get(key)
    if (slots === undefined) continue
    const count = slots.get(slot) ?? 0
    if (count > 1) slots.set(slot, count - 1)
    else slots.delete(slot)
    if (slots.size === 0) index.postings.delete(key)
  }
}
