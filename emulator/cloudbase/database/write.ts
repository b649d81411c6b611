import { duplicateKey, requestFailed, writeError } from './errors.ts'
import { find } from './find.ts'
import type { Collection, Slot, Transaction } from './model.ts'
import { checkStorable } from './storable.ts'
import { claim, createSlot, stage, visible } from './store.ts'
import { checkUnique } from './unique.ts'
import { applyUpdate } from './update.ts'
import { checkModifiers } from './update-checks.ts'
import { printValue, valueKey } from './value-key.ts'
import {
  copyFields,
  type Document,
  type DocumentId,
  type Fields,
  isDocumentId,
  newDocumentId,
  type Operators,
} from './values.ts'

/** Inserts one document and answers its `_id`, which is generated if there is none. */
export function insert(transaction: Transaction, collection: Collection, fields: Fields): DocumentId {
  checkStorable(fields)
  const { _id: given, ...rest } = fields
  const document: Document = { _id: given === undefined ? newDocumentId() : documentId(given), ...rest }
  const slot = slotOf(collection, document._id)
  if (visible(slot, transaction) !== null) {
    throw duplicateKey(collection.name, '_id_', [printValue(document._id)], true)
  }
  put(transaction, collection, slot, document, true)
  return document._id
}

interface Updated {
  readonly matched: number
  readonly modified: number
  /** The last matched document as it is afterwards. */
  readonly document: Document | undefined
}

/** Applies update operators to the first or to all matching documents. */
export function update(
  transaction: Transaction,
  collection: Collection,
  query: Fields,
  operators: Operators,
  multi: boolean,
): Updated {
  checkModifiers(operators)
  const { documents } = find(transaction, collection, query, multi ? undefined : 1)
  let modified = 0
  let last: Document | undefined
  for (const document of documents) {
    last = applyUpdate(document, operators, query)
    // MongoDB writes nothing for an update without effect, so it takes no lock and meets no conflict either.
    if (last === document) continue
    put(transaction, collection, slotOf(collection, document._id), last, false)
    modified += 1
  }
  return { matched: documents.length, modified, document: last }
}

interface Replaced {
  readonly replaced: number
  /** `_id` of the document that was inserted because none matched. */
  readonly upserted: DocumentId | undefined
}

/** Replaces the first matching document; with `upsert` it is inserted if there is none. */
export function replace(
  transaction: Transaction,
  collection: Collection,
  query: Fields,
  replacement: Fields,
  upsert: boolean,
): Replaced {
  checkStorable(replacement)
  const { _id: given, ...rest } = replacement
  const old = find(transaction, collection, query, 1).documents[0]
  if (old === undefined) {
    if (!upsert) return { replaced: 0, upserted: undefined }
    const id = given ?? query['_id']
    return {
      replaced: 0,
      upserted: insert(transaction, collection, id === undefined ? rest : { _id: id, ...rest }),
    }
  }
  if (given !== undefined && valueKey(given) !== valueKey(old._id)) {
    throw writeError(
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${printValue(given)}`,
    )
  }
  put(transaction, collection, slotOf(collection, old._id), { _id: old._id, ...copyFields(rest) }, false)
  return { replaced: 1, upserted: undefined }
}

/** Removes the first or all matching documents and answers how many. */
export function remove(
  transaction: Transaction,
  collection: Collection,
  query: Fields,
  multi: boolean,
): number {
  const { documents } = find(transaction, collection, query, multi ? undefined : 1)
  for (const { _id } of documents) {
    const slot = slotOf(collection, _id)
    claim(slot, transaction)
    stage(transaction, { collection, slot, document: null })
  }
  return documents.length
}

function documentId(value: unknown): DocumentId {
  // MongoDB's own words for the first two; the third is the platform's limit in ours.
  if (Array.isArray(value)) throw requestFailed("The '_id' value cannot be of type array")
  if (value instanceof RegExp) throw requestFailed("The '_id' value cannot be of type regex")
  if (!isDocumentId(value)) throw requestFailed("The '_id' value must be a string, a number or an ObjectId")
  return value
}

function slotOf(collection: Collection, id: DocumentId): Slot {
  const key = valueKey(id)
  return collection.slots.get(key) ?? createSlot(key)
}

function put(
  transaction: Transaction,
  collection: Collection,
  slot: Slot,
  document: Document,
  inserting: boolean,
) {
  claim(slot, transaction)
  checkUnique(transaction, collection, slot, document, inserting)
  stage(transaction, { collection, slot, document })
}
