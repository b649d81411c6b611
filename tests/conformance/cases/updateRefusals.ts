import type { ConformanceCase } from '../case.ts'
import { refused } from '../expectation.ts'
import type { changes } from './shapes.ts'
import { MONGO_UPDATE } from './sources.ts'

/** A change that MongoDB refuses; the document stays as it was. */
const refuses = (
  id: string,
  source: string,
  before: Readonly<Record<string, unknown>>,
  data: Parameters<typeof changes>[3],
  words: RegExp,
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: { _id: 'a', ...before } })
    const failed = await tools.failure(tools.things.doc('a').update({ data: data(tools._, tools) }))
    const { _id, ...after } = (await tools.things.doc('a').get()).data
    return { failed, after }
  },
  expect: {
    failed: refused(
      -502001,
      new RegExp(`^document\\.update:fail -502001 database request fail\\. .*${words.source}`),
    ),
    after: before,
  },
})

/** The words are those of MongoDB's server, src/mongo/db/update/. */
export const UPDATE_REFUSALS: readonly ConformanceCase[] = [
  refuses(
    'database.update.set-below-null',
    'https://github.com/mongodb/mongo/blob/v4.4/src/mongo/db/update/path_support.cpp',
    { n: null },
    () => ({ 'n.x': 1 }),
    /Cannot create field 'x' in element \{n: null\}/,
  ),
  refuses(
    'database.update.set-below-a-value',
    'https://github.com/mongodb/mongo/blob/v4.4/src/mongo/db/update/path_support.cpp',
    { n: 1 },
    () => ({ 'n.x': 1 }),
    /Cannot create field 'x' in element \{n: 1\}/,
  ),
  refuses(
    'database.update.inc-a-text',
    `${MONGO_UPDATE}inc/: only numeric fields`,
    { n: 'x' },
    (_) => ({ n: _.inc(1) }),
    /Cannot apply \$inc to a value of non-numeric type/,
  ),
  refuses(
    'database.update.inc-null',
    `${MONGO_UPDATE}inc/#behavior`,
    { n: null },
    (_) => ({ n: _.inc(1) }),
    /Cannot apply \$inc to a value of non-numeric type/,
  ),
  refuses(
    'database.update.inc-by-a-text',
    'https://github.com/mongodb/mongo/blob/v4.4/src/mongo/db/update/arithmetic_node.cpp',
    { n: 1 },
    (_) => ({ n: _.inc('1') }),
    /Cannot increment with non-numeric argument/,
  ),
  refuses(
    'database.update.push-to-a-value',
    `${MONGO_UPDATE}push/#behavior`,
    { n: 1 },
    (_) => ({ n: _.push(['x']) }),
    /The field 'n' must be an array but is of type/,
  ),
  refuses(
    'database.update.pop-from-a-value',
    `${MONGO_UPDATE}pop/#behavior`,
    { n: 1 },
    (_) => ({ n: _.pop() }),
    /Path 'n' contains an element of non-array type/,
  ),
  refuses(
    'database.update.pull-from-a-value',
    `${MONGO_UPDATE}pull/`,
    { n: 1 },
    (_) => ({ n: _.pull(1) }),
    /Cannot apply \$pull to a non-array value/,
  ),
  refuses(
    'database.update.add-to-set-of-a-value',
    `${MONGO_UPDATE}addToSet/#behavior`,
    { n: 1 },
    (_) => ({ n: _.addToSet(1) }),
    /Cannot apply \$addToSet to non-array field/,
  ),
  refuses(
    'database.update.conflicting-paths',
    'https://github.com/mongodb/mongo/blob/v4.4/src/mongo/db/update/update_object_node.cpp',
    { a: { b: 1 } },
    (_) => ({ a: _.set({ b: 2 }), 'a.b': 3 }),
    /Updating the path 'a(\.b)?' would create a conflict at 'a'/,
  ),
]
