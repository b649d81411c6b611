import { describe, expect, it } from 'vitest'
import { evaluated } from './testing.ts'

// By the MongoDB manual 4.4, "Arithmetic Expression Operators", most of them after its examples:
// mongodb.com/docs/v4.4/reference/operator/aggregation/#arithmetic-expression-operators.
describe('arithmetic', () => {
  it.each([
    [{ $abs: -1 }, 1],
    [{ $abs: null }, null],
    [{ $ceil: 7.8 }, 8],
    [{ $ceil: -2.8 }, -2],
    [{ $floor: -2.8 }, -3],
    [{ $exp: 0 }, 1],
    [{ $ln: 1 }, 0],
    [{ $log: [100, 10] }, 2],
    [{ $log: [8, 2] }, 3],
    [{ $log10: 1000 }, 3],
    [{ $sqrt: 25 }, 5],
    [{ $sqrt: null }, null],
    [{ $pow: [5, 0] }, 1],
    [{ $pow: [5, -2] }, 0.04],
    [{ $pow: [-5, 0.5] }, Number.NaN],
    [{ $mod: [80, 7] }, 3],
    [{ $mod: [-7, 3] }, -1],
    [{ $divide: [9, 2] }, 4.5],
    [{ $multiply: [2, 3, 4] }, 24],
    [{ $multiply: [2, '$missing'] }, null],
    [{ $add: [1, 2.5] }, 3.5],
    [{ $add: [] }, 0],
    [{ $add: [1, null] }, null],
    [{ $subtract: [5, 2] }, 3],
    [{ $trunc: 7.8 }, 7],
    [{ $trunc: [-2.3] }, -2],
    [{ $trunc: [1234.5678, 2] }, 1234.56],
    [{ $trunc: [1234.5678, -2] }, 1200],
    [{ $round: 10.5 }, 10],
    [{ $round: 11.5 }, 12],
    [{ $round: [19.25, 1] }, 19.2],
    [{ $round: [28.73, 1] }, 28.7],
    [{ $round: [-45.39, 1] }, -45.4],
  ])('%j is %j', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value)
  })

  // mongodb.com/docs/v4.4/reference/operator/aggregation/add and /subtract: beside a date, numbers are milliseconds.
  it('adds to and subtracts from dates', async () => {
    const date = new Date('2014-03-01T08:00:00Z')
    expect(await evaluated({ $add: ['$date', 3 * 24 * 60 * 60000] }, { date })).toEqual(
      new Date('2014-03-04T08:00:00Z'),
    )
    expect(await evaluated({ $subtract: ['$date', 300000] }, { date })).toEqual(
      new Date('2014-03-01T07:55:00Z'),
    )
    expect(await evaluated({ $subtract: ['$date', new Date('2014-03-01T07:00:00Z')] }, { date })).toBe(
      3600000,
    )
  })

  it.each([
    [{ $add: [1, 'x'] }, '$add only supports numeric or date types, not string'],
    [{ $add: [new Date(0), new Date(0)] }, 'only one date allowed in an $add expression'],
    [{ $divide: [1, 0] }, "can't $divide by zero"],
    [{ $mod: [1, 0] }, "can't $mod by zero"],
    [{ $add: [new Date(0), 1e18] }, 'date overflow in $add'],
    [{ $sqrt: -1 }, "$sqrt's argument must be greater than or equal to 0"],
    [{ $ln: 0 }, "$ln's argument must be a positive number, but is 0"],
    [{ $abs: 'x' }, '$abs only supports numeric types, not string'],
    [{ $pow: [0, -1] }, '$pow cannot take a base of 0 and a negative exponent'],
    [{ $subtract: [1] }, 'Expression $subtract takes exactly 2 arguments. 1 were passed in.'],
  ])('%j is refused', async (expression, message) => {
    await expect(evaluated(expression)).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: `[FailedOperation] ${message}`,
    })
  })
})
