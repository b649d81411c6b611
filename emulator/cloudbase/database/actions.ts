import { ObjectId } from 'bson'
import type { Action, WireBody, WireReply } from '../service.ts'
import type { Catalog } from './catalog.ts'
import { encodeForReply } from './ejson.ts'
import { find } from './find.ts'
import { present } from './query.ts'
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

    async getDocument(body) {
      const { collection: name, transaction, query, ...view } = wire.parseFind(body, now())
      const collection = catalog.require(name)
      const most = Object.keys(view.order).length === 0 ? view.offset + view.limit : undefined
      const documents = await transactions.run(transaction, (within) =>
        present(find(within, collection, query, most).documents, view),
      )
      return { data: { list: documents.map(encodeForReply) } }
    },

    async calculateDocument(body) {
      const { collection: name, transaction, query } = wire.parseCount(body, now())
      const collection = catalog.require(name)
      const { documents } = await transactions.run(transaction, (within) => find(within, collection, query))
      return { data: { total: documents.length } }
    },

    modifyDocument: (body) => modify(body),

    async modifyAndReturnDoc(body) {
      const change = wire.parseModifyAndReturn(body, now())
      const collection = catalog.require(change.collection)
      const { matched, document } = await transactions.run(change.transaction, (within) =>
        update(within, collection, change.query, change.operators, change.multi),
      )
      return { data: { updated: matched, doc: document === undefined ? null : encodeForReply(document) } }
    },

    async removeDocument(body) {
      const { collection: name, transaction, query, multi } = wire.parseRemove(body, now())
      const collection = catalog.require(name)
      const deleted = await transactions.run(transaction, (within) =>
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

  async function modify(body: WireBody): Promise<WireReply> {
    const change = wire.parseModify(body, now())
    const collection = catalog.require(change.collection)
    if (change.kind === 'replace') {
      const { replaced, upserted } = await transactions.run(change.transaction, (within) =>
        replace(within, collection, change.query, change.document, change.upsert),
      )
      return { data: { updated: replaced, upsert_id: upserted === undefined ? null : idInReply(upserted) } }
    }
    const { modified } = await transactions.run(change.transaction, (within) =>
      update(within, collection, change.query, change.operators, change.multi),
    )
    return { data: { updated: modified, upsert_id: null } }
  }
}

const idInReply = (id: DocumentId) => (id instanceof ObjectId ? id.toHexString() : id)
