import type { ConformanceCase, Tools } from '../case.ts'
import { refused } from '../expectation.ts'
import type { Collection } from '../sdk.ts'
import { MONGO, WX_GUIDE } from './sources.ts'

const NEEDS_INDEX = 'needs unique indexes, which are made in the console or by the management API'

/** As quoted in public reports of applications; newer servers name the field before the value. */
const duplicate = (api: string, index: string, value: string): RegExp =>
  new RegExp(
    `^${api}:fail -502001 database request fail\\. \\[FailedOperation[.\\w]*\\] .*E11000 duplicate key error collection: \\S+ index: ${index} dup key: \\{ .*${value}.* \\}`,
  )

const onAccounts = (
  id: string,
  source: string,
  run: (accounts: Collection, tools: Tools) => Promise<unknown>,
  expect: unknown,
): ConformanceCase => ({
  id: `database.unique.${id}`,
  source,
  run: async (tools) => run(await tools.prepared('accounts'), tools),
  expect,
  localOnly: NEEDS_INDEX,
})

const INDEX_GUIDE = `${WX_GUIDE}database/index.html`

/** The accounts have a unique index `email_1` and a compound unique index `app_1_key_1`. */
export const UNIQUE_INDEXES: readonly ConformanceCase[] = [
  {
    id: 'database.unique.own-id-twice',
    source: 'E11000 as public reports of wx-server-sdk 4.0.2 quote it',
    run: async ({ things, failure }) => {
      await things.add({ data: { _id: 'a' } })
      return failure(things.add({ data: { _id: 'a' } }))
    },
    expect: refused(-502001, duplicate('collection\\.add', '_id_', '"a"')),
  },
  {
    id: 'database.unique.text-of-an-insert',
    source: 'public reports of real environments quote this wrapping of E11000',
    run: async ({ things, failure }) => {
      await things.add({ data: { _id: 'a' } })
      return failure(things.add({ data: { _id: 'a' } }))
    },
    expect: refused(
      -502001,
      /\[FailedOperation\.Insert\] (multiple write errors: \[\{write errors: \[\{|bulk write error: ?\[?\{?)E11000 duplicate key error collection: tnt-\w+\.\S+ index: _id_ dup key: \{ (_id)?: "a" \}/,
    ),
  },
  onAccounts(
    'value-twice',
    INDEX_GUIDE,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: 'x', app: 1 } })
      const failed = await failure(accounts.add({ data: { _id: 'b', email: 'x', app: 2 } }))
      return { failed, total: (await accounts.count()).total }
    },
    { failed: refused(-502001, duplicate('collection\\.add', 'email_1', '"x"')), total: 1 },
  ),
  onAccounts(
    'missing-counts-as-null',
    `${INDEX_GUIDE}: at most one document may lack the field`,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', app: 1 } })
      return failure(accounts.add({ data: { _id: 'b', app: 2 } }))
    },
    refused(-502001, duplicate('collection\\.add', 'email_1', 'null')),
  ),
  onAccounts(
    'null-and-missing-are-one',
    `${MONGO}core/index-unique/#missing-document-field-in-a-unique-single-field-index`,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: null, app: 1 } })
      return failure(accounts.add({ data: { _id: 'b', app: 2 } }))
    },
    refused(-502001, duplicate('collection\\.add', 'email_1', 'null')),
  ),
  onAccounts(
    'several-fields-count-together',
    `${MONGO}core/index-unique/#unique-compound-index`,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: 'a', app: 1, key: 'k' } })
      await accounts.add({ data: { _id: 'b', email: 'b', app: 2, key: 'k' } })
      const failed = await failure(accounts.add({ data: { _id: 'c', email: 'c', app: 1, key: 'k' } }))
      return { failed, total: (await accounts.count()).total }
    },
    { failed: refused(-502001, duplicate('collection\\.add', 'app_1_key_1', '"k"')), total: 2 },
  ),
  onAccounts(
    'update-to-a-taken-value',
    INDEX_GUIDE,
    async (accounts, { failure }) => {
      await accounts.add({
        data: [
          { _id: 'a', email: 'x', app: 1 },
          { _id: 'b', email: 'y', app: 2 },
        ],
      })
      const failed = await failure(accounts.doc('b').update({ data: { email: 'x' } }))
      return { failed, after: (await accounts.doc('b').get()).data['email'] }
    },
    {
      failed: refused(
        -502001,
        /^document\.update:fail -502001 .*E11000 duplicate key error .* index: email_1 /,
      ),
      after: 'y',
    },
  ),
  onAccounts(
    'set-to-a-taken-value',
    INDEX_GUIDE,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: 'x', app: 1 } })
      return failure(accounts.doc('b').set({ data: { email: 'x', app: 2 } }))
    },
    refused(-502001, /^document\.set:fail -502001 .*E11000 duplicate key error .* index: email_1 /),
  ),
  onAccounts(
    'keeps-its-own-value',
    INDEX_GUIDE,
    async (accounts) => {
      await accounts.add({ data: { _id: 'a', email: 'x', app: 1 } })
      return (await accounts.doc('a').update({ data: { email: 'x', seen: true } })).stats
    },
    { updated: 1 },
  ),
  onAccounts(
    'free-again-after-removal',
    INDEX_GUIDE,
    async (accounts) => {
      await accounts.add({ data: { _id: 'a', email: 'x', app: 1 } })
      await accounts.doc('a').remove()
      return accounts.add({ data: { _id: 'b', email: 'x', app: 1 } })
    },
    { _id: 'b', errMsg: 'collection.add:ok' },
  ),
  onAccounts(
    'types-differ',
    `${MONGO}reference/bson-type-comparison-order/`,
    async (accounts) => {
      await accounts.add({
        data: [
          { _id: 'a', email: 1, app: 1 },
          { _id: 'b', email: '1', app: 2 },
        ],
      })
      return (await accounts.count()).total
    },
    2,
  ),
  onAccounts(
    'numbers-of-one-value-are-one',
    `${MONGO}reference/bson-type-comparison-order/#numeric-types`,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: 1, app: 1 } })
      // 1.0 and 1 are one number in JavaScript; a long that came from an increment is another type in the database.
      await accounts.add({ data: { _id: 'b', email: 2 ** 40, app: 2 } })
      return failure(accounts.doc('b').update({ data: { email: 1 } }))
    },
    refused(-502001, /E11000 duplicate key error .* index: email_1 /),
  ),
  onAccounts(
    'elements-of-lists-count',
    `${MONGO}core/index-unique/#unique-constraint-across-separate-documents`,
    async (accounts, { failure }) => {
      await accounts.add({ data: { _id: 'a', email: ['x', 'y'], app: 1 } })
      return failure(accounts.add({ data: { _id: 'b', email: 'y', app: 2 } }))
    },
    refused(-502001, duplicate('collection\\.add', 'email_1', '"y"')),
  ),
  onAccounts(
    'within-a-transaction',
    INDEX_GUIDE,
    async (accounts, { db, failure, prefix }) => {
      await accounts.add({ data: { _id: 'a', email: 'x', app: 1 } })
      const failed = await failure(
        db.runTransaction((transaction) =>
          transaction.collection(`${prefix}accounts`).add({ data: { _id: 'b', email: 'x', app: 2 } }),
        ),
      )
      return { failed, total: (await accounts.count()).total }
    },
    { failed: refused(-502001, /E11000 duplicate key error/), total: 1 },
  ),
]
