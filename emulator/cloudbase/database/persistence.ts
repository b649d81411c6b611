import type { IndexDefinition, Version, Write } from './model.ts'

export interface StoredCollection {
  readonly name: string
  readonly indexes: readonly IndexDefinition[]
  /** In the order of their insertion, by the key of their `_id`. A version may read its document when it is asked. */
  readonly documents: readonly { readonly key: string; readonly version: Version }[]
}

/** Where committed data outlives the process. */
export interface Persistence {
  /** Hands over what earlier processes have left; a second time there is nothing. */
  takeStored(): readonly StoredCollection[]
  saveCollection(name: string, indexes: readonly IndexDefinition[]): void
  /** Saves all of the writes or, by throwing, none. */
  write(writes: readonly Write[]): void
  close(): void
}

/** Keeps nothing: the data lives as long as the process. */
export const memoryOnly: Persistence = {
  takeStored: () => [],
  saveCollection() {},
  write() {},
  close() {},
}
