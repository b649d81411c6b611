import type { ConformanceCase, Tools } from '../case.ts'
import { anyText, oneOf, refused } from '../expectation.ts'
import type { Fields } from '../sdk.ts'
import { DATABASE, WRAPPER, WX_GUIDE } from './sources.ts'

const GUIDE = `${WX_GUIDE}database/transaction.html`
/** All documents, by id. */
const all = async ({ things }: Tools): Promise<readonly Fields[]> =>
  (await things.orderBy('_id', 'asc').get()).data

/** What a transaction sees, and what its operations answer. */
export const TRANSACTION_VIEW: readonly ConformanceCase[] = [
  {
    id: 'database.transaction.reads-its-own-writes',
    source: GUIDE,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const transaction = await tools.db.startTransaction()
      const inside = transaction.collection(tools.name)
      await inside.doc('a').update({ data: { n: 2 } })
      await inside.add({ data: { _id: 'b', n: 2 } })
      const seen = [
        (await inside.doc('a').get()).data,
        (await inside.where({ n: 2 }).get()).data.map(({ _id }) => String(_id)).sort(),
      ]
      await transaction.rollback()
      return seen
    },
    expect: [{ _id: 'a', n: 2 }, ['a', 'b']],
  },
  {
    id: 'database.transaction.reads-one-snapshot',
    source: `${GUIDE}: snapshot isolation`,
    run: async (tools) => {
      await tools.things.add({
        data: [
          { _id: 'a', n: 1 },
          { _id: 'b', n: 1 },
        ],
      })
      const transaction = await tools.db.startTransaction()
      const inside = transaction.collection(tools.name)
      const first = (await inside.doc('a').get()).data['n']
      await tools.things.where({ n: 1 }).update({ data: { n: 2 } })
      const later = [(await inside.doc('a').get()).data['n'], (await inside.doc('b').get()).data['n']]
      await transaction.rollback()
      return [first, ...later]
    },
    expect: [1, 1, 1],
  },
  {
    id: 'database.transaction.document-missing',
    source: `${WRAPPER}: DocumentReference.get`,
    run: async (tools) => {
      const transaction = await tools.db.startTransaction()
      const failed = await tools.failure(transaction.collection(tools.name).doc('absent').get())
      await transaction.rollback()
      return failed
    },
    expect: refused(-1, /^document\.get:fail document with _id absent does not exist$/),
  },
  {
    id: 'database.transaction.replies',
    source: `${DATABASE}collection.js, document.js: replies within a transaction`,
    run: async (tools) => {
      const transaction = await tools.db.startTransaction()
      const inside = transaction.collection(tools.name)
      const replies = [
        await inside.add({ data: { n: 1 } }),
        await inside.doc('a').set({ data: { n: 1 } }),
        await inside.doc('a').update({ data: { n: 2 } }),
        await inside.doc('a').remove(),
      ]
      await transaction.rollback()
      return replies
    },
    expect: [
      { _id: anyText, errMsg: 'collection.add:ok' },
      // The wrapper reads upsertedId, which a reply within a transaction does not have: created is always 0.
      { _id: 'a', errMsg: 'document.set:ok', stats: { updated: oneOf(0, 1), created: 0 } },
      { stats: { updated: 1 }, errMsg: 'document.update:ok' },
      { stats: { removed: 1 }, errMsg: 'document.remove:ok' },
    ],
  },
  {
    id: 'database.transaction.where-update-runs-outside',
    source: `${DATABASE}query.js: update carries no transactionId`,
    run: async (tools) => {
      await tools.things.add({ data: [{ _id: 'a', n: 1 }] })
      const transaction = await tools.db.startTransaction()
      await transaction
        .collection(tools.name)
        .where({ n: 1 })
        .update({ data: { n: 2 } })
      await transaction.rollback()
      return all(tools)
    },
    expect: [{ _id: 'a', n: 2 }],
  },
]
