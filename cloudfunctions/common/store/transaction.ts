import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { countRequest } from '../base/requestCount.ts'
import { DuplicateKey, TransactionConflict, translated, wordsOf } from './databaseErrors.ts'
import type { CloudDatabase } from './requests.ts'

/** What `startTransaction()` of the SDK gives; its types say `any`. */
interface SdkTransaction {
  /** The transaction of @cloudbase/database inside; its id is hidden from the SDK's users. */
  readonly _transaction?: { readonly _id?: unknown }
  collection(name: string): ReturnType<CloudDatabase['collection']>
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

/** Reads and writes of one transaction, one request each. Documents are named by id: the platform knows no queries here. */
export interface Transaction {
  /** The document, or undefined when there is none. */
  readonly read: (collection: string, id: string) => Promise<unknown>
  /** Changes these fields. */
  readonly change: (
    collection: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
  ) => Promise<void>
  readonly insert: (collection: string, document: object) => Promise<void>
  readonly remove: (collection: string, id: string) => Promise<void>
}

/** `again`: somebody else was first, or what was read is no longer as decided. Nothing was written. */
export type Outcome = 'committed' | 'again'

const DocumentSchema = v.object({ data: v.unknown() })

/** A missing document rejects with -1 and these words, inside a transaction too (wx-server-sdk 4.0.2). */
const saysMissingDocument = (error: unknown): boolean => /does not exist/i.test(wordsOf(error))

const readIn = async (document: { get(): unknown }): Promise<unknown> => {
  try {
    return v.parse(DocumentSchema, await document.get()).data
  } catch (error) {
    if (saysMissingDocument(error)) return undefined
    throw error
  }
}

/**
 * A reply without a transaction's id makes the SDK run every request outside of any transaction and report success
 * (wx-server-sdk 4.0.2): half a merge would be written. Such a reply is refused.
 */
const open = async (db: CloudDatabase): Promise<SdkTransaction> => {
  countRequest(db)
  const opened: SdkTransaction = await db.startTransaction()
  const id = opened._transaction?._id
  if (typeof id === 'string' && id !== '') return opened
  throw new OneIdError('DATABASE_UNAVAILABLE', 'a transaction without an id')
}

const isConflict = (error: unknown): boolean => {
  const known = translated('transaction', error)
  return known instanceof TransactionConflict || known instanceof DuplicateKey
}

const failure = (error: unknown): Error =>
  error instanceof OneIdError ? error : translated('transaction', error)

/** What was begun ends by itself after 30 s; a rollback that fails changes nothing. */
const giveUp = async (db: CloudDatabase, opened: SdkTransaction): Promise<void> => {
  countRequest(db)
  try {
    await opened.rollback()
  } catch {}
}

/**
 * Runs `work` in a transaction: all of its writes or none. A conflict is no failure, because the caller has to read and
 * decide anew: the SDK's own retry would repeat a decision that is no longer true.
 * @param work answers `again` to give the transaction up
 * @throws OneIdError DATABASE_UNAVAILABLE; when the answer to the commit was lost, the writes may be there
 */
export const transact = async (
  db: CloudDatabase,
  work: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> => {
  let opened: SdkTransaction | undefined
  try {
    const begun = await open(db)
    opened = begun
    const within = (collection: string) => {
      countRequest(db)
      return begun.collection(collection)
    }
    const named = (collection: string, id: string) => within(collection).doc(id)
    const outcome = await work({
      read: (collection, id) => readIn(named(collection, id)),
      change: async (collection, id, fields) => {
        await named(collection, id).update({ data: { ...fields } })
      },
      insert: async (collection, document) => {
        await within(collection).add({ data: { ...document } })
      },
      remove: async (collection, id) => {
        await named(collection, id).remove({})
      },
    })
    if (outcome === 'again') await giveUp(db, begun)
    else {
      countRequest(db)
      await begun.commit()
    }
    return outcome
  } catch (error) {
    if (opened !== undefined) await giveUp(db, opened)
    if (isConflict(error)) return 'again'
    throw failure(error)
  }
}
