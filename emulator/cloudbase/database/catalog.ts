import { collectionExists, collectionMissing, duplicateKey, invalidParam } from './errors.ts'
import { createIndex, postingsOf } from './indexes.ts'
import type { Collection, IndexDefinition } from './model.ts'
import type { Persistence } from './persistence.ts'
import { createSlot } from './store.ts'
import { findDuplicate, printEntry } from './unique.ts'

export interface CollectionDefinition {
  name: string
  indexes?: readonly IndexDefinition[]
}

/** The collections that exist. */
export interface Catalog {
  /** The collection a request names; a missing one is refused, or created if the database was opened so. */
  require(name: string): Collection
  /** Refuses a name that is taken. */
  add(name: string): void
  /** Creates what is missing of a definition. */
  ensure(definition: CollectionDefinition): void
  get(name: string): Collection | undefined
  all(): Iterable<Collection>
}

interface CatalogOptions {
  readonly createCollections: boolean
  readonly onMissingCollection: (collection: string) => void
}

/** The catalog of what `persistence` has stored. */
export function openCatalog(persistence: Persistence, options: CatalogOptions): Catalog {
  const collections = new Map<string, Collection>()
  const reported = new Set<string>()

  for (const { name, indexes, documents } of persistence.takeStored()) {
    const collection = emptyCollection(name)
    for (const { key, version } of documents) collection.slots.set(key, createSlot(key, [version]))
    collection.indexes.push(...indexes.map(createIndex))
    collections.set(name, collection)
  }

  const save = ({ name, indexes }: Collection) =>
    persistence.saveCollection(
      name,
      indexes.map((index) => index.definition),
    )

  const create = (name: string): Collection => {
    checkName(name)
    const collection = emptyCollection(name)
    save(collection)
    collections.set(name, collection)
    return collection
  }

  return {
    require(name) {
      const collection = collections.get(name)
      if (collection !== undefined) return collection
      if (options.createCollections) return create(name)
      if (!reported.has(name)) {
        reported.add(name)
        options.onMissingCollection(name)
      }
      throw collectionMissing(name)
    },
    add(name) {
      if (collections.has(name)) throw collectionExists()
      create(name)
    },
    ensure({ name, indexes = [] }) {
      const collection = collections.get(name) ?? create(name)
      for (const definition of indexes) {
        const present = collection.indexes.find((index) => index.definition.name === definition.name)
        if (present === undefined) {
          addIndex(collection, definition)
          save(collection)
        } else if (!sameIndex(present.definition, definition)) {
          throw new Error(`index '${definition.name}' of '${name}' exists with another definition`)
        }
      }
    },
    get: (name) => collections.get(name),
    all: () => collections.values(),
  }
}

/** MongoDB manual, "Naming Restrictions". */
function checkName(name: string): void {
  if (name === '' || name.includes('$') || name.includes('\0') || name.startsWith('system.')) {
    throw invalidParam(`invalid collection name '${name}'`)
  }
}

function emptyCollection(name: string): Collection {
  const ids = createIndex({ name: '_id_', keys: [{ field: '_id', direction: 1 }], unique: true })
  return { name, slots: new Map(), ids, indexes: [] }
}

function addIndex(collection: Collection, definition: IndexDefinition): void {
  const index = createIndex(structuredClone(definition))
  // Built at once: what it cannot hold is refused here, and not at some later query.
  postingsOf(collection, index)
  if (definition.unique === true) {
    const taken = findDuplicate(index, collection.slots.values())
    if (taken !== undefined) throw duplicateKey(collection.name, definition.name, printEntry(taken), false)
  }
  collection.indexes.push(index)
}

function sameIndex(a: IndexDefinition, b: IndexDefinition): boolean {
  const text = ({ keys, unique = false }: IndexDefinition) =>
    JSON.stringify([unique, keys.map(({ field, direction }) => [field, direction])])
  return text(a) === text(b)
}
