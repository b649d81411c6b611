import type { ConformanceCase } from '../case.ts'
import { inAnyOrder } from '../expectation.ts'
import { changes } from './shapes.ts'
import { MONGO_UPDATE, WX_QUERY } from './sources.ts'

/** Changes of lists: pop, shift, pull, pullAll, addToSet, and elements by place. */
export const ARRAY_CHANGES: readonly ConformanceCase[] = [
  changes('database.array.pop', `${WX_QUERY}pop.html`, { n: [1, 2, 3] }, (_) => ({ n: _.pop() }), {
    n: [1, 2],
  }),
  changes('database.array.pop-of-nothing', `${MONGO_UPDATE}pop/`, { n: [] }, (_) => ({ n: _.pop() }), {
    n: [],
  }),
  changes('database.array.pop-of-a-missing-field', `${MONGO_UPDATE}pop/`, {}, (_) => ({ n: _.pop() }), {}),
  changes('database.array.shift', `${WX_QUERY}shift.html`, { n: [1, 2, 3] }, (_) => ({ n: _.shift() }), {
    n: [2, 3],
  }),
  changes(
    'database.array.pull-a-value',
    `${WX_QUERY}pull.html`,
    { tags: ['a', 'b', 'a'] },
    (_) => ({ tags: _.pull('a') }),
    { tags: ['b'] },
  ),
  changes(
    'database.array.pull-by-operator',
    `${WX_QUERY}pull.html`,
    { tags: ['a', 'b', 'c'] },
    (_) => ({ tags: _.pull(_.in(['a', 'c'])) }),
    { tags: ['b'] },
  ),
  changes(
    'database.array.pull-by-comparison',
    `${WX_QUERY}pull.html`,
    { n: [1, 5, 9] },
    (_) => ({ n: _.pull(_.gte(5)) }),
    { n: [1] },
  ),
  changes(
    'database.array.pull-objects',
    `${WX_QUERY}pull.html`,
    {
      list: [
        { n: 1, m: 1 },
        { n: 2, m: 1 },
      ],
    },
    (_) => ({ list: _.pull({ n: 1 }) }),
    { list: [{ n: 2, m: 1 }] },
  ),
  changes(
    'database.array.pull-objects-by-operators',
    `${WX_QUERY}pull.html`,
    {
      list: [
        { n: 1, m: 1 },
        { n: 2, m: 9 },
      ],
    },
    (_) => ({ list: _.pull({ n: _.gt(0), m: _.lt(5) }) }),
    { list: [{ n: 2, m: 9 }] },
  ),
  changes(
    'database.array.pull-of-a-missing-field',
    `${MONGO_UPDATE}pull/`,
    {},
    (_) => ({ n: _.pull(1) }),
    {},
  ),
  changes(
    'database.array.pull-a-list-is-exact',
    `${MONGO_UPDATE}pull/#behavior`,
    { n: [[1, 2], [2, 1], 1] },
    (_) => ({ n: _.pull([1, 2]) }),
    { n: [[2, 1], 1] },
  ),
  changes(
    'database.array.pull-all',
    `${WX_QUERY}pullAll.html`,
    { n: [0, 2, 5, 5, 1, 0] },
    (_) => ({ n: _.pullAll([0, 5]) }),
    { n: [2, 1] },
  ),
  changes(
    'database.array.pull-all-objects-are-exact',
    `${MONGO_UPDATE}pullAll/#behavior`,
    { list: [{ n: 1, m: 1 }, { n: 1 }] },
    (_) => ({ list: _.pullAll([{ n: 1 }]) }),
    { list: [{ n: 1, m: 1 }] },
  ),
  changes(
    'database.array.add-to-set-new',
    `${WX_QUERY}addToSet.html`,
    { tags: ['a'] },
    (_) => ({ tags: _.addToSet('b') }),
    { tags: ['a', 'b'] },
  ),
  changes(
    'database.array.add-to-set-known',
    `${WX_QUERY}addToSet.html`,
    { tags: ['a'] },
    (_) => ({ tags: _.addToSet('a') }),
    { tags: ['a'] },
  ),
  changes(
    'database.array.add-to-set-missing-field',
    `${MONGO_UPDATE}addToSet/`,
    {},
    (_) => ({ tags: _.addToSet('a') }),
    { tags: ['a'] },
  ),
  changes(
    'database.array.add-to-set-object-is-exact',
    `${MONGO_UPDATE}addToSet/#duplicate-items`,
    { list: [{ a: 1, b: 2 }] },
    (_) => ({ list: _.addToSet({ a: 1 }) }),
    { list: [{ a: 1, b: 2 }, { a: 1 }] },
  ),
  changes(
    'database.array.add-to-set-each',
    `${WX_QUERY}addToSet.html`,
    { tags: ['a'] },
    (_) => ({ tags: _.addToSet({ $each: ['a', 'b'] }) }),
    { tags: inAnyOrder('a', 'b') },
  ),
  {
    id: 'database.array.positional',
    source: `${MONGO_UPDATE}positional/`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', grades: [85, 80, 80] } })
      const { stats } = await things.where({ _id: 'a', grades: 80 }).update({ data: { 'grades.$': 82 } })
      return [stats, (await things.doc('a').get()).data]
    },
    expect: [{ updated: 1 }, { _id: 'a', grades: [85, 82, 80] }],
  },
  {
    id: 'database.array.positional-in-objects',
    source: `${MONGO_UPDATE}positional/#update-documents-in-an-array`,
    run: async ({ things }) => {
      await things.add({
        data: {
          _id: 'a',
          list: [
            { g: 80, std: 8 },
            { g: 85, std: 5 },
          ],
        },
      })
      await things.where({ _id: 'a', 'list.g': 85 }).update({ data: { 'list.$.std': 6 } })
      return (await things.doc('a').get()).data['list']
    },
    expect: [
      { g: 80, std: 8 },
      { g: 85, std: 6 },
    ],
  },
  changes(
    'database.array.positional-all',
    `${MONGO_UPDATE}positional-all/`,
    { n: [1, 2] },
    (_) => ({ 'n.$[]': _.inc(10) }),
    { n: [11, 12] },
  ),
]
