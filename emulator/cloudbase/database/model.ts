import type { Document } from './values.ts'

export interface IndexDefinition {
  name: string
  keys: readonly { field: string; direction: 1 | -1 }[]
  unique?: boolean
}

/**
 * A hash index. It files every version that somebody may still read and every value in flight, counted because two
 * versions of one document may share an entry; whoever reads it looks at the visible version again.
 */
export interface Index {
  readonly definition: IndexDefinition
  readonly paths: readonly (readonly string[])[]
  readonly postings: Map<string, Map<Slot, number>>
}

/** A committed state of one document; null says that it was removed. */
export interface Version {
  readonly time: number
  readonly document: Document | null
}

/** Everything about one `_id`: the versions that somebody may still read, newest first, and who is writing it. */
export interface Slot {
  readonly key: string
  versions: Version[]
  writer: Transaction | undefined
}

export interface Collection {
  readonly name: string
  /** By the key of the `_id`, in the order of insertion, which is what a query without an order answers. */
  readonly slots: Map<string, Slot>
  readonly indexes: Index[]
}

/** A write that is not committed yet. */
export interface Write {
  readonly collection: Collection
  readonly slot: Slot
  readonly document: Document | null
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
}
