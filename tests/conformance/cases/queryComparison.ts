import type { ConformanceCase } from '../case.ts'
import { finds } from './shapes.ts'
import { MONGO, MONGO_QUERY, WX_GUIDE, WX_QUERY } from './sources.ts'

const NUMBERS = [
  { _id: 'one', n: 1 },
  { _id: 'two', n: 2 },
  { _id: 'three', n: 3 },
]
/** A value, null and no field at all. */
const GAPS = [{ _id: 'value', n: 1 }, { _id: 'null', n: null }, { _id: 'none' }]

/** Values, comparison, missing fields. */
export const QUERY_COMPARISON: readonly ConformanceCase[] = [
  finds('database.query.literal', `${WX_GUIDE}database/query.html`, NUMBERS, () => ({ n: 2 }), ['two']),
  finds('database.query.eq', `${WX_QUERY}eq.html`, NUMBERS, (_) => ({ n: _.eq(2) }), ['two']),
  finds(
    'database.query.eq-of-an-object-is-exact',
    `${WX_QUERY}eq.html`,
    [
      { _id: 'exact', stat: { year: 2018, month: 10 } },
      { _id: 'more', stat: { year: 2018, month: 10, day: 1 } },
    ],
    (_) => ({ stat: _.eq({ year: 2018, month: 10 }) }),
    ['exact'],
  ),
  finds(
    'database.query.eq-of-an-object-is-ordered',
    `${MONGO}tutorial/query-embedded-documents/`,
    [
      { _id: 'same', size: { h: 14, w: 21 } },
      { _id: 'turned', size: { w: 21, h: 14 } },
    ],
    (_) => ({ size: _.eq({ h: 14, w: 21 }) }),
    ['same'],
  ),
  finds(
    'database.query.nested-object-is-fields',
    `${WX_GUIDE}database/query.html`,
    [
      { _id: 'more', style: { color: 'red', size: 1 } },
      { _id: 'other', style: { color: 'blue' } },
    ],
    () => ({ style: { color: 'red' } }),
    ['more'],
  ),
  finds(
    'database.query.dotted-path',
    `${WX_GUIDE}database/query-array-object.html`,
    [
      { _id: 'in', style: { color: 'red' } },
      { _id: 'out', style: 'red' },
    ],
    () => ({ 'style.color': 'red' }),
    ['in'],
  ),
  finds('database.query.neq', `${WX_QUERY}neq.html`, NUMBERS, (_) => ({ n: _.neq(2) }), ['one', 'three']),
  finds('database.query.neq-matches-missing', `${MONGO_QUERY}ne/`, GAPS, (_) => ({ n: _.neq(1) }), [
    'none',
    'null',
  ]),
  finds('database.query.lt', `${WX_QUERY}lt.html`, NUMBERS, (_) => ({ n: _.lt(2) }), ['one']),
  finds('database.query.lte', `${WX_QUERY}lte.html`, NUMBERS, (_) => ({ n: _.lte(2) }), ['one', 'two']),
  finds('database.query.gt', `${WX_QUERY}gt.html`, NUMBERS, (_) => ({ n: _.gt(2) }), ['three']),
  finds('database.query.gte', `${WX_QUERY}gte.html`, NUMBERS, (_) => ({ n: _.gte(2) }), ['three', 'two']),
  finds('database.query.in', `${WX_QUERY}in.html`, NUMBERS, (_) => ({ n: _.in([1, 3]) }), ['one', 'three']),
  finds('database.query.in-nothing', `${MONGO_QUERY}in/`, NUMBERS, (_) => ({ n: _.in([]) }), []),
  finds(
    'database.query.in-null-matches-missing',
    `${MONGO}tutorial/query-for-null-fields/`,
    GAPS,
    (_) => ({ n: _.in([null]) }),
    ['none', 'null'],
  ),
  finds('database.query.nin', `${WX_QUERY}nin.html`, NUMBERS, (_) => ({ n: _.nin([1, 3]) }), ['two']),
  finds('database.query.nin-matches-missing', `${MONGO_QUERY}nin/`, GAPS, (_) => ({ n: _.nin([1]) }), [
    'none',
    'null',
  ]),
  finds(
    'database.query.null-matches-missing',
    `${MONGO}tutorial/query-for-null-fields/`,
    GAPS,
    () => ({ n: null }),
    ['none', 'null'],
  ),
  finds('database.query.exists', `${WX_QUERY}exists.html`, GAPS, (_) => ({ n: _.exists(true) }), [
    'null',
    'value',
  ]),
  finds('database.query.exists-not', `${WX_QUERY}exists.html`, GAPS, (_) => ({ n: _.exists(false) }), [
    'none',
  ]),
  finds(
    'database.query.mod',
    `${WX_QUERY}mod.html`,
    [
      { _id: 'a', n: 10 },
      { _id: 'b', n: 11 },
      { _id: 'c', n: 20 },
    ],
    (_) => ({ n: _.mod(10, 0) }),
    ['a', 'c'],
  ),
  finds(
    'database.query.mod-of-negative',
    `${MONGO_QUERY}mod/#negative-dividend`,
    [
      { _id: 'a', n: -5 },
      { _id: 'b', n: 5 },
    ],
    (_) => ({ n: _.mod(4, -1) }),
    ['a'],
  ),
  finds(
    'database.query.types-are-not-mixed',
    `${MONGO}reference/method/db.collection.find/#type-bracketing`,
    [
      { _id: 'number', n: 5 },
      { _id: 'text', n: '5' },
      { _id: 'date', n: new Date(5) },
    ],
    (_) => ({ n: _.gt(1) }),
    ['number'],
  ),
  finds(
    'database.query.text-by-code',
    `${MONGO}reference/bson-type-comparison-order/#strings`,
    [
      { _id: 'a', n: 'B' },
      { _id: 'b', n: 'a' },
    ],
    (_) => ({ n: _.lt('a') }),
    ['a'],
  ),
  finds(
    'database.query.boolean',
    `${WX_GUIDE}database/query.html`,
    [
      { _id: 'yes', n: true },
      { _id: 'one', n: 1 },
    ],
    () => ({ n: true }),
    ['yes'],
  ),
]
