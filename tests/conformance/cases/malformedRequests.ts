import type { ConformanceCase, Tools } from '../case.ts'
import { oneOf, refused } from '../expectation.ts'
import { DATABASE, MONGO, MONGO_QUERY } from './sources.ts'

/** The database refuses a request; nothing happens. The words are MongoDB's. */
const refuses = (
  id: string,
  source: string,
  run: (tools: Tools) => Promise<unknown>,
  words: RegExp,
): ConformanceCase => ({
  id: `database.malformed.${id}`,
  source,
  run: (tools) => tools.failure(run(tools)),
  expect: refused(
    -502001,
    new RegExp(`^(collection|document)\\.\\w+:fail -502001 database request fail\\. .*${words.source}`),
  ),
})

/**
 * Without where() the SDK sends an update with no query and a removal with an empty one; what the service makes of it
 * is not public. Touching every document by oversight is the worse mistake.
 */
const withoutWhere = (id: string, run: (tools: Tools) => Promise<unknown>): ConformanceCase => ({
  id: `database.malformed.${id}`,
  source: `${DATABASE}query.js, and the HTTP API's "param.query can't be empty" (https://docs.cloudbase.net/http-api/nosql/create-collection)`,
  run: async (tools) => {
    await tools.things.add({ data: [{ n: 1 }, { n: 2 }] })
    const failed = await tools.failure(run(tools))
    return { failed, left: (await tools.things.where({ gone: tools._.exists(false) }).count()).total }
  },
  expect: { failed: refused(oneOf(-501007, -502001), /^collection\.(update|remove):fail/), left: 2 },
  refutes: [
    'emulator/cloudbase/database/wire.ts: the real reply to an update or removal without `where()` is not public',
  ],
})

/** What the database refuses of queries and writes. */
export const MALFORMED_REQUESTS: readonly ConformanceCase[] = [
  {
    id: 'database.malformed.unknown-query-operator',
    source:
      'https://docs.cloudbase.net/error-code/basic: DATABASE_INVALID_OPERRATOR, an operator that is not supported',
    run: ({ things, failure }) => failure(things.where({ n: { $unknown: 1 } }).get()),
    expect: refused(
      -502002,
      /^collection\.get:fail -502002 database invalid command\. .*unknown operator: \$unknown/,
    ),
    refutes: ["emulator/cloudbase/database/errors.ts: the text is MongoDB's own behind the same prefix"],
  },
  refuses(
    'in-without-a-list',
    `${MONGO_QUERY}in/`,
    ({ things }) => things.where({ n: { $in: 'x' } }).get(),
    /\$in needs an array/,
  ),
  refuses(
    'size-without-a-number',
    `${MONGO_QUERY}size/`,
    ({ things }) => things.where({ n: { $size: 'x' } }).get(),
    /\$size/,
  ),
  refuses(
    'pattern-that-does-not-end',
    `${MONGO_QUERY}regex/`,
    ({ things, db }) => things.where({ n: db.RegExp({ regexp: '(' }) }).get(),
    /[Rr]egular expression is invalid/,
  ),
  refuses(
    'fields-in-and-out',
    `${MONGO}reference/method/db.collection.find/#projection`,
    async ({ things }) => {
      await things.add({ data: { a: 1 } })
      return things.field({ a: true, b: false }).get()
    },
    /(Cannot do exclusion on field b in inclusion projection|Projection cannot have a mix of inclusion and exclusion)/,
  ),
  refuses(
    'field-name-with-a-dollar',
    `${MONGO}core/document/#field-names`,
    ({ things }) => things.add({ data: { $n: 1 } }),
    /is not valid for storage/,
  ),
  refuses(
    'list-as-an-id',
    `${MONGO}core/document/#the-_id-field`,
    ({ things }) => things.add({ data: { _id: ['a'] } }),
    /(can't use an array for _id|The '_id' value cannot be of type array)/,
  ),
  withoutWhere('update-without-where', ({ things }) => things.update({ data: { gone: true } })),
  withoutWhere('remove-without-where', ({ things }) => things.remove()),
]
