import type { ConformanceCase } from '../case.ts'
import { finds } from './shapes.ts'
import { MONGO, MONGO_QUERY } from './sources.ts'

const NULLS = `${MONGO}tutorial/query-for-null-fields/`
const ORDER = `${MONGO}reference/bson-type-comparison-order/`

/** A value, null and no field at all. */
const GAPS = [{ _id: 'value', n: 1 }, { _id: 'null', n: null }, { _id: 'none' }]

/** Where null, NaN, missing fields and lists meet. */
export const QUERY_EDGES: readonly ConformanceCase[] = [
  finds('database.query-edge.neq-null', NULLS, GAPS, (_) => ({ n: _.neq(null) }), ['value']),
  finds('database.query-edge.nin-null', NULLS, GAPS, (_) => ({ n: _.nin([null]) }), ['value']),
  finds(
    'database.query-edge.lte-null',
    `${MONGO_QUERY}lte/ and ${NULLS}`,
    GAPS,
    (_) => ({ n: _.lte(null) }),
    ['none', 'null'],
  ),
  finds(
    'database.query-edge.gte-null',
    `${MONGO_QUERY}gte/ and ${NULLS}`,
    GAPS,
    (_) => ({ n: _.gte(null) }),
    ['none', 'null'],
  ),
  finds(
    'database.query-edge.gt-null',
    `${MONGO_QUERY}gt/: only values of the type compare, and null is not above null`,
    GAPS,
    (_) => ({ n: _.gt(null) }),
    [],
  ),
  finds(
    'database.query-edge.null-below-a-value',
    NULLS,
    [
      { _id: 'value', n: 5 },
      { _id: 'in', n: { x: 1 } },
    ],
    () => ({ 'n.x': null }),
    ['value'],
  ),
  finds(
    'database.query-edge.null-in-an-element',
    NULLS,
    [
      { _id: 'gap', list: [{ x: 1 }, {}] },
      { _id: 'full', list: [{ x: 1 }] },
    ],
    () => ({ 'list.x': null }),
    ['gap'],
  ),
  finds(
    'database.query-edge.null-as-an-element',
    `${MONGO}tutorial/query-arrays/`,
    [
      { _id: 'a', list: [1, null] },
      { _id: 'b', list: [1] },
    ],
    () => ({ list: null }),
    ['a'],
  ),
  finds(
    'database.query-edge.nan-equals-nan',
    `${ORDER}#numeric-types`,
    [
      { _id: 'nan', n: Number.NaN },
      { _id: 'one', n: 1 },
    ],
    () => ({ n: Number.NaN }),
    ['nan'],
  ),
  finds(
    'database.query-edge.nan-is-no-number-above',
    `${ORDER}#numeric-types`,
    [
      { _id: 'nan', n: Number.NaN },
      { _id: 'one', n: 1 },
    ],
    (_) => ({ n: _.gt(0) }),
    ['one'],
  ),
  finds(
    'database.query-edge.infinity',
    `${ORDER}#numeric-types`,
    [
      { _id: 'all', n: Number.POSITIVE_INFINITY },
      { _id: 'one', n: 1 },
    ],
    (_) => ({ n: _.gt(1e300) }),
    ['all'],
  ),
  finds(
    'database.query-edge.large-whole-and-half',
    `${ORDER}#numeric-types`,
    [
      { _id: 'a', n: 2 ** 40 },
      { _id: 'b', n: 2 ** 40 + 0.5 },
    ],
    (_) => ({ n: _.gt(2 ** 40) }),
    ['b'],
  ),
  finds(
    'database.query-edge.size-none',
    `${MONGO_QUERY}size/`,
    [{ _id: 'empty', n: [] }, { _id: 'one', n: [1] }, { _id: 'none' }],
    (_) => ({ n: _.size(0) }),
    ['empty'],
  ),
  finds(
    'database.query-edge.empty-list-is-not-null',
    NULLS,
    [{ _id: 'empty', n: [] }, { _id: 'none' }],
    () => ({ n: null }),
    ['none'],
  ),
  finds(
    'database.query-edge.empty-list-exactly',
    `${MONGO}tutorial/query-arrays/`,
    [
      { _id: 'empty', n: [] },
      { _id: 'one', n: [1] },
    ],
    () => ({ n: [] }),
    ['empty'],
  ),
  finds('database.query-edge.not-in', `${MONGO_QUERY}not/`, GAPS, (_) => ({ n: _.not(_.in([1])) }), [
    'none',
    'null',
  ]),
  finds(
    'database.query-edge.not-of-any-element',
    `${MONGO_QUERY}not/`,
    [
      { _id: 'some', n: [1, 9] },
      { _id: 'low', n: [1, 2] },
    ],
    (_) => ({ n: _.not(_.gt(5)) }),
    ['low'],
  ),
  finds(
    'database.query-edge.number-as-a-key',
    `${MONGO}core/document/#dot-notation`,
    [
      { _id: 'key', a: { 0: 'x' } },
      { _id: 'place', a: ['x'] },
    ],
    () => ({ 'a.0': 'x' }),
    ['key', 'place'],
  ),
  finds(
    'database.query-edge.list-within-a-list',
    `${MONGO_QUERY}elemMatch/`,
    [
      { _id: 'a', n: [[1, 9]] },
      { _id: 'b', n: [[1, 2]] },
    ],
    (_) => ({ n: _.elemMatch({ $elemMatch: { $gt: 5 } }) }),
    ['a'],
  ),
  finds(
    'database.query-edge.dates-and-numbers-differ',
    ORDER,
    [
      { _id: 'date', n: new Date(5) },
      { _id: 'number', n: 5 },
    ],
    (_) => ({ n: _.in([5]) }),
    ['number'],
  ),
  finds(
    'database.query-edge.empty-text',
    ORDER,
    [{ _id: 'empty', n: '' }, { _id: 'none' }, { _id: 'null', n: null }],
    () => ({ n: '' }),
    ['empty'],
  ),
  finds(
    'database.query-edge.false-is-not-missing',
    ORDER,
    [{ _id: 'no', n: false }, { _id: 'zero', n: 0 }, { _id: 'none' }],
    () => ({ n: false }),
    ['no'],
  ),
]
