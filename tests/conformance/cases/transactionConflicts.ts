import type { ConformanceCase, Tools } from '../case.ts'
import { oneOf, refused } from '../expectation.ts'
import type { Fields } from '../sdk.ts'
import { MONGO, WRAPPER, WX_GUIDE } from './sources.ts'

const GUIDE = `${WX_GUIDE}database/transaction.html`
/** Public reports of applications that search this text for it: the number alone says nothing. */
const CONFLICT = refused(
  -501001,
  /^document\.(update|set|remove):fail -501001 resource system error\. \[ResourceUnavailable\.TransactionConflict\] Transaction is conflict/,
)
/** All documents, by id. */
const all = async ({ things }: Tools): Promise<readonly Fields[]> =>
  (await things.orderBy('_id', 'asc').get()).data

/** Two who write at the same time. */
export const TRANSACTION_CONFLICTS: readonly ConformanceCase[] = [
  {
    id: 'database.transaction.second-writer-fails',
    source: `${GUIDE} and ${MONGO}core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts`,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const [one, two] = [await tools.db.startTransaction(), await tools.db.startTransaction()]
      await one
        .collection(tools.name)
        .doc('a')
        .update({ data: { n: 2 } })
      const failed = await tools.failure(
        two
          .collection(tools.name)
          .doc('a')
          .update({ data: { n: 3 } }),
      )
      await one.commit()
      await tools.failure(two.rollback())
      return { failed, after: await all(tools) }
    },
    expect: { failed: CONFLICT, after: [{ _id: 'a', n: 2 }] },
  },
  {
    id: 'database.transaction.changed-since-the-snapshot',
    source: `${MONGO}core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts`,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const transaction = await tools.db.startTransaction()
      await transaction.collection(tools.name).doc('a').get()
      await tools.things.doc('a').update({ data: { n: 2 } })
      const failed = await tools.failure(
        transaction
          .collection(tools.name)
          .doc('a')
          .update({ data: { n: 3 } }),
      )
      await tools.failure(transaction.rollback())
      return { failed, after: await all(tools) }
    },
    expect: { failed: CONFLICT, after: [{ _id: 'a', n: 2 }] },
  },
  {
    id: 'database.transaction.two-insert-one-id',
    source: `${MONGO}core/transactions-production-consideration/`,
    run: async (tools) => {
      const [one, two] = [await tools.db.startTransaction(), await tools.db.startTransaction()]
      await one.collection(tools.name).add({ data: { _id: 'a', by: 1 } })
      const failed = await tools.failure(two.collection(tools.name).add({ data: { _id: 'a', by: 2 } }))
      await one.commit()
      await tools.failure(two.rollback())
      return { failed, after: await all(tools) }
    },
    expect: {
      failed: oneOf(refused(-501001, /TransactionConflict/), refused(-502001, /E11000/)),
      after: [{ _id: 'a', by: 1 }],
    },
  },
  {
    id: 'database.transaction.a-read-locks-nothing',
    source: `${MONGO}core/transactions-production-consideration/#stale-reads`,
    run: async (tools) => {
      await tools.things.add({
        data: [
          { _id: 'a', on: true },
          { _id: 'b', on: true },
        ],
      })
      const [one, two] = [await tools.db.startTransaction(), await tools.db.startTransaction()]
      await one.collection(tools.name).doc('b').get()
      await two.collection(tools.name).doc('a').get()
      await one
        .collection(tools.name)
        .doc('a')
        .update({ data: { on: false } })
      await two
        .collection(tools.name)
        .doc('b')
        .update({ data: { on: false } })
      await one.commit()
      await two.commit()
      return all(tools)
    },
    expect: [
      { _id: 'a', on: false },
      { _id: 'b', on: false },
    ],
  },
  {
    id: 'database.transaction.plain-writer-waits',
    source: `${MONGO}core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts: a write outside blocks behind the transaction`,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const transaction = await tools.db.startTransaction()
      await transaction
        .collection(tools.name)
        .doc('a')
        .update({ data: { n: tools._.inc(1) } })
      const plain = tools.things.doc('a').update({ data: { n: tools._.mul(10) } })
      // A read goes ahead of nothing: it sees what was committed.
      const seen = (await tools.things.doc('a').get()).data['n']
      await transaction.commit()
      await plain
      return [seen, (await all(tools))[0]]
    },
    expect: [1, { _id: 'a', n: 20 }],
  },
  {
    id: 'database.transaction.plain-writer-gives-up',
    source: 'https://docs.cloudbase.net/error-code/basic: DATABASE_TIMEOUT',
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 1 } })
      const transaction = await tools.db.startTransaction()
      await transaction
        .collection(tools.name)
        .doc('a')
        .update({ data: { n: 2 } })
      const failed = await tools.failure(tools.things.doc('a').update({ data: { n: 3 } }))
      await tools.failure(transaction.rollback())
      return failed
    },
    expect: refused(-501001, /^document\.update:fail/),
    environmentOnly: 'it waits for more than ten seconds',
    refutes: ["emulator/cloudbase/database/errors.ts: the code is in the platform's list, the text is ours"],
  },
  {
    id: 'database.transaction.callback-retried-by-the-caller',
    source: `${WRAPPER}: a conflict of an operation loses its code, so only the caller can retry`,
    run: async (tools) => {
      await tools.things.add({ data: { _id: 'a', n: 0 } })
      const add = async (): Promise<void> => {
        for (let left = 50; left > 0; left--) {
          const failed = await tools.failure(
            tools.db.runTransaction(async (transaction) => {
              const document = transaction.collection(tools.name).doc('a')
              const { n } = (await document.get()).data
              await document.update({ data: { n: Number(n) + 1 } })
            }),
          )
          if (failed === 'did not fail') return
          if (!/TransactionConflict/.test(failed instanceof Error ? failed.message : '')) throw failed
        }
      }
      await Promise.all([add(), add(), add()])
      return all(tools)
    },
    expect: [{ _id: 'a', n: 3 }],
  },
]
