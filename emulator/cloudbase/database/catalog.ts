import { collectionExists, collectionMissing, duplicateKey, invalidParam } from './errors.ts'
import { createIndex, fileDocument } from './indexes.ts'
import type { Collection, IndexDefinition, Slot } from './model.ts'
import type { Persistence } from './persistence.ts'
import { findDuplicate, printEntry } from './unique.ts'
import { valueKey } from './value-key.ts'

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

/** The catalog of what `persistence` has stored, with its indexes built. */
export function openCatalog(persistence: Persistence, options: CatalogOptions): Catalog {
  const collections = new Map<string, Collection>()
  const reported = new Set<string>()

  for (const { name, indexes, documents } of persistence.stored) {
    const collection: Collection = { name, slots: new Map(), indexes: [] }
    for (const document of documents) {
      const slot: Slot = { key: valueKey(document._id), versions: [{ time: 0, document }], writer: undefined }
      collection.slots.set(slot.key, slot)
    }
    collections.set(name, collection)
    for (const index of indexes) addIndex(collection, index)
  }

  const save = ({ name, indexes }: Collection) =>
    persistence.saveCollection(
      name,
      indexes.map((index) => index.definition),
    )

  const create = (name: string): Collection => {
    checkName(name)
    const collection: Collection = { name, slots: new Map(), indexes: [] }
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

function addIndex(collection: Collection, definition: IndexDefinition): void {
  const index = createIndex(structuredClone(definition))
  for (const slot of collection.slots.values()) {
    for (const { document } of slot.versions) if (document !== null) fileDocument(index, slot, document)
    const staged = slot.writer?.writes.get(slot)?.document ?? null
    if (staged !== null) fileDocument(index, slot, staged)
  }
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
