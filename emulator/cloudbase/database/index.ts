import type { Service } from '../service.ts'
import { createActions } from './actions.ts'
import { type CollectionDefinition, openCatalog } from './catalog.ts'
import { type Explanation, explain, type Question, QuestionSchema } from './explain.ts'
import type { IndexDefinition } from './model.ts'
import { memoryOnly } from './persistence.ts'
import { openSqlite } from './sqlite.ts'
import { isThere } from './store.ts'
import { createTransactions } from './transactions.ts'
import { copyFields } from './values.ts'

export type { CollectionDefinition, IndexDefinition }
export { QuestionSchema }

export interface DatabaseOptions {
  /** SQLite file that keeps the data, or 'memory'. */
  storage: { file: string } | 'memory'
  /**
   * World time in milliseconds since 1970: what `db.serverDate()` gives. Lock waits and the life of a transaction are
   * measured in real monotonic time.
   */
  now: () => number
  /** A missing collection is created by the first request that names it. */
  createCollections?: boolean
  /** Told once per missing collection name, so that the terminal can print how to create it. */
  onMissingCollection?: (collection: string) => void
}

/** The document database of the local cloud. */
export interface Database {
  readonly service: Service
  /** Creates collections and indexes that are missing; idempotent; never drops. */
  applySchema(collections: readonly CollectionDefinition[]): void
  collections(): { name: string; documents: number; indexes: IndexDefinition[] }[]
  /** Copies of all committed documents of a collection; none if it does not exist. */
  documents(collection: string): Record<string, unknown>[]
  /**
   * How a query is answered.
   * @throws PlatformError, or ValiError naming the field
   */
  explain(question: Question): Promise<Explanation>
  /** Aborts open transactions and closes the file. */
  close(): void
}

/** Opens a database with all that its file holds; throws an Error that names a file it cannot use. */
export function openDatabase(options: DatabaseOptions): Database {
  const { storage, now, createCollections = false, onMissingCollection = () => {} } = options
  const persistence = storage === 'memory' ? memoryOnly : openSqlite(storage.file)
  const catalog = openCatalog(persistence, { createCollections, onMissingCollection })
  const transactions = createTransactions(persistence)

  const committed = (name: string) => {
    const slots = [...(catalog.get(name)?.slots.values() ?? [])]
    return slots.flatMap(({ versions }) => versions[0]?.document ?? [])
  }

  return {
    service: { name: 'database', actions: createActions(catalog, transactions, now) },
    applySchema(collections) {
      for (const definition of collections) catalog.ensure(definition)
    },
    collections: () =>
      [...catalog.all()].map(({ name, slots, indexes }) => ({
        name,
        documents: [...slots.values()].filter(isThere).length,
        indexes: indexes.map(({ definition }) => structuredClone(definition)),
      })),
    documents: (name) => committed(name).map(copyFields),
    explain: (question) => explain(catalog, transactions, now(), question),
    close() {
      transactions.close()
      persistence.close()
    },
  }
}
