import { ObjectId } from 'bson'
import type { Action, WireBody, WireReply, WireRequest } from '../service.ts'
import { aggregate } from './aggregation/pipeline.ts'
import { joinedSourceOf, sourceOf } from './aggregation/source.ts'
import type { Catalog } from './catalog.ts'
import { encodeForReply } from './ejson.ts'
import { find } from './find.ts'
import type { Collection, Transaction } from './model.ts'
import { present } from './present.ts'
import type { Transactions } from './transactions.ts'
import type { DocumentId } from './values.ts'
import * as wire from './wire.ts'
import { insert, remove, replace, update } from './write.ts'

/** The database's actions by wire name, as @cloudbase/database 1.4.3 sends them. */
export function createActions(
  catalog: Catalog,
  transactions: Transactions,
  now: () => number,
): Readonly<Record<string, Action>> {
  return {
    addCollection(body) {
      catalog.add(wire.parseCollection(body))
      return {}
    },

    async insertDocument(body) {
      const { collection: name, transaction, documents } = wire.parseInsert(body, now())
      const collection = catalog.require(name)
      const insertedIds: (string | number)[] = []
      // An ordered insert of MongoDB: one after the other, each on its own, until the first that is refused.
      for (const document of documents) {
        insertedIds.push(
          idInReply(await transactions.run(transaction, (within) => insert(within, collection, document))),
        )
      }
      return { data: { insertedIds } }
    },

    async getDocument(body, request) {
      const { collection: name, transaction, query, order, ...view } = wire.parseFind(body, now())
      const collection = catalog.require(name)
      const documents = await look(request, collection, transaction, (within) =>
        present(find(within, collection, query, view.offset + view.limit, order).documents, view, query),
      )
      return { data: { list: documents.map(encodeForReply) } }
    },

    async calculateDocument(body, request) {
      const { collection: name, transaction, query } = wire.parseCount(body, now())
      const collection = catalog.require(name)
      const { documents } = await look(request, collection, transaction, (within) =>
        find(within, collection, query),
      )
      return { data: { total: documents.length } }
    },

    async aggregateDocuments(body, request) {
      const { collection: name, stages } = wire.parseAggregate(body, now())
      const collection = catalog.require(name)
      const documents = await look(request, collection, undefined, (within) =>
        aggregate(
          sourceOf(within, collection),
          stages,
          (other) => joinedSourceOf(within, catalog.get(other)),
          now(),
        ),
      )
      return { data: { list: documents.map(encodeForReply) } }
    },

    modifyDocument: (body, request) => modify(body, request),

    async modifyAndReturnDoc(body, request) {
      const change = wire.parseModifyAndReturn(body, now())
      const collection = catalog.require(change.collection)
      const { matched, document } = await look(request, collection, change.transaction, (within) =>
        update(within, collection, change.query, change.operators, change.multi),
      )
      return { data: { updated: matched, doc: document === undefined ? null : encodeForReply(document) } }
    },

    async removeDocument(body, request) {
      const { collection: name, transaction, query, multi } = wire.parseRemove(body, now())
      const collection = catalog.require(name)
      const deleted = await look(request, collection, transaction, (within) =>
        remove(within, collection, query, multi),
      )
      return { data: { deleted } }
    },

    startTransaction: () => ({ transactionId: transactions.begin() }),

    commitTransaction(body) {
      transactions.commit(wire.parseTransaction(body))
      return {}
    },

    abortTransaction(body) {
      transactions.abort(wire.parseTransaction(body))
      return {}
    },
  }

  /** Runs a step that looks for documents, and notes what that took, whether it finds or fails. */
  function look<T>(
    { note }: WireRequest,
    collection: Collection,
    transaction: string | undefined,
    step: (within: Transaction) => T,
  ): Promise<T> {
    return transactions.run(transaction, (within) => {
      try {
        return step(within)
      } finally {
        note({ collection: collection.name, ...within.looked })
      }
    })
  }

  async function modify(body: WireBody, request: WireRequest): Promise<WireReply> {
    const change = wire.parseModify(body, now())
    const collection = catalog.require(change.collection)
    if (change.kind === 'replace') {
      const { replaced, upserted } = await look(request, collection, change.transaction, (within) =>
        replace(within, collection, change.query, change.document, change.upsert),
      )
      return { data: { updated: replaced, upsert_id: upserted === undefined ? null : idInReply(upserted) } }
    }
    const { modified } = await look(request, collection, change.transaction, (within) =>
      update(within, collection, change.query, change.operators, change.multi),
    )
    return { data: { updated: modified, upsert_id: null } }
  }
}

const idInReply = (id: DocumentId) => (id instanceof ObjectId ? id.toHexString() : id)
