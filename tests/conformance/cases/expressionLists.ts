import type { ConformanceCase } from '../case.ts'
import { computes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

const N = { n: [1, 2, 3] }

/** Lists. */
export const EXPRESSION_LISTS: readonly ConformanceCase[] = [
  computes('database.expression.array-elem-at', wx('arrayElemAt'), N, ($) => $.arrayElemAt(['$n', 0]), 1),
  computes(
    'database.expression.array-elem-at-end',
    wx('arrayElemAt'),
    N,
    ($) => $.arrayElemAt(['$n', -1]),
    3,
  ),
  computes(
    'database.expression.array-elem-at-nowhere',
    mongo('arrayElemAt'),
    N,
    ($) => $.arrayElemAt(['$n', 9]),
    undefined,
  ),
  computes(
    'database.expression.array-to-object',
    wx('arrayToObject'),
    {
      list: [
        ['max', 10],
        ['min', 1],
      ],
    },
    ($) => $.arrayToObject('$list'),
    { max: 10, min: 1 },
  ),
  computes(
    'database.expression.array-to-object-of-pairs',
    wx('arrayToObject'),
    { list: [{ k: 'max', v: 10 }] },
    ($) => $.arrayToObject('$list'),
    { max: 10 },
  ),
  computes(
    'database.expression.concat-arrays',
    wx('concatArrays'),
    { a: [1, 2], b: [3] },
    ($) => $.concatArrays(['$a', '$b']),
    [1, 2, 3],
  ),
  computes(
    'database.expression.filter',
    wx('filter'),
    { items: [{ price: 10 }, { price: 20 }] },
    ($) => $.filter({ input: '$items', as: 'item', cond: $.gte(['$$item.price', 15]) }),
    [{ price: 20 }],
  ),
  computes('database.expression.in', wx('in'), { tags: ['a', 'b'] }, ($) => $.in(['a', '$tags']), true),
  computes(
    'database.expression.index-of-array',
    wx('indexOfArray'),
    { s: [1, 6, 2, 2] },
    ($) => $.indexOfArray(['$s', 2]),
    2,
  ),
  computes(
    'database.expression.index-of-array-none',
    wx('indexOfArray'),
    { s: [1] },
    ($) => $.indexOfArray(['$s', 2]),
    -1,
  ),
  computes(
    'database.expression.is-array',
    wx('isArray'),
    { a: [1], b: 1 },
    ($) => [$.isArray('$a'), $.isArray('$b')],
    [true, false],
  ),
  computes(
    'database.expression.map',
    wx('map'),
    { sales: [1.32, 6.93] },
    ($) => $.map({ input: '$sales', as: 'num', in: $.trunc('$$num') }),
    [1, 6],
  ),
  computes('database.expression.range', wx('range'), { max: 5 }, ($) => $.range([1, '$max', 2]), [1, 3]),
  computes(
    'database.expression.reduce',
    wx('reduce'),
    { n: ['a', 'b'] },
    ($) => $.reduce({ input: '$n', initialValue: '', in: $.concat(['$$value', '$$this']) }),
    'ab',
  ),
  computes(
    'database.expression.reverse-array',
    wx('reverseArray'),
    N,
    ($) => $.reverseArray('$n'),
    [3, 2, 1],
  ),
  computes('database.expression.size', wx('size'), N, ($) => $.size('$n'), 3),
  computes('database.expression.slice', wx('slice'), N, ($) => $.slice(['$n', 2]), [1, 2]),
  computes('database.expression.slice-from', wx('slice'), N, ($) => $.slice(['$n', 1, 1]), [2]),
  computes('database.expression.slice-end', wx('slice'), N, ($) => $.slice(['$n', -2]), [2, 3]),
  computes(
    'database.expression.zip',
    wx('zip'),
    { a: [1, 2], b: [3] },
    ($) => $.zip({ inputs: ['$a', '$b'] }),
    [[1, 3]],
  ),
  computes(
    'database.expression.zip-longest',
    wx('zip'),
    { a: [1, 2], b: [3] },
    ($) => $.zip({ inputs: ['$a', '$b'], useLongestLength: true, defaults: [0, 9] }),
    [
      [1, 3],
      [2, 9],
    ],
  ),
  computes(
    'database.expression.path-into-a-list',
    'https://www.mongodb.com/docs/manual/core/document/#embedded-documents',
    { list: [{ n: 1 }, { n: 2 }, {}] },
    () => '$list.n',
    [1, 2],
  ),
]
