import type { ConformanceCase } from '../case.ts'
import { about } from '../expectation.ts'
import { computes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

/** Numbers. */
export const EXPRESSION_ARITHMETIC: readonly ConformanceCase[] = [
  computes(
    'database.expression.abs',
    wx('abs'),
    { start: 1, end: 3 },
    ($) => $.abs($.subtract(['$start', '$end'])),
    2,
  ),
  computes(
    'database.expression.add',
    wx('add'),
    { sales: 5, engineer: 10 },
    ($) => $.add(['$sales', '$engineer']),
    15,
  ),
  computes(
    'database.expression.add-to-a-date',
    wx('add'),
    { at: new Date('2019-05-01T00:00:00Z') },
    ($) => $.add(['$at', 60 * 60 * 1000]),
    new Date('2019-05-01T01:00:00Z'),
  ),
  computes(
    'database.expression.add-missing-is-null',
    mongo('add'),
    { n: 1 },
    ($) => $.add(['$n', '$absent']),
    null,
  ),
  computes('database.expression.ceil', wx('ceil'), { n: 5.1 }, ($) => $.ceil('$n'), 6),
  computes(
    'database.expression.divide',
    wx('divide'),
    { meters: 5300 },
    ($) => $.divide(['$meters', 1000]),
    5.3,
  ),
  computes('database.expression.exp', wx('exp'), { n: 0 }, ($) => $.exp('$n'), 1),
  computes('database.expression.floor', wx('floor'), { n: -5.1 }, ($) => $.floor('$n'), -6),
  computes('database.expression.ln', wx('ln'), { n: 1 }, ($) => $.ln('$n'), 0),
  computes('database.expression.log', wx('log'), { n: 8 }, ($) => $.log(['$n', 2]), about(3)),
  computes('database.expression.log10', wx('log10'), { n: 1000 }, ($) => $.log10('$n'), about(3)),
  computes('database.expression.mod', wx('mod'), { n: 80, m: 7 }, ($) => $.mod(['$n', '$m']), 3),
  computes('database.expression.mod-of-negative', mongo('mod'), { n: -5 }, ($) => $.mod(['$n', 3]), -2),
  computes(
    'database.expression.multiply',
    wx('multiply'),
    { price: 10, quantity: 3 },
    ($) => $.multiply(['$price', '$quantity']),
    30,
  ),
  computes('database.expression.pow', wx('pow'), { x: 2, y: 3 }, ($) => $.pow(['$x', '$y']), 8),
  computes(
    'database.expression.sqrt',
    wx('sqrt'),
    { x: 3, y: 4 },
    ($) => $.sqrt($.add([$.pow(['$x', 2]), $.pow(['$y', 2])])),
    5,
  ),
  computes(
    'database.expression.subtract',
    wx('subtract'),
    { max: 10, min: 1 },
    ($) => $.subtract(['$max', '$min']),
    9,
  ),
  computes(
    'database.expression.subtract-dates',
    mongo('subtract'),
    { a: new Date(5000), b: new Date(2000) },
    ($) => $.subtract(['$a', '$b']),
    3000,
  ),
  computes('database.expression.trunc', wx('trunc'), { n: -5.9 }, ($) => $.trunc('$n'), -5),
]
