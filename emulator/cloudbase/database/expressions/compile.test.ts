import { describe, expect, it } from 'vitest'
import { evaluated } from './testing.ts'

// biome-ignore lint/suspicious/noThenProperty: the operand's own name.
const whenever = (test: unknown, answer: unknown) => ({ case: test, then: answer })

// By the MongoDB manual 4.4, most of them after its examples: mongodb.com/docs/v4.4/reference/operator/aggregation/: comparison, boolean,
// conditional, object, variable and literal operators.
describe('expressions', () => {
  it.each([
    [{ $cmp: [1, 2] }, -1],
    [{ $cmp: ['a', 1] }, 1],
    [{ $eq: [1, 1] }, true],
    [{ $ne: ['a', 'b'] }, true],
    [{ $gt: ['$missing', null] }, false],
    // mongodb.com/docs/v4.4/reference/bson-type-comparison-order: a value that is not there comes before null.
    [{ $lt: ['$missing', null] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $and: [] }, true],
    [{ $and: [1, 'green'] }, true],
    [{ $and: [null, true] }, false],
    [{ $or: [false, 0, null, '$missing'] }, false],
    [{ $or: [''] }, true],
    [{ $not: [[false]] }, false],
    [{ $not: [0] }, true],
    [{ $cond: [{ $gte: [250, 250] }, 30, 20] }, 30],
    // biome-ignore lint/suspicious/noThenProperty: the operand's own name.
    [{ $cond: { if: '$missing', then: 1, else: 2 } }, 2],
    [{ $ifNull: ['$missing', 'Unspecified'] }, 'Unspecified'],
    [{ $ifNull: [0, 'Unspecified'] }, 0],
    [
      { $switch: { branches: [whenever({ $eq: [0, 5] }, 'equal'), whenever({ $gt: [6, 5] }, 'more')] } },
      'more',
    ],
    [{ $switch: { branches: [whenever(false, 'equal')], default: 'no' } }, 'no'],
    [{ $literal: '$1' }, '$1'],
    [{ $let: { vars: { low: 1, high: '$$low' }, in: { $gt: ['$$high', '$$low'] } } }, 'refused'],
    [{ $let: { vars: { total: { $add: [1, 2] } }, in: { $multiply: ['$$total', 2] } } }, 6],
    [{ $mergeObjects: [{ a: 1 }, null] }, { a: 1 }],
    [{ $mergeObjects: [null, null] }, {}],
    [{ $mergeObjects: [{ a: 1 }, { a: 2, b: 2 }, { a: 3, b: null, c: 3 }] }, { a: 3, b: null, c: 3 }],
    [
      { $objectToArray: { $literal: { item: 'foo', qty: 25 } } },
      [
        { k: 'item', v: 'foo' },
        { k: 'qty', v: 25 },
      ],
    ],
    [{ $arrayToObject: { $literal: [{ k: 'item', v: 'abc123' }] } }, { item: 'abc123' }],
    [
      {
        $arrayToObject: {
          $literal: [
            ['a', 1],
            ['a', 2],
          ],
        },
      },
      { a: 2 },
    ],
    [
      ['$missing', 1],
      [null, 1],
    ],
    ['$$ROOT._id', 'd'],
    [{ $type: '$missing' }, 'missing'],
    [{ $type: { $literal: 2 ** 40 } }, 'long'],
    [{ $type: 1.5 }, 'double'],
  ])('%j is %j', async (expression, value) => {
    if (value === 'refused')
      await expect(evaluated(expression)).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
    else expect(await evaluated(expression)).toEqual(value)
  })

  it('leave a field away that is missing or $$REMOVE', async () => {
    const fields = { a: '$missing', b: { $cond: [true, '$$REMOVE', 1] }, c: 1 }
    expect(await evaluated({ $mergeObjects: [fields] })).toEqual({ c: 1 })
  })

  it('take a value that looks like a path for what it is', async () => {
    const document = { price: '$secret', secret: 'x', list: ['$secret'] }
    expect(await evaluated({ $toLower: '$price' }, document)).toBe('$secret')
    expect(await evaluated({ $trim: { input: '$price' } }, document)).toBe('$secret')
    expect(await evaluated({ $map: { input: '$list', in: '$$this' } }, document)).toEqual(['$secret'])
  })

  // CloudBase documentation, "Error codes": DATABASE_INVALID_OPERRATOR.
  it('that the database does not know are refused', async () => {
    await expect(evaluated({ $nonsense: 1 })).rejects.toMatchObject({
      code: 'DATABASE_INVALID_OPERRATOR',
      message: "[FailedOperation] Unrecognized expression '$nonsense'",
    })
    await expect(evaluated({ $add: [1], $abs: 1 })).rejects.toThrow('must have exactly one field')
  })

  it('never name the prototype of objects', async () => {
    await expect(evaluated('$constructor.name')).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    const pairs = { $arrayToObject: { $literal: [['__proto__', { admin: true }]] } }
    await expect(evaluated(pairs)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    expect(await evaluated('$toString', {})).toBeUndefined()
  })

  it('run no scripts', async () => {
    const script = { $function: { body: 'function() { return 1 }', args: [], lang: 'js' } }
    await expect(evaluated(script)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })
})
