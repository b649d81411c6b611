// biome-ignore-all lint/suspicious/noThenProperty: cond and switch call their parameter so

import type { ConformanceCase } from '../case.ts'
import { about } from '../expectation.ts'
import { computes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

/** Comparison, conditions and variables. */
export const EXPRESSION_LOGIC: readonly ConformanceCase[] = [
  computes(
    'database.expression.and',
    wx('and'),
    { min: 10, max: 100 },
    ($) => $.and([$.gte(['$min', 10]), $.lte(['$max', 50])]),
    false,
  ),
  computes(
    'database.expression.or',
    wx('or'),
    { min: 10, max: 100 },
    ($) => $.or([$.gte(['$min', 10]), $.lte(['$max', 50])]),
    true,
  ),
  computes('database.expression.not', wx('not'), { min: 10 }, ($) => $.not([$.gt(['$min', 40])]), true),
  computes(
    'database.expression.cmp',
    wx('cmp'),
    { a: 1, b: 2 },
    ($) => [$.cmp(['$a', '$b']), $.cmp(['$b', '$a']), $.cmp(['$a', 1])],
    [-1, 1, 0],
  ),
  computes('database.expression.eq', wx('eq'), { n: 300 }, ($) => $.eq(['$n', 300]), true),
  computes('database.expression.neq', wx('neq'), { n: 300 }, ($) => $.neq(['$n', 300]), false),
  computes(
    'database.expression.gt-across-types',
    mongo('gt'),
    { n: 5, t: 'a' },
    ($) => $.gt(['$t', '$n']),
    true,
  ),
  computes(
    'database.expression.eq-null-is-not-missing',
    mongo('eq'),
    { n: null },
    ($) => [$.eq(['$n', null]), $.eq(['$absent', null])],
    [true, false],
  ),
  computes(
    'database.expression.cond',
    wx('cond'),
    { amount: 250 },
    ($) => $.cond({ if: $.gte(['$amount', 200]), then: 0.7, else: 0.9 }),
    0.7,
  ),
  computes(
    'database.expression.cond-list',
    wx('cond'),
    { amount: 100 },
    ($) => $.cond([$.gte(['$amount', 200]), 0.7, 0.9]),
    0.9,
  ),
  computes(
    'database.expression.if-null',
    wx('ifNull'),
    { d: null },
    ($) => [$.ifNull(['$d', 'none']), $.ifNull(['$absent', 'none'])],
    ['none', 'none'],
  ),
  computes(
    'database.expression.switch',
    wx('switch'),
    { n: 75 },
    ($) =>
      $.switch({
        branches: [
          { case: $.gte(['$n', 90]), then: 'A' },
          { case: $.gte(['$n', 70]), then: 'B' },
        ],
        default: 'C',
      }),
    'B',
  ),
  computes('database.expression.literal', wx('literal'), { n: 1 }, ($) => $.literal('$n'), '$n'),
  computes(
    'database.expression.let',
    wx('let'),
    { price: 10, tax: 0.5, discount: true },
    ($) =>
      $.let({
        vars: { total: $.add(['$price', '$tax']), rate: $.cond({ if: '$discount', then: 0.9, else: 1 }) },
        in: $.multiply(['$$total', '$$rate']),
      }),
    about(9.45),
  ),
]
