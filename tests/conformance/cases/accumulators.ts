// biome-ignore-all lint/suspicious/noThenProperty: cond and switch call their parameter so

import type { ConformanceCase } from '../case.ts'
import { about, inAnyOrder } from '../expectation.ts'
import type { Expressions } from '../sdk.ts'
import { computes, pipes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

/** Points of two people; one value is missing, one is a text. */
const POINTS = [
  { _id: 1, name: 'x', score: 84 },
  { _id: 2, name: 'x', score: 96 },
  { _id: 3, name: 'y', score: 80 },
  { _id: 4, name: 'y', score: 'absent' },
  { _id: 5, name: 'y' },
]

const accumulates = (
  id: string,
  source: string,
  accumulator: ($: Expressions) => unknown,
  x: unknown,
  y: unknown,
): ConformanceCase =>
  pipes(
    id,
    source,
    POINTS,
    (p, $) =>
      p
        .sort({ _id: 1 })
        .group({ _id: '$name', value: accumulator($) })
        .sort({ _id: 1 }),
    [
      { _id: 'x', value: x },
      { _id: 'y', value: y },
    ],
  )

/** In groups, and over a list as expressions. */
export const ACCUMULATORS: readonly ConformanceCase[] = [
  accumulates('database.accumulator.sum', wx('sum'), ($) => $.sum('$score'), 180, 80),
  accumulates('database.accumulator.count-by-sum', wx('sum'), ($) => $.sum(1), 2, 3),
  accumulates('database.accumulator.avg', wx('avg'), ($) => $.avg('$score'), 90, 80),
  accumulates('database.accumulator.avg-of-no-number', mongo('avg'), ($) => $.avg('$absent'), null, null),
  accumulates('database.accumulator.min', wx('min'), ($) => $.min('$score'), 84, 80),
  accumulates('database.accumulator.max-across-types', mongo('max'), ($) => $.max('$score'), 96, 'absent'),
  accumulates('database.accumulator.first', wx('first'), ($) => $.first('$score'), 84, 80),
  accumulates('database.accumulator.last', wx('last'), ($) => $.last('$score'), 96, null),
  accumulates('database.accumulator.push', wx('push'), ($) => $.push('$score'), [84, 96], [80, 'absent']),
  accumulates(
    'database.accumulator.push-objects',
    wx('push'),
    ($) => $.push({ s: '$score' }),
    [{ s: 84 }, { s: 96 }],
    [{ s: 80 }, { s: 'absent' }, {}],
  ),
  accumulates('database.accumulator.add-to-set', wx('addToSet'), ($) => $.addToSet('$name'), ['x'], ['y']),
  accumulates('database.accumulator.std-dev-pop', wx('stdDevPop'), ($) => $.stdDevPop('$score'), 6, 0),
  accumulates(
    'database.accumulator.std-dev-samp',
    wx('stdDevSamp'),
    ($) => $.stdDevSamp('$score'),
    about(Math.sqrt(72)),
    null,
  ),
  accumulates(
    'database.accumulator.of-an-expression',
    wx('sum'),
    ($) => $.sum($.cond({ if: $.gt(['$score', 90]), then: 1, else: 0 })),
    1,
    1,
  ),
  accumulates(
    'database.accumulator.merge-objects',
    wx('mergeObjects'),
    ($) => $.mergeObjects({ last: '$_id' }),
    { last: 2 },
    { last: 5 },
  ),
  pipes(
    'database.accumulator.add-to-set-of-several',
    wx('addToSet'),
    [{ t: 'a' }, { t: 'b' }, { t: 'a' }],
    (p, $) => p.group({ _id: null, all: $.addToSet('$t') }).project({ _id: 0 }),
    [{ all: inAnyOrder('a', 'b') }],
  ),
  computes(
    'database.accumulator.sum-of-a-list',
    wx('sum'),
    { s: [1, 2, 3], x: 'x' },
    ($) => [$.sum('$s'), $.sum(['$s', '$x'])],
    [6, 0],
  ),
  computes('database.accumulator.avg-of-a-list', wx('avg'), { s: [1, 2, 'x'] }, ($) => $.avg('$s'), 1.5),
  computes(
    'database.accumulator.min-and-max-of-a-list',
    wx('max'),
    { s: [3, 1, 2] },
    ($) => [$.min('$s'), $.max('$s')],
    [1, 3],
  ),
  computes('database.accumulator.max-of-several', wx('max'), { a: 3, b: 5 }, ($) => $.max(['$a', '$b']), 5),
]
