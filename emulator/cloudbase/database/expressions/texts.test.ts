import { describe, expect, it } from 'vitest'
import { evaluated } from './testing.ts'

// By the MongoDB manual 4.4, most of them after its examples: mongodb.com/docs/v4.4/reference/operator/aggregation/#string-expression-operators.
// mingo 7.2.6 has no $indexOfCP, and its $substr and $substrBytes refuse the length -1.
describe('texts', () => {
  it.each([
    [{ $concat: ['a', '-', 'b'] }, 'a-b'],
    [{ $concat: ['a', '$missing'] }, null],
    [{ $split: ['June-15-2013', '-'] }, ['June', '15', '2013']],
    [{ $split: ['banana split', 'a'] }, ['b', 'n', 'n', ' split']],
    [{ $split: ['headphone jack', /x/] }, 'refused'],
    [{ $substr: ['13Q1', 0, 2] }, '13'],
    [{ $substr: ['13Q1', 2, -1] }, 'Q1'],
    [{ $substr: ['13Q1', 9, 2] }, ''],
    [{ $substr: [null, 0, 2] }, ''],
    [{ $substrBytes: ['寿司sushi', 0, 3] }, '寿'],
    [{ $substrBytes: ['éclair', 0, 3] }, 'éc'],
    [{ $substrCP: ['寿司sushi', 0, 3] }, '寿司s'],
    [{ $strLenBytes: 'cafétéria' }, 11],
    [{ $strLenCP: 'cafétéria' }, 9],
    [{ $strLenBytes: '寿司' }, 6],
    [{ $strLenCP: '寿司' }, 2],
    [{ $indexOfBytes: ['cafétéria', 'é'] }, 3],
    [{ $indexOfBytes: ['cafétéria', 't'] }, 5],
    [{ $indexOfBytes: ['foo.bar.fi', '.', 5] }, 7],
    [{ $indexOfBytes: ['vanilla', 'll', 0, 2] }, -1],
    [{ $indexOfBytes: ['vanilla', 'll', 12] }, -1],
    [{ $indexOfBytes: ['vanilla', 'nilla', 3] }, -1],
    [{ $indexOfBytes: [null, 'foo'] }, null],
    [{ $indexOfCP: ['cafétéria', 't'] }, 4],
    [{ $indexOfCP: ['cafétéria', 'e'] }, -1],
    [{ $indexOfCP: ['foo.bar.fi', '.', 5] }, 7],
    [{ $indexOfCP: ['vanilla', 'll', 5, 2] }, -1],
    [{ $strcasecmp: ['13Q1', '13q4'] }, -1],
    [{ $strcasecmp: ['13Q4', '13q4'] }, 0],
    [{ $strcasecmp: ['14Q2', '13q4'] }, 1],
    [{ $toLower: 'PRODUCT 1' }, 'product 1'],
    // "only has a well-defined behavior for strings of ASCII characters".
    [{ $toUpper: 'é a' }, 'é A'],
    [{ $toLower: '$missing' }, ''],
    [{ $toString: 2.5 }, '2.5'],
    [{ $trim: { input: '  $a  ' } }, '$a'],
    [{ $regexMatch: { input: 'Line of text', regex: 'line', options: 'i' } }, true],
    [{ $replaceAll: { input: 'a.b.c', find: '.', replacement: { $literal: '$&' } } }, 'a$&b$&c'],
  ])('%j is %j', async (expression, value) => {
    if (value === 'refused')
      await expect(evaluated(expression)).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
    else expect(await evaluated(expression)).toEqual(value)
  })

  it.each([
    [{ $concat: ['a', 1] }, '$concat only supports strings, not int'],
    [{ $strLenCP: null }, '$strLenCP requires a string argument, found: null'],
    [{ $indexOfCP: ['vanilla', 'll', -1] }, '$indexOfCP requires a nonnegative index, found: -1'],
    [
      { $substrBytes: ['é', 1, 1] },
      '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.',
    ],
    [{ $split: ['a', ''] }, '$split requires a non-empty separator'],
  ])('%j is refused', async (expression, message) => {
    await expect(evaluated(expression)).rejects.toMatchObject({ message: `[FailedOperation] ${message}` })
  })
})
