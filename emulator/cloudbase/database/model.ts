import type { Entry } from './index-keys.ts'
import type { SortedTree } from './sorted-tree.ts'
import type { Document } from './values.ts'

export interface IndexDefinition {
  name: string
  keys: readonly { field: string; direction: Direction }[]
  unique?: boolean
}

/** Ascending, descending, or by place on the globe. */
export type Direction = 1 | -1 | '2dsphere'

/** One entry of an index. Two versions of one document may share it: it is counted. */
export interface Posting {
  readonly entry: Entry
  readonly slot: Slot
  count: number
}

/**
 * A sorted index. It files every version that somebody may still read and every value in flight; whoever reads it
 * looks at the visible version again.
 */
export interface Index {
  readonly definition: IndexDefinition
  readonly paths: readonly (readonly string[])[]
  /** By field: whether a document has ever had an array on the way to it. */
  readonly multikey: boolean[]
  /** Undefined until somebody needs it: a file opens without sorting what is in it. */
  postings: SortedTree<Posting> | undefined
}

/** A committed state of one document; null says that it was removed. */
export interface Version {
  readonly time: number
  readonly document: Document | null
}

/** Everything about one `_id`: the versions that somebody may still read, newest first, and who is writing it. */
export interface Slot {
  readonly key: string
  /** Place in the order of insertion. */
  readonly position: number
  versions: Version[]
  writer: Transaction | undefined
}

export interface Collection {
  readonly name: string
  /** By the key of the `_id`, in the order of insertion, which is what a scan without an order answers. */
  readonly slots: Map<string, Slot>
  /** The index `_id_` that every collection has. */
  readonly ids: Index
  /** The declared indexes. */
  readonly indexes: Index[]
}

/** A write that is not committed yet. */
export interface Write {
  readonly collection: Collection
  readonly slot: Slot
  readonly document: Document | null
}

/** What looking for documents took. */
export interface Looked {
  /** Name of the index; null for a scan of the collection. */
  readonly index: string | null
  /** Documents looked at. */
  readonly examined: number
}

/**
 * A unit of reading and writing. A request outside of a client's transaction has one of its own, as MongoDB's plain
 * operations have in WiredTiger; it begins and ends within one synchronous step.
 */
export interface Transaction {
  readonly id: string
  /** Commits up to this logical time are visible. Infinity until the first operation takes the snapshot. */
  snapshot: number
  readonly writes: Map<Slot, Write>
  /** Called when the transaction has ended. */
  readonly waiting: Set<() => void>
  /** What its last query took. */
  looked: Looked | undefined
}
