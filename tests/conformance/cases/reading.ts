import type { ConformanceCase, Tools } from '../case.ts'
import { thrown } from '../expectation.ts'
import type { Fields, Query } from '../sdk.ts'
import { DATABASE, MONGO, WX, WX_QUERY } from './sources.ts'

/** Documents go in, a query built on the collection runs, its documents come out as they are. */
const reads = (
  id: string,
  source: string,
  documents: readonly Fields[],
  build: (query: Query, tools: Tools) => Query,
  expect: unknown,
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: documents })
    return (await build(tools.things, tools).get()).data
  },
  expect,
})

const LETTERS = ['c', 'a', 'd', 'b'].map((_id) => ({ _id }))
const MIXED = [
  { _id: 'text', v: 'x' },
  { _id: 'number', v: 3 },
  { _id: 'date', v: new Date(0) },
  { _id: 'null', v: null },
  { _id: 'yes', v: true },
  { _id: 'object', v: { x: 1 } },
]
const PERSON = { _id: 'a', name: 'x', tags: ['a', 'b', 'c'], style: { color: 'red', size: 1 } }

const order: readonly ConformanceCase[] = [
  reads(
    'database.order.ascending',
    `${WX}collection/Collection.orderBy.html`,
    LETTERS,
    (q) => q.orderBy('_id', 'asc'),
    [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }, { _id: 'd' }],
  ),
  reads(
    'database.order.descending',
    `${WX}collection/Collection.orderBy.html`,
    LETTERS,
    (q) => q.orderBy('_id', 'desc').limit(2),
    [{ _id: 'd' }, { _id: 'c' }],
  ),
  reads(
    'database.order.two-fields',
    `${WX}collection/Collection.orderBy.html`,
    [
      { _id: 'a', n: 1, m: 1 },
      { _id: 'b', n: 1, m: 2 },
      { _id: 'c', n: 0, m: 3 },
    ],
    (q) => q.orderBy('n', 'asc').orderBy('m', 'desc').field({ _id: true }),
    [{ _id: 'c' }, { _id: 'b' }, { _id: 'a' }],
  ),
  reads(
    'database.order.nested-field',
    `${WX}collection/Collection.orderBy.html`,
    [
      { _id: 'a', s: { n: 2 } },
      { _id: 'b', s: { n: 1 } },
    ],
    (q) => q.orderBy('s.n', 'asc').field({ _id: true }),
    [{ _id: 'b' }, { _id: 'a' }],
  ),
  reads(
    'database.order.types',
    `${MONGO}reference/bson-type-comparison-order/`,
    MIXED,
    (q) => q.orderBy('v', 'asc').field({ _id: true }),
    [{ _id: 'null' }, { _id: 'number' }, { _id: 'text' }, { _id: 'object' }, { _id: 'yes' }, { _id: 'date' }],
  ),
  reads(
    'database.order.missing-with-null',
    `${MONGO}reference/bson-type-comparison-order/#non-existent-fields`,
    [{ _id: 'b', v: 0 }, { _id: 'a' }],
    (q) => q.orderBy('v', 'asc').field({ _id: true }),
    [{ _id: 'a' }, { _id: 'b' }],
  ),
  reads(
    'database.order.arrays-by-least-element',
    `${MONGO}reference/bson-type-comparison-order/#arrays`,
    [
      { _id: 'a', v: [5, 2] },
      { _id: 'b', v: [9, 1] },
      { _id: 'c', v: 3 },
    ],
    (q) => q.orderBy('v', 'asc').field({ _id: true }),
    [{ _id: 'b' }, { _id: 'a' }, { _id: 'c' }],
  ),
  reads(
    'database.order.arrays-by-greatest-element',
    `${MONGO}reference/bson-type-comparison-order/#arrays`,
    [
      { _id: 'a', v: [5, 2] },
      { _id: 'b', v: [9, 1] },
      { _id: 'c', v: 7 },
    ],
    (q) => q.orderBy('v', 'desc').field({ _id: true }),
    [{ _id: 'b' }, { _id: 'c' }, { _id: 'a' }],
  ),
  reads(
    'database.order.capitals-first',
    `${MONGO}reference/bson-type-comparison-order/#strings`,
    [{ _id: 'a' }, { _id: 'B' }],
    (q) => q.orderBy('_id', 'asc'),
    [{ _id: 'B' }, { _id: 'a' }],
  ),
]

