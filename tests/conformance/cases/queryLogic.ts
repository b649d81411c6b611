import type { ConformanceCase } from '../case.ts'
import { finds } from './shapes.ts'
import { DATABASE, MONGO_QUERY, WX_GUIDE, WX_QUERY } from './sources.ts'

const NUMBERS = [
  { _id: 'one', n: 1 },
  { _id: 'two', n: 2 },
  { _id: 'three', n: 3 },
]
/** A value, null and no field at all. */
const GAPS = [{ _id: 'value', n: 1 }, { _id: 'null', n: null }, { _id: 'none' }]

/** Conditions put together. */
export const QUERY_LOGIC: readonly ConformanceCase[] = [
  finds(
    'database.query.and-of-one-field',
    `${WX_QUERY}and.html`,
    NUMBERS,
    (_) => ({ n: _.gt(1).and(_.lt(3)) }),
    ['two'],
  ),
  finds('database.query.and-by-chaining', `${WX_QUERY}gt.html`, NUMBERS, (_) => ({ n: _.gt(1).lt(3) }), [
    'two',
  ]),
  finds(
    'database.query.and-of-conditions',
    `${WX_QUERY}and.html`,
    NUMBERS,
    (_) => _.and([{ n: _.gt(1) }, { n: _.lt(3) }]),
    ['two'],
  ),
  finds(
    'database.query.or-of-one-field',
    `${WX_QUERY}or.html`,
    NUMBERS,
    (_) => ({ n: _.lt(2).or(_.gt(2)) }),
    ['one', 'three'],
  ),
  finds('database.query.or-in-front', `${WX_QUERY}or.html`, NUMBERS, (_) => ({ n: _.or(_.eq(1), _.eq(3)) }), [
    'one',
    'three',
  ]),
  finds(
    'database.query.or-of-fields',
    `${WX_QUERY}or.html`,
    [{ _id: 'a', n: 1 }, { _id: 'b', m: 1 }, { _id: 'c' }],
    (_) => _.or([{ n: 1 }, { m: 1 }]),
    ['a', 'b'],
  ),
  finds(
    'database.query.or-beside-a-field',
    `${WX_QUERY}or.html`,
    [
      { _id: 'a', n: 1, on: true },
      { _id: 'b', n: 2, on: false },
    ],
    (_) => _.and(_.or([{ n: 1 }, { n: 2 }]), { on: true }),
    ['a'],
  ),
  finds('database.query.nor', `${WX_QUERY}nor.html`, NUMBERS, (_) => _.nor([{ n: 1 }, { n: 3 }]), ['two']),
  finds('database.query.nor-matches-missing', `${MONGO_QUERY}nor/`, GAPS, (_) => _.nor([{ n: 1 }]), [
    'none',
    'null',
  ]),
  finds('database.query.not', `${WX_QUERY}not.html`, NUMBERS, (_) => ({ n: _.not(_.gt(1)) }), ['one']),
  finds('database.query.not-matches-missing', `${MONGO_QUERY}not/`, GAPS, (_) => ({ n: _.not(_.gte(1)) }), [
    'none',
    'null',
  ]),
  finds(
    'database.query.expr',
    `${WX_QUERY}expr.html`,
    [
      { _id: 'over', spent: 3, budget: 2 },
      { _id: 'under', spent: 1, budget: 2 },
    ],
    (_) => _.expr(_.aggregate.gt(['$spent', '$budget'])),
    ['over'],
  ),
  finds(
    'database.query.expr-beside-a-field',
    `${MONGO_QUERY}expr/`,
    [
      { _id: 'a', n: 1, m: 1, on: true },
      { _id: 'b', n: 1, m: 1 },
    ],
    (_) => _.and([_.expr(_.aggregate.eq(['$n', '$m'])), { on: true }]),
    ['a'],
  ),
  finds(
    'database.query.json-schema',
    `${MONGO_QUERY}jsonSchema/`,
    [{ _id: 'text', n: 'x' }, { _id: 'number', n: 1 }, { _id: 'none' }],
    (_) => _.jsonSchema({ required: ['n'], properties: { n: { bsonType: 'string' } } }),
    ['text'],
  ),
  finds('database.query.empty-condition', `${WX_GUIDE}database/query.html`, NUMBERS, () => ({}), [
    'one',
    'three',
    'two',
  ]),
  finds(
    'database.query.undefined-field-is-left-out',
    `${DATABASE}serializer/common.js flatten`,
    NUMBERS,
    () => ({ n: 2, m: undefined }),
    ['two'],
  ),
]
