import { describe, expect, it } from 'vitest'
import { decode, encode } from './encoding.ts'
import { about, differences, inAnyOrder, including, oneOf, refused } from './expectation.ts'

const overTheWire = (value: unknown): unknown => decode(JSON.parse(JSON.stringify(encode(value))))

describe('values on their way out of a function', () => {
  it('keep their types', () => {
    const value = {
      at: new Date(0),
      never: new Date(Number.NaN),
      none: undefined,
      list: [Number.NaN, Number.POSITIVE_INFINITY, null, 'x', true],
      bytes: Buffer.from('abc'),
    }
    expect(overTheWire(value)).toEqual(value)
    expect(Object.keys(Object(overTheWire(value)))).toContain('none')
  })

  it('keep number and text of an error', () => {
    const error = Object.assign(new Error('collection.add:fail'), {
      errCode: -502001,
      errMsg: 'collection.add:fail',
    })
    expect(overTheWire(error)).toEqual({
      failure: true,
      name: 'Error',
      message: 'collection.add:fail',
      errCode: -502001,
      errMsg: 'collection.add:fail',
    })
  })
})

describe('the comparison', () => {
  it.each([
    ['a literal', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
    ['NaN', Number.NaN, Number.NaN],
    ['zero of either sign', 0, -0],
    ['a date', new Date(5), new Date(5)],
    ['a text by its pattern', /^ab/, 'abc'],
    ['one of several', oneOf(0, 1), 1],
    ['any order', inAnyOrder(1, { a: 2 }), [{ a: 2 }, 1]],
    ['some fields', including({ a: 1 }), { a: 1, b: 2 }],
    ['a sum in another order', about(0.3), 0.1 + 0.2],
    ['a rejection', refused(-1, /gone/), { failure: true, errCode: -1, errMsg: 'all gone' }],
  ])('accepts %s', (_name, expected, actual) => {
    expect(differences(expected, actual)).toEqual([])
  })

  it.each([
    ['a missing field', { a: 1 }, {}, ['result.a: expected 1, is missing']],
    ['a field too many', {}, { a: undefined }, ['result.a: not expected, got undefined']],
    ['another value', { a: [1, 2] }, { a: [1, 3] }, ['result.a.1: expected 2, got 3']],
    ['a number for a text', '1', 1, ['result: expected "1", got 1']],
    ['an object for a list', [1], { 0: 1 }, ['result: expected [1], got {0: 1}']],
    ['an object for a date', new Date(0), {}, ['result: expected 1970-01-01T00:00:00.000Z, got {}']],
    ['an element twice', inAnyOrder(1, 2), [1, 1], ['result: expected in any order [1, 2], got [1, 1]']],
    [
      'another number',
      refused(-1, /x/),
      { failure: true, errCode: -2, errMsg: 'x' },
      [expect.stringContaining('errCode: -1')],
    ],
  ])('refuses %s', (_name, expected, actual, lines) => {
    expect(differences(expected, actual)).toEqual(lines)
  })
})
