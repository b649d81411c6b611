import { compareEntries, type Entry, entriesOf, sameEntry } from './index-keys.ts'
import type { Collection, Index, IndexDefinition, Posting, Slot } from './model.ts'
import { SortedTree } from './sorted-tree.ts'
import type { Document } from './values.ts'

/** An index that nobody has needed yet. */
export function createIndex(definition: IndexDefinition): Index {
  const paths = definition.keys.map(({ field }) => field.split('.'))
  return { definition, paths, multikey: paths.map(() => false), postings: undefined }
}

/** Whether the index is by place: it then lists the documents that have one, in no order that a query could use. */
export const isGeo = ({ definition }: Index) =>
  definition.keys.some(({ direction }) => direction === '2dsphere')

/** Directions of the fields, for {@link compareEntries}. */
export const directionsOf = ({ definition }: Index) =>
  definition.keys.map(({ direction }) => (direction === -1 ? -1 : 1))

/** The entries under which a document is filed in an index, each once. */
export function indexEntries(index: Index, document: Document): Entry[] {
  if (isGeo(index)) return hasPlace(index, document) ? [[]] : []
  const entries = entriesOf(document, index.paths, (field) => {
    index.multikey[field] = true
  })
  if (entries.length < 2) return entries
  const directions = directionsOf(index)
  entries.sort((a, b) => compareEntries(a, b, directions))
  return entries.filter((entry, at) => at === 0 || !sameEntry(entry, entries[at - 1] ?? []))
}

/** MongoDB manual, "2dsphere Indexes": they are always sparse. */
function hasPlace(index: Index, document: Document): boolean {
  return index.definition.keys.some(({ direction }, field) => {
    const path = index.paths[field]
    if (direction !== '2dsphere' || path === undefined) return false
    return entriesOf(document, [path]).some(([value]) => value !== undefined && value !== null)
  })
}

/** The entries of the index in order; it is built if nobody has needed it before. */
export function postingsOf(collection: Collection, index: Index): SortedTree<Posting> {
  if (index.postings !== undefined) return index.postings
  const postings: Posting[] = []
  for (const slot of collection.slots.values()) postings.push(...postingsOfSlot(index, slot))
  index.postings = new SortedTree(postingOrder(index), postings)
  return index.postings
}

function postingsOfSlot(index: Index, slot: Slot): Posting[] {
  const postings: Posting[] = []
  for (const document of documentsOf(slot)) {
    for (const entry of indexEntries(index, document)) {
      const same = postings.find((posting) => sameEntry(posting.entry, entry))
      if (same === undefined) postings.push({ entry, slot, count: 1 })
      else same.count += 1
    }
  }
  return postings
}

/** Every version that somebody may read, and the one in flight. */
function* documentsOf(slot: Slot): Generator<Document> {
  for (const { document } of slot.versions) if (document !== null) yield document
  const staged = slot.writer?.writes.get(slot)?.document ?? null
  if (staged !== null) yield staged
}

function postingOrder(index: Index): (a: Posting, b: Posting) => number {
  const directions = isGeo(index) ? [] : directionsOf(index)
  return (a, b) => compareEntries(a.entry, b.entry, directions) || a.slot.position - b.slot.position
}

/** Files one version of a document. */
export function fileDocument(index: Index, slot: Slot, document: Document): void {
  if (index.postings === undefined) return
  for (const entry of indexEntries(index, document)) {
    const posting = { entry, slot, count: 1 }
    const filed = index.postings.get(posting)
    if (filed === undefined) index.postings.add(posting)
    else filed.count += 1
  }
}

/** Takes back one {@link fileDocument} of an equal document. */
export function unfileDocument(index: Index, slot: Slot, document: Document): void {
  if (index.postings === undefined) return
  for (const entry of indexEntries(index, document)) {
    const filed = index.postings.get({ entry, slot, count: 1 })
    if (filed === undefined) continue
    if (filed.count > 1) filed.count -= 1
    else index.postings.remove(filed)
  }
}
