import type { IndexDefinition, Write } from './model.ts'
import type { Document } from './values.ts'

export interface StoredCollection {
  readonly name: string
  readonly indexes: readonly IndexDefinition[]
  /** In the order of their insertion. */
  readonly documents: readonly Document[]
}

/** Where committed data outlives the process. */
export interface Persistence {
  /** What earlier processes have left. */
  readonly stored: readonly StoredCollection[]
  saveCollection(name: string, indexes: readonly IndexDefinition[]): void
  /** Saves all of the writes or, by throwing, none. */
  write(writes: readonly Write[]): void
  close(): void
}

/** Keeps nothing: the data lives as long as the process. */
export const memoryOnly: Persistence = {
  stored: [],
  saveCollection() {},
  write() {},
  close() {},
}