const page: readonly ConformanceCase[] = [
  reads(
    'database.page.limit',
    `${WX}collection/Collection.limit.html`,
    LETTERS,
    (q) => q.orderBy('_id', 'asc').limit(1),
    [{ _id: 'a' }],
  ),
  reads(
    'database.page.skip',
    `${WX}collection/Collection.skip.html`,
    LETTERS,
    (q) => q.orderBy('_id', 'asc').skip(3),
    [{ _id: 'd' }],
  ),
  reads(
    'database.page.skip-and-limit',
    `${WX}collection/Collection.skip.html`,
    LETTERS,
    (q) => q.limit(2).skip(1).orderBy('_id', 'asc'),
    [{ _id: 'b' }, { _id: 'c' }],
  ),
  reads(
    'database.page.skip-beyond-the-end',
    `${WX}collection/Collection.skip.html`,
    LETTERS,
    (q) => q.skip(9),
    [],
  ),
  reads(
    'database.page.last-where-counts',
    `${DATABASE}query.js: where makes a new query`,
    [
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
    ],
    (q) => q.where({ n: 1 }).where({ n: 2 }),
    [{ _id: 'b', n: 2 }],
  ),
]

const projection: readonly ConformanceCase[] = [
  reads(
    'database.field.include',
    `${WX}collection/Collection.field.html`,
    [PERSON],
    (q) => q.field({ name: true }),
    [{ _id: 'a', name: 'x' }],
  ),
  reads(
    'database.field.exclude',
    `${WX}collection/Collection.field.html`,
    [PERSON],
    (q) => q.field({ tags: false, style: false }),
    [{ _id: 'a', name: 'x' }],
  ),
  reads(
    'database.field.without-id',
    `${WX}collection/Collection.field.html`,
    [PERSON],
    (q) => q.field({ _id: false, name: true }),
    [{ name: 'x' }],
  ),
  reads(
    'database.field.nested',
    `${WX}collection/Collection.field.html`,
    [PERSON],
    (q) => q.field({ 'style.color': true }),
    [{ _id: 'a', style: { color: 'red' } }],
  ),
  reads('database.field.by-number', `${DATABASE}query.js field`, [PERSON], (q) => q.field({ name: 1 }), [
    { _id: 'a', name: 'x' },
  ]),
  reads(
    'database.field.of-objects-in-a-list',
    `${MONGO}tutorial/project-fields-from-query-results/`,
    [{ _id: 'a', list: [{ n: 1, m: 1 }, { n: 2 }, 3] }],
    (q) => q.field({ 'list.n': true }),
    [{ _id: 'a', list: [{ n: 1 }, { n: 2 }] }],
  ),
  reads(
    'database.field.slice',
    `${WX_QUERY}project.html: project.slice`,
    [PERSON],
    (q, { _ }) => q.field({ tags: _.project.slice(2), style: false }),
    [{ _id: 'a', name: 'x', tags: ['a', 'b'] }],
  ),
  reads(
    'database.field.slice-from-the-end',
    `${MONGO}reference/operator/projection/slice/`,
    [PERSON],
    (q, { _ }) => q.field({ tags: _.project.slice(-1), style: false }),
    [{ _id: 'a', name: 'x', tags: ['c'] }],
  ),
  reads(
    'database.field.slice-skip',
    `${MONGO}reference/operator/projection/slice/`,
    [PERSON],
    (q, { _ }) => q.field({ tags: _.project.slice([1, 1]), style: false }),
    [{ _id: 'a', name: 'x', tags: ['b'] }],
  ),
  reads(
    'database.field.elem-match',
    `${MONGO}reference/operator/projection/elemMatch/`,
    [{ _id: 'a', list: [{ n: 1 }, { n: 2 }, { n: 2, m: 1 }] }],
    (q, { _ }) => q.field({ list: _.project.elemMatch({ n: 2 }) }),
    [{ _id: 'a', list: [{ n: 2 }] }],
  ),
  {
    id: 'database.field.of-a-document',
    source: `${WX}document/Document.field.html`,
    run: async ({ things }) => {
      await things.add({ data: PERSON })
      return (await things.doc('a').field({ name: true, _id: false }).get()).data
    },
    expect: { name: 'x' },
  },
]

const malformed: readonly ConformanceCase[] = [
  {
    id: 'database.page.limit-must-be-an-integer',
    source: `${DATABASE}validate.js isInteger`,
    run: ({ things }) => things.limit(1.5).get(),
    expect: thrown(/limitmust be integer/),
  },
  {
    id: 'database.order.direction-must-be-known',
    source: `${DATABASE}constant.js ErrorCode.DirectionError`,
    run: ({ things }) => things.orderBy('n', 'up').get(),
    expect: thrown(/排序字符不合法/),
  },
]

/** What a query answers: order, part and fields. */
export const READING: readonly ConformanceCase[] = [...order, ...page, ...projection, ...malformed]
