import { describe, expect, it } from 'vitest'
import { evaluated } from './testing.ts'

// By the MongoDB manual 4.4, most of them after its examples: mongodb.com/docs/v4.4/reference/operator/aggregation/#array-expression-operators
// and #set-expression-operators.
describe('arrays and sets', () => {
  it.each([
    [{ $arrayElemAt: [[1, 2, 3], 0] }, 1],
    [{ $arrayElemAt: [[1, 2, 3], -2] }, 2],
    [{ $arrayElemAt: [[1, 2, 3], 15] }, undefined],
    [{ $arrayElemAt: ['$missing', 0] }, null],
    [{ $concatArrays: [['hello', ' '], ['world']] }, ['hello', ' ', 'world']],
    [{ $concatArrays: [['hello'], null] }, null],
    [{ $in: ['abc', ['xyz', 'abc']] }, true],
    [{ $in: ['xy', ['xyz', 'abc']] }, false],
    [{ $indexOfArray: [['a', 'abc', 'de', ['de']], ['de']] }, 3],
    [{ $indexOfArray: [[1, 2], 5] }, -1],
    [{ $indexOfArray: [[10, 9, 9, 8, 9], 9, 3] }, 4],
    [{ $indexOfArray: [['a', 'abc', 'b'], 'b', 0, 1] }, -1],
    [{ $indexOfArray: [['a', 'abc', 'b'], 'b', 20] }, -1],
    [{ $indexOfArray: [null, 'foo'] }, null],
    [{ $isArray: [['hello', 'world']] }, true],
    [{ $isArray: 'hello' }, false],
    [{ $range: [0, 10, 2] }, [0, 2, 4, 6, 8]],
    [{ $range: [10, 0, -2] }, [10, 8, 6, 4, 2]],
    [{ $range: [0, 10, -2] }, []],
    [{ $range: [0, 3] }, [0, 1, 2]],
    [{ $reverseArray: { $literal: [1, 2, 3] } }, [3, 2, 1]],
    [{ $reverseArray: '$missing' }, null],
    [{ $size: { $literal: [1, 2] } }, 2],
    [{ $slice: [[1, 2, 3], 1, 1] }, [2]],
    [{ $slice: [[1, 2, 3], -2] }, [2, 3]],
    [{ $slice: [[1, 2, 3], 15, 2] }, []],
    [{ $slice: [[1, 2, 3], -15, 2] }, [1, 2]],
    [{ $zip: { inputs: [['a'], ['b', 'c']] } }, [['a', 'b']]],
    [
      { $zip: { inputs: [[1], [2, 3]], useLongestLength: true } },
      [
        [1, 2],
        [null, 3],
      ],
    ],
    [
      { $zip: { inputs: [[1], [2, 3]], useLongestLength: true, defaults: ['a', 'b'] } },
      [
        [1, 2],
        ['a', 3],
      ],
    ],
    [{ $map: { input: [1, 2], as: 'n', in: { $multiply: ['$$n', 10] } } }, [10, 20]],
    [{ $map: { input: [{ a: 1 }, {}], in: '$$this.a' } }, [1, null]],
    [{ $map: { input: null, in: '$$this' } }, null],
    [{ $filter: { input: [1, 'a', 2, null], as: 'n', cond: { $gte: ['$$n', 2] } } }, ['a', 2]],
    [
      { $reduce: { input: ['a', 'b', 'c'], initialValue: '', in: { $concat: ['$$value', '$$this'] } } },
      'abc',
    ],
    [
      { $reduce: { input: [[3], [4, 5]], initialValue: [1], in: { $concatArrays: ['$$value', '$$this'] } } },
      [1, 3, 4, 5],
    ],
    [{ $setDifference: [['a', 'b', 'a'], ['b']] }, ['a']],
    [{ $setDifference: [['a', 'b'], [['a', 'b']]] }, ['a', 'b']],
    [
      {
        $setEquals: [
          ['a', 'b', 'a'],
          ['b', 'a'],
        ],
      },
      true,
    ],
    [{ $setEquals: [['a', 'b'], [['a', 'b']]] }, false],
    [
      {
        $setIntersection: [
          ['a', 'b', 'a'],
          ['b', 'a'],
        ],
      },
      ['a', 'b'],
    ],
    [{ $setIntersection: [['a'], null] }, null],
    [
      {
        $setUnion: [
          ['a', 'b', 'a'],
          ['b', ['a']],
        ],
      },
      ['a', 'b', ['a']],
    ],
    [
      {
        $setIsSubset: [
          ['a', 'b', 'a'],
          ['b', 'a'],
        ],
      },
      true,
    ],
    [{ $setIsSubset: [['a', 'b'], [['a', 'b']]] }, false],
    [{ $allElementsTrue: [[true, 1, 'someString']] }, true],
    [{ $allElementsTrue: [[[false]]] }, true],
    [{ $allElementsTrue: [[]] }, true],
    [{ $allElementsTrue: [[null, false, 0]] }, false],
    [{ $anyElementTrue: [[[false]]] }, true],
    [{ $anyElementTrue: [[null, false, 0]] }, false],
    [{ $anyElementTrue: [[]] }, false],
    [{ $sum: [1, 'x', 2] }, 3],
    [{ $avg: { $literal: [1, 2, 'x'] } }, 1.5],
    [{ $avg: [] }, null],
    [{ $max: [1, null, 'a'] }, 'a'],
    [{ $min: [3, null, 2] }, 2],
    [{ $stdDevPop: [85, 90, 95] }, 4.08248290463863],
    [{ $stdDevSamp: [85, 95] }, 7.0710678118654755],
    [{ $stdDevSamp: [85] }, null],
  ])('%j is %j', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value)
  })

  // mongodb.com/docs/v4.4/reference/operator/aggregation/sum: "If the expression resolves to an array".
  it('computes over the array of a field, and through documents in an array', async () => {
    const document = { quizzes: [10, 6, 7], items: [{ n: 1 }, { m: 2 }, { n: 3 }], nested: [[{ n: 9 }]] }
    expect(await evaluated({ $sum: '$quizzes' }, document)).toBe(23)
    expect(await evaluated('$items.n', document)).toEqual([1, 3])
    expect(await evaluated({ $sum: '$items.n' }, document)).toBe(4)
    // Assumption: paths of expressions know no positions (there is $arrayElemAt for them), so a number is a name.
    expect(await evaluated('$quizzes.0', document)).toEqual([])
    expect(await evaluated('$nested.n', document)).toEqual([])
  })

  it.each([
    [{ $size: '$missing' }, 'The argument to $size must be an array, but was of type: missing'],
    [{ $in: [1, '$missing'] }, '$in requires an array as a second argument, found: missing'],
    [{ $concatArrays: [[1], 2] }, '$concatArrays only supports arrays, not int'],
    [{ $range: [0, 2_000_000_000] }, '$range would use too much memory'],
    [{ $range: [0, 5, 0] }, '$range requires a non-zero step value'],
    [{ $map: { input: 1, in: 1 } }, 'input to $map must be an array not int'],
    [
      { $map: { input: [1], as: 'N', in: 1 } },
      "'N' starts with an invalid character for a user variable name",
    ],
    [{ $map: { input: [1] } }, "Missing 'in' parameter to $map"],
    [{ $map: { input: [1], in: 1, at: 1 } }, 'Unrecognized argument to $map: at'],
    [{ $map: { input: [1], in: '$$other' } }, 'Use of undefined variable: other'],
  ])('%j is refused', async (expression, message) => {
    await expect(evaluated(expression)).rejects.toMatchObject({ message: `[FailedOperation] ${message}` })
  })
})
