import { describe, expect, it } from 'vitest'
import { NOW } from '../testing.ts'
import { evaluated } from './testing.ts'

const date = new Date('2014-01-01T08:15:39.736Z')
const at = (text: string) => new Date(text)

// By the MongoDB manual 4.4, most of them after its examples: mongodb.com/docs/v4.4/reference/operator/aggregation/#date-expression-operators.
// mingo 7.2.6 is off by one in $week, and takes the calendar year for that of an ISO week.
describe('parts of dates', () => {
  it.each([
    [{ $year: '$date' }, 2014],
    [{ $month: '$date' }, 1],
    [{ $dayOfMonth: '$date' }, 1],
    [{ $hour: '$date' }, 8],
    [{ $minute: '$date' }, 15],
    [{ $second: '$date' }, 39],
    [{ $millisecond: '$date' }, 736],
    [{ $dayOfYear: '$date' }, 1],
    [{ $dayOfWeek: '$date' }, 4],
    [{ $week: '$date' }, 0],
    [{ $week: { date: at('2016-01-01') } }, 0],
    [{ $week: { date: at('2003-01-07') } }, 1],
    [{ $week: { date: at('2011-08-14T05:00:00Z'), timezone: 'America/Chicago' } }, 33],
    [{ $week: { date: at('1998-11-02T00:00:00Z'), timezone: '-0500' } }, 44],
    [{ $isoWeek: at('2016-01-04') }, 1],
    [{ $isoWeek: at('2016-01-01') }, 53],
    [{ $isoWeek: { date: at('2011-08-14T05:00:00Z'), timezone: 'America/Chicago' } }, 32],
    [{ $isoWeek: at('1998-11-02T00:00:00Z') }, 45],
    [{ $isoWeek: { date: at('1998-11-02T00:00:00Z'), timezone: '-0500' } }, 44],
    [{ $isoWeekYear: at('2016-01-01') }, 2015],
    [{ $isoWeekYear: at('2003-01-07') }, 2003],
    [{ $isoDayOfWeek: at('2016-01-01') }, 5],
    [{ $isoDayOfWeek: { date: at('1998-11-07T00:00:00Z'), timezone: '-0400' } }, 5],
    [{ $dayOfMonth: { date: '$date', timezone: 'Asia/Tokyo' } }, 1],
    [{ $hour: { date: '$date', timezone: '+08:00' } }, 16],
    [{ $hour: [at('2014-01-01T23:00:00Z')] }, 23],
    [{ $year: '$missing' }, null],
    [{ $year: { date: '$date', timezone: null } }, null],
  ])('%j is %j', async (expression, value) => {
    expect(await evaluated(expression, { date })).toBe(value)
  })
})

describe('dates to texts and back', () => {
  it.each([
    [{ $dateToString: { format: '%Y-%m-%d', date: '$date' } }, '2014-01-01'],
    [
      { $dateToString: { format: '%H:%M:%S:%L%z', date: '$date', timezone: 'America/New_York' } },
      '03:15:39:736-0500',
    ],
    [{ $dateToString: { format: '%H:%M:%S:%L%z', date: '$date', timezone: '+04:30' } }, '12:45:39:736+0430'],
    [{ $dateToString: { format: '%Z', date: '$date', timezone: 'America/New_York' } }, '-300'],
    [{ $dateToString: { format: '%Z', date: '$date', timezone: '+04:30' } }, '270'],
    [{ $dateToString: { format: '%G-W%V-%u %j %w %U %%', date: at('2016-01-01') } }, '2015-W53-5 001 6 00 %'],
    [{ $dateToString: { date: '$date' } }, '2014-01-01T08:15:39.736Z'],
    [{ $dateToString: { date: '$missing', onNull: 'none' } }, 'none'],
    [{ $dateToString: { date: '$missing' } }, null],
    [{ $dateFromParts: { year: 2017, month: 2, day: 8, hour: 12 } }, at('2017-02-08T12:00:00Z')],
    [
      { $dateFromParts: { isoWeekYear: 2017, isoWeek: 6, isoDayOfWeek: 3, hour: 12 } },
      at('2017-02-08T12:00:00Z'),
    ],
    [
      {
        $dateFromParts: {
          year: 2016,
          month: 12,
          day: 31,
          hour: 23,
          minute: 46,
          second: 12,
          timezone: 'America/New_York',
        },
      },
      at('2017-01-01T04:46:12Z'),
    ],
    [{ $dateFromParts: { year: 2017, month: 14 } }, at('2018-02-01T00:00:00Z')],
    [{ $dateFromParts: { year: 2017, month: 0 } }, at('2016-12-01T00:00:00Z')],
    [{ $dateFromParts: { year: 2017, month: '$missing' } }, null],
    [
      { $dateFromString: { dateString: '2017-02-08T12:10:40.787', timezone: 'America/New_York' } },
      at('2017-02-08T17:10:40.787Z'),
    ],
    [
      { $dateFromString: { dateString: '2017-02-08', timezone: 'America/New_York' } },
      at('2017-02-08T05:00:00Z'),
    ],
    [{ $dateFromString: { dateString: '2017-02-08T12:10:40+08:00' } }, at('2017-02-08T04:10:40Z')],
    [{ $dateFromString: { dateString: '06-15-2018', format: '%m-%d-%Y' } }, at('2018-06-15T00:00:00Z')],
    [{ $dateFromString: { dateString: '15-06-2018', format: '%d-%m-%Y' } }, at('2018-06-15T00:00:00Z')],
    [{ $dateFromString: { dateString: '20177-02-09', onError: 'bad' } }, 'bad'],
    [{ $dateFromString: { dateString: null, onNull: 'none' } }, 'none'],
    [
      { $dateToParts: { date: '$date', timezone: 'America/New_York' } },
      { year: 2014, month: 1, day: 1, hour: 3, minute: 15, second: 39, millisecond: 736 },
    ],
  ])('%j is %j', async (expression, value) => {
    expect(await evaluated(expression, { date })).toEqual(value)
  })

  it('$$NOW is world time', async () => {
    expect(await evaluated('$$NOW')).toEqual(new Date(NOW))
  })

  it.each([
    [{ $year: 'x' }, "can't convert from BSON type string to Date"],
    [
      { $hour: { date: '$date', timezone: 'Nowhere/City' } },
      'unrecognized time zone identifier: "Nowhere/City"',
    ],
    [{ $dateToString: { date: '$date', format: '%q' } }, "Invalid format character '%q' in format string"],
    [{ $dateFromString: { dateString: '2017-02-30' } }, "Error parsing date string '2017-02-30'"],
    [{ $dateFromParts: { month: 1 } }, "Missing 'year' parameter to $dateFromParts"],
  ])('%j is refused', async (expression, message) => {
    await expect(evaluated(expression, { date })).rejects.toMatchObject({
      message: `[FailedOperation] ${message}`,
    })
  })
})
