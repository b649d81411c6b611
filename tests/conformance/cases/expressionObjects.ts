import type { ConformanceCase } from '../case.ts'
import { inAnyOrder } from '../expectation.ts'
import { computes } from './shapes.ts'
import { WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
/** Objects and sets. */
export const EXPRESSION_OBJECTS: readonly ConformanceCase[] = [
  computes(
    'database.expression.merge-objects',
    wx('mergeObjects'),
    { a: { x: 1, y: 1 }, b: { y: 2 } },
    ($) => $.mergeObjects(['$a', '$b', '$absent']),
    { x: 1, y: 2 },
  ),
  computes(
    'database.expression.object-to-array',
    wx('objectToArray'),
    { a: { max: 10, min: 1 } },
    ($) => $.objectToArray('$a'),
    [
      { k: 'max', v: 10 },
      { k: 'min', v: 1 },
    ],
  ),
  computes(
    'database.expression.all-elements-true',
    wx('allElementsTrue'),
    { a: [true], b: [true, false], c: [] },
    ($) => [$.allElementsTrue(['$a']), $.allElementsTrue(['$b']), $.allElementsTrue(['$c'])],
    [true, false, true],
  ),
  computes(
    'database.expression.any-element-true',
    wx('anyElementTrue'),
    { a: [0, 1], b: [null, 0], c: [] },
    ($) => [$.anyElementTrue(['$a']), $.anyElementTrue(['$b']), $.anyElementTrue(['$c'])],
    [true, false, false],
  ),
  computes(
    'database.expression.set-difference',
    wx('setDifference'),
    { a: [1, 2, 3], b: [2] },
    ($) => $.setDifference(['$a', '$b']),
    inAnyOrder(1, 3),
  ),
  computes(
    'database.expression.set-equals',
    wx('setEquals'),
    { a: [1, 2], b: [2, 1, 1] },
    ($) => $.setEquals(['$a', '$b']),
    true,
  ),
  computes(
    'database.expression.set-intersection',
    wx('setIntersection'),
    { a: [1, 2], b: [2, 3] },
    ($) => $.setIntersection(['$a', '$b']),
    [2],
  ),
  computes(
    'database.expression.set-is-subset',
    wx('setIsSubset'),
    { a: [1], b: [2, 1] },
    ($) => $.setIsSubset(['$a', '$b']),
    true,
  ),
  computes(
    'database.expression.set-union',
    wx('setUnion'),
    { a: [1, 2], b: [2, 3] },
    ($) => $.setUnion(['$a', '$b']),
    inAnyOrder(1, 2, 3),
  ),
]
