import type { ConformanceCase } from '../case.ts'
import { anyText, refused } from '../expectation.ts'
import type { Collection } from '../sdk.ts'
import { NODE_SDK, WRAPPER, WX, WX_ERRORS } from './sources.ts'

/** As public reports quote it; older ones end in "if the problem cannot be solved". */
const TEXT =
  '\\[ResourceNotFound\\] Db or Table not exist: oneid_conformance_absent\\. Please check your request, but if the problem persists, contact us\\.'

const absent = (
  api: string,
  id: string,
  run: (collection: Collection) => Promise<unknown>,
): ConformanceCase => ({
  id: `database.missing-collection.${id}`,
  source: `${WX_ERRORS}: -502005, and public reports for the text`,
  run: ({ db, failure }) => failure(run(db.collection('oneid_conformance_absent'))),
  expect: refused(-502005, new RegExp(`^${api}:fail -502005 database collection not exists\\. ${TEXT}$`)),
})

/** Since 4.0 node-sdk throws before the wrapper has seen the reply: the number is lost, the code is there. */
const LOST = `${WRAPPER} and ${NODE_SDK}utils/tcbapirequester.js`

export const MISSING_COLLECTIONS: readonly ConformanceCase[] = [
  absent('collection.get', 'get', (c) => c.limit(1).get()),
  absent('collection.count', 'count', (c) => c.count()),
  absent('collection.add', 'add-does-not-create-it', (c) => c.add({ data: { n: 1 } })),
  absent('collection.update', 'where-update', (c) => c.where({ n: 1 }).update({ data: { n: 2 } })),
  absent('collection.remove', 'where-remove', (c) => c.where({ n: 1 }).remove()),
  absent('document.get', 'document-get', (c) => c.doc('a').get()),
  absent('document.set', 'document-set-does-not-create-it', (c) => c.doc('a').set({ data: { n: 1 } })),
  absent('document.update', 'document-update', (c) => c.doc('a').update({ data: { n: 1 } })),
  absent('document.remove', 'document-remove', (c) => c.doc('a').remove()),
  {
    ...absent('collection.aggregate', 'aggregate', (c) => c.aggregate().match({}).end()),
    source: LOST,
    expect: refused(-1, new RegExp(`^collection\\.aggregate:fail ${TEXT}$`), 'DATABASE_COLLECTION_NOT_EXIST'),
    sdk: {
      2: refused(
        -502005,
        new RegExp(`^collection\\.aggregate:fail -502005 database collection not exists\\. ${TEXT}$`),
      ),
      3: refused(
        -502005,
        new RegExp(`^collection\\.aggregate:fail -502005 database collection not exists\\. ${TEXT}$`),
      ),
    },
  },
  {
    id: 'database.missing-collection.transaction',
    source: `${WX_ERRORS}: -502005`,
    run: async ({ db, failure }) => {
      const transaction = await db.startTransaction()
      const failed = await failure(transaction.collection('oneid_conformance_absent').add({ data: { n: 1 } }))
      await failure(transaction.rollback())
      return failed
    },
    expect: refused(
      -502005,
      new RegExp(`^collection\\.add:fail -502005 database collection not exists\\. ${TEXT}$`),
    ),
  },
  {
    id: 'database.create-collection.reply',
    source: `${WX}Database.createCollection.html`,
    run: ({ db, name }) => db.createCollection(`${name}_made`),
    expect: { errMsg: 'createCollection:ok', requestId: anyText },
    localOnly: 'a collection that is made cannot be dropped by the SDK',
  },
  {
    id: 'database.create-collection.exists',
    source:
      'public code of applications searches for ResourceUnavailable.ResourceExist, "Table exist" and DATABASE_COLLECTION_ALREADY_EXIST',
    run: ({ db, name, failure }) => failure(db.createCollection(name)),
    expect: refused(
      -1,
      /^createCollection:fail \[ResourceUnavailable\.ResourceExist\] Table exist/,
      'DATABASE_COLLECTION_ALREADY_EXIST',
    ),
    sdk: {
      2: refused(
        -501001,
        /^createCollection:fail -501001 resource system error\. \[ResourceUnavailable\.ResourceExist\] Table exist/,
      ),
      3: refused(
        -501001,
        /^createCollection:fail -501001 resource system error\. \[ResourceUnavailable\.ResourceExist\] Table exist/,
      ),
    },
    refutes: ['emulator/cloudbase/database/errors.ts: neither code nor text of the real answer is public'],
  },
]
