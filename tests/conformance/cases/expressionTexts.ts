import type { ConformanceCase } from '../case.ts'
import { computes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

/** Texts. */
export const EXPRESSION_TEXTS: readonly ConformanceCase[] = [
  computes(
    'database.expression.concat',
    wx('concat'),
    { first: 'Yuanxin', last: 'Dong' },
    ($) => $.concat(['$first', ' ', '$last']),
    'Yuanxin Dong',
  ),
  computes(
    'database.expression.concat-null',
    mongo('concat'),
    { first: 'x' },
    ($) => $.concat(['$first', '$absent']),
    null,
  ),
  computes(
    'database.expression.index-of-bytes',
    wx('indexOfBytes'),
    { t: 'cafétéria' },
    ($) => $.indexOfBytes(['$t', 't']),
    5,
  ),
  computes(
    'database.expression.index-of-cp',
    wx('indexOfCP'),
    { t: 'cafétéria' },
    ($) => $.indexOfCP(['$t', 't']),
    4,
  ),
  computes(
    'database.expression.index-of-cp-none',
    wx('indexOfCP'),
    { t: 'abc' },
    ($) => $.indexOfCP(['$t', 'x']),
    -1,
  ),
  computes('database.expression.split', wx('split'), { t: '1999/12/31' }, ($) => $.split(['$t', '/']), [
    '1999',
    '12',
    '31',
  ]),
  computes(
    'database.expression.str-len-bytes',
    wx('strLenBytes'),
    { a: 'dong', b: '腾讯' },
    ($) => [$.strLenBytes('$a'), $.strLenBytes('$b')],
    [4, 6],
  ),
  computes(
    'database.expression.str-len-cp',
    wx('strLenCP'),
    { a: 'dong', b: '腾讯', c: '😀' },
    ($) => [$.strLenCP('$a'), $.strLenCP('$b'), $.strLenCP('$c')],
    [4, 2, 1],
  ),
  computes(
    'database.expression.strcasecmp',
    wx('strcasecmp'),
    { a: 'Abc', b: 'aBC', c: 'abd' },
    ($) => [$.strcasecmp(['$a', '$b']), $.strcasecmp(['$a', '$c'])],
    [0, -1],
  ),
  computes(
    'database.expression.substr',
    wx('substr'),
    { t: '1999-12-31' },
    ($) => [$.substr(['$t', 0, 4]), $.substr(['$t', 5, 2]), $.substr(['$t', 8, -1])],
    ['1999', '12', '31'],
  ),
  computes(
    'database.expression.substr-bytes',
    wx('substrBytes'),
    { t: '腾讯' },
    ($) => $.substrBytes(['$t', 0, 3]),
    '腾',
  ),
  computes(
    'database.expression.substr-cp',
    wx('substrCP'),
    { t: 'a腾讯' },
    ($) => $.substrCP(['$t', 1, 1]),
    '腾',
  ),
  computes(
    'database.expression.to-lower',
    wx('toLower'),
    { t: 'ABC' },
    ($) => [$.toLower('$t'), $.toLower('$absent')],
    ['abc', ''],
  ),
  computes('database.expression.to-upper', wx('toUpper'), { t: 'abc' }, ($) => $.toUpper('$t'), 'ABC'),
]
