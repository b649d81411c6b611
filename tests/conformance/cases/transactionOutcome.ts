import type { ConformanceCase, Tools } from '../case.ts'
import { including, refused } from '../expectation.ts'
import type { Fields } from '../sdk.ts'
import { WX, WX_GUIDE } from './sources.ts'

const GUIDE = `${WX_GUIDE}database/transaction.html`
const GONE =
  /\[ResourceUnavailable\.TransactionNotExist\] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds/

/** All documents, by id. */
const all = async ({ things }: Tools): Promise<readonly Fields[]> =>
  (await things.orderBy('_id', 'asc').get()).data

/** How transactions end. */
export const TRANSACTION_OUTCOME: readonly ConformanceCase[] = [
  {
    id: 'database.transaction.commit-publishes-everything',
    source: GUIDE,
    run: async (tools) => {
      await tools.things.add({ data: [{ _id: 'a', n: 1 }, { _id: 'b' }] })
      const transaction = await tools.db.startTransaction()
      const inside = transaction.collection(tools.name)
      await inside.doc('a').update({ data: { n: tools._.inc(1) } })
      await inside.add({ data: { _id: 'c' } })
      await inside.doc('b').remove()
      await inside.doc('d').set({ data: { n: 9 } })
      const before = await all(tools)
      await transaction.commit()
      return { before, after: await all(tools) }
    },
    expect: {
      before: [{ _id: 'a', n: 1 }, { _id: 'b' }],
      after: [{ _id: 'a', n: 2 }, { _id: 'c' }, { _id: 'd', n: 9 }],
    },
  },
  {
    id: 'database.transaction.rollback-takes-everything-back',
    source: GUIDE,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const transaction = await tools.db.startTransaction()
      await transaction
        .collection(tools.name)
        .doc('a')
        .update({ data: { n: 2 } })
      await transaction.collection(tools.name).add({ data: { _id: 'b' } })
      await transaction.rollback()
      return all(tools)
    },
    expect: [{ _id: 'a', n: 1 }],
  },
  {
    id: 'database.transaction.run-answers-what-the-callback-answers',
    source: `${WX}Database.runTransaction.html`,
    run: async (tools) => {
      const result = await tools.db.runTransaction(async (transaction) => {
        await transaction.collection(tools.name).add({ data: { _id: 'a' } })
        return { done: true }
      })
      return { result, after: await all(tools) }
    },
    expect: { result: { done: true }, after: [{ _id: 'a' }] },
  },
  {
    id: 'database.transaction.run-rejects-with-the-reason-of-a-rollback',
    source: `${WX}transaction/Transaction.rollback.html`,
    run: async (tools) => {
      const failed = await tools.failure(
        tools.db.runTransaction(async (transaction) => {
          await transaction.collection(tools.name).add({ data: { _id: 'a' } })
          await transaction.rollback(-100)
        }),
      )
      return { failed, after: await all(tools) }
    },
    expect: { failed: { thrown: -100 }, after: [] },
  },
  {
    id: 'database.transaction.run-rolls-back-when-the-callback-throws',
    source: `${WX}Database.runTransaction.html`,
    run: async (tools) => {
      const failed = await tools.failure(
        tools.db.runTransaction(async (transaction) => {
          await transaction.collection(tools.name).add({ data: { _id: 'a' } })
          throw new Error('changed my mind')
        }),
      )
      return { failed, after: await all(tools) }
    },
    expect: { failed: including({ message: 'changed my mind' }), after: [] },
  },
  {
    id: 'database.transaction.commit-twice',
    source: 'https://docs.cloudbase.net/en/error-code/DATABASE_TRANSACTION_FAIL',
    run: async (tools) => {
      const transaction = await tools.db.startTransaction()
      await transaction.collection(tools.name).add({ data: { _id: 'a' } })
      await transaction.commit()
      return tools.failure(transaction.commit())
    },
    expect: including({ failure: true, code: 'DATABASE_TRANSACTION_FAIL', message: GONE }),
    sdk: {
      2: { thrown: including({ code: 'DATABASE_TRANSACTION_FAIL', message: GONE }) },
      3: { thrown: including({ code: 'DATABASE_TRANSACTION_FAIL', message: GONE }) },
    },
  },
  {
    id: 'database.transaction.used-after-its-end',
    source: 'https://docs.cloudbase.net/en/error-code/DATABASE_TRANSACTION_FAIL',
    run: async (tools) => {
      const transaction = await tools.db.startTransaction()
      await transaction.rollback()
      return tools.failure(transaction.collection(tools.name).add({ data: { _id: 'a' } }))
    },
    expect: refused(-501001, GONE),
  },
]
