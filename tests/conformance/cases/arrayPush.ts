import type { ConformanceCase } from '../case.ts'
import { changes } from './shapes.ts'
import { MONGO_UPDATE, WX_QUERY } from './sources.ts'

const PUSH = `${WX_QUERY}push.html`

/** The example of MongoDB's page, shortened. */
const QUIZZES = [
  { wk: 1, score: 10 },
  { wk: 2, score: 8 },
]

/** push with its modifiers. */
export const ARRAY_PUSH: readonly ConformanceCase[] = [
  changes('database.array.push-a-list', PUSH, { tags: ['a'] }, (_) => ({ tags: _.push(['b', 'c']) }), {
    tags: ['a', 'b', 'c'],
  }),
  changes('database.array.push-a-value', PUSH, { tags: ['a'] }, (_) => ({ tags: _.push('b') }), {
    tags: ['a', 'b'],
  }),
  changes('database.array.push-an-object', PUSH, { list: [] }, (_) => ({ list: _.push({ n: 1 }) }), {
    list: [{ n: 1 }],
  }),
  changes('database.array.push-to-a-missing-field', PUSH, {}, (_) => ({ tags: _.push(['a']) }), {
    tags: ['a'],
  }),
  changes(
    'database.array.push-each',
    PUSH,
    { tags: ['a'] },
    (_) => ({ tags: _.push({ each: ['b', 'c'] }) }),
    { tags: ['a', 'b', 'c'] },
  ),
  changes(
    'database.array.push-at',
    PUSH,
    { tags: ['a', 'd'] },
    (_) => ({ tags: _.push({ each: ['b', 'c'], position: 1 }) }),
    { tags: ['a', 'b', 'c', 'd'] },
  ),
  changes(
    'database.array.push-at-the-end-by-a-large-position',
    PUSH,
    { tags: ['a'] },
    (_) => ({ tags: _.push({ each: ['b'], position: 9 }) }),
    { tags: ['a', 'b'] },
  ),
  changes(
    'database.array.push-from-the-end',
    PUSH,
    { tags: ['a', 'b', 'c'] },
    (_) => ({ tags: _.push({ each: ['x'], position: -1 }) }),
    { tags: ['a', 'b', 'x', 'c'] },
  ),
  changes(
    'database.array.push-at-the-start-by-a-low-position',
    PUSH,
    { tags: ['a', 'b'] },
    (_) => ({ tags: _.push({ each: ['x'], position: -9 }) }),
    { tags: ['x', 'a', 'b'] },
  ),
  changes('database.array.push-sorted', PUSH, { n: [3, 1] }, (_) => ({ n: _.push({ each: [2], sort: 1 }) }), {
    n: [1, 2, 3],
  }),
  changes(
    'database.array.push-sorted-down',
    PUSH,
    { n: [3, 1] },
    (_) => ({ n: _.push({ each: [2], sort: -1 }) }),
    { n: [3, 2, 1] },
  ),
  changes(
    'database.array.push-nothing-but-sort',
    PUSH,
    { n: [3, 1, 2] },
    (_) => ({ n: _.push({ each: [], sort: 1 }) }),
    { n: [1, 2, 3] },
  ),
  changes(
    'database.array.push-sorted-by-a-field',
    PUSH,
    { list: [{ n: 3 }, { n: 1 }] },
    (_) => ({ list: _.push({ each: [{ n: 2 }], sort: { n: 1 } }) }),
    { list: [{ n: 1 }, { n: 2 }, { n: 3 }] },
  ),
  changes(
    'database.array.push-first-of',
    PUSH,
    { n: [1, 2] },
    (_) => ({ n: _.push({ each: [3, 4], slice: 3 }) }),
    { n: [1, 2, 3] },
  ),
  changes(
    'database.array.push-last-of',
    PUSH,
    { n: [1, 2] },
    (_) => ({ n: _.push({ each: [3, 4], slice: -3 }) }),
    { n: [2, 3, 4] },
  ),
  changes(
    'database.array.push-none-of',
    PUSH,
    { n: [1, 2] },
    (_) => ({ n: _.push({ each: [3], slice: 0 }) }),
    { n: [] },
  ),
  changes(
    'database.array.push-sorted-then-sliced',
    `${MONGO_UPDATE}push/#use--push-operator-with-multiple-modifiers`,
    { list: QUIZZES },
    (_) => ({
      list: _.push({
        each: [
          { wk: 5, score: 8 },
          { wk: 6, score: 7 },
          { wk: 7, score: 6 },
        ],
        sort: { score: -1 },
        slice: 3,
      }),
    }),
    {
      list: [
        { wk: 1, score: 10 },
        { wk: 2, score: 8 },
        { wk: 5, score: 8 },
      ],
    },
  ),
  changes('database.array.push-below-a-path', PUSH, { a: { b: [1] } }, (_) => ({ a: { b: _.push([2]) } }), {
    a: { b: [1, 2] },
  }),
  changes(
    'database.array.unshift',
    `${WX_QUERY}unshift.html`,
    { n: [3] },
    (_) => ({ n: _.unshift([1, 2]) }),
    { n: [1, 2, 3] },
  ),
  changes(
    'database.array.unshift-to-a-missing-field',
    `${WX_QUERY}unshift.html`,
    {},
    (_) => ({ n: _.unshift([1]) }),
    { n: [1] },
  ),
]
