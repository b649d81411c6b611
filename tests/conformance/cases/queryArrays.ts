import type { ConformanceCase } from '../case.ts'
import { finds } from './shapes.ts'
import { MONGO, MONGO_QUERY, WX_GUIDE, WX_QUERY } from './sources.ts'

const ARRAYS = [
  { _id: 'ab', tags: ['a', 'b'] },
  { _id: 'ba', tags: ['b', 'a'] },
  { _id: 'abc', tags: ['a', 'b', 'c'] },
  { _id: 'text', tags: 'a' },
]
const RESULTS = [
  {
    _id: 'one',
    list: [
      { p: 'x', s: 8 },
      { p: 'y', s: 5 },
    ],
  },
  {
    _id: 'split',
    list: [
      { p: 'x', s: 5 },
      { p: 'y', s: 8 },
    ],
  },
]

/** Conditions on lists. */
export const QUERY_ARRAYS: readonly ConformanceCase[] = [
  finds(
    'database.query.array-contains',
    `${WX_GUIDE}database/query-array-object.html`,
    ARRAYS,
    () => ({ tags: 'c' }),
    ['abc'],
  ),
  finds(
    'database.query.array-contains-or-is',
    `${MONGO}tutorial/query-arrays/#query-an-array-for-an-element`,
    ARRAYS,
    () => ({ tags: 'a' }),
    ['ab', 'abc', 'ba', 'text'],
  ),
  finds(
    'database.query.array-exactly',
    `${WX_GUIDE}database/query-array-object.html`,
    ARRAYS,
    () => ({ tags: ['a', 'b'] }),
    ['ab'],
  ),
  finds(
    'database.query.array-at',
    `${WX_GUIDE}database/query-array-object.html`,
    ARRAYS,
    () => ({ 'tags.1': 'b' }),
    ['ab', 'abc'],
  ),
  finds('database.query.array-all', `${WX_QUERY}all.html`, ARRAYS, (_) => ({ tags: _.all(['b', 'a']) }), [
    'ab',
    'abc',
    'ba',
  ]),
  finds(
    'database.query.array-all-of-a-value',
    `${MONGO_QUERY}all/`,
    ARRAYS,
    (_) => ({ tags: _.all(['a']) }),
    ['ab', 'abc', 'ba', 'text'],
  ),
  finds(
    'database.query.array-all-of-nothing',
    `${MONGO_QUERY}all/#empty-array`,
    ARRAYS,
    (_) => ({ tags: _.all([]) }),
    [],
  ),
  finds('database.query.array-size', `${WX_QUERY}size.html`, ARRAYS, (_) => ({ tags: _.size(2) }), [
    'ab',
    'ba',
  ]),
  finds('database.query.array-in', `${WX_QUERY}in.html`, ARRAYS, (_) => ({ tags: _.in(['c', 'd']) }), [
    'abc',
  ]),
  finds('database.query.array-neq', `${MONGO_QUERY}ne/`, ARRAYS, (_) => ({ tags: _.neq('b') }), ['text']),
  finds(
    'database.query.array-any-element-compares',
    `${MONGO}tutorial/query-arrays/`,
    [
      { _id: 'a', n: [1, 9] },
      { _id: 'b', n: [1, 2] },
    ],
    (_) => ({ n: _.gt(5) }),
    ['a'],
  ),
  finds(
    'database.query.array-conditions-by-different-elements',
    `${MONGO}tutorial/query-arrays/#query-an-array-with-compound-filter-conditions-on-the-array-elements`,
    [{ _id: 'a', n: [1, 9] }],
    (_) => ({ n: _.gt(2).lt(8) }),
    ['a'],
  ),
  finds(
    'database.query.array-elem-match-of-values',
    `${MONGO_QUERY}elemMatch/`,
    [
      { _id: 'a', n: [1, 9] },
      { _id: 'b', n: [5] },
    ],
    (_) => ({ n: _.elemMatch({ $gt: 2, $lt: 8 }) }),
    ['b'],
  ),
  finds(
    'database.query.array-elem-match-of-one-value',
    `${WX_QUERY}elemMatch.html`,
    [
      { _id: 'a', n: [1, 9] },
      { _id: 'b', n: [1] },
    ],
    (_) => ({ n: _.elemMatch(_.gt(5)) }),
    ['a'],
  ),
  finds(
    'database.query.array-elem-match-of-objects',
    `${WX_QUERY}elemMatch.html`,
    RESULTS,
    (_) => ({ list: _.elemMatch({ p: 'x', s: _.gte(8) }) }),
    ['one'],
  ),
  finds(
    'database.query.array-elem-match-ignores-values',
    `${MONGO_QUERY}elemMatch/`,
    [
      { _id: 'text', list: ['x'] },
      { _id: 'object', list: [{ s: 1 }] },
    ],
    (_) => ({ list: _.elemMatch({ s: _.exists(true) }) }),
    ['object'],
  ),
  finds(
    'database.query.array-objects-by-different-elements',
    `${MONGO}tutorial/query-array-of-documents/`,
    RESULTS,
    (_) => ({ 'list.p': 'x', 'list.s': 8 }),
    ['one', 'split'],
  ),
  finds(
    'database.query.array-object-at',
    `${WX_GUIDE}database/query-array-object.html`,
    RESULTS,
    () => ({ 'list.0.s': 8 }),
    ['one'],
  ),
  finds(
    'database.query.array-of-arrays',
    `${MONGO}tutorial/query-arrays/#match-an-array`,
    [
      { _id: 'in', n: [[1, 2], 3] },
      { _id: 'is', n: [1, 2] },
    ],
    () => ({ n: [1, 2] }),
    ['in', 'is'],
  ),
  finds(
    'database.query.array-exists-by-path',
    `${MONGO}tutorial/query-array-of-documents/`,
    [
      { _id: 'a', list: [{ x: 1 }, {}] },
      { _id: 'b', list: [] },
    ],
    (_) => ({ 'list.x': _.exists(true) }),
    ['a'],
  ),
]
