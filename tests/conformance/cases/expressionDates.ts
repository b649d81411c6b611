import type { ConformanceCase } from '../case.ts'
import { computes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_EXPRESSION } from './sources.ts'

const wx = (name: string): string => `${WX_EXPRESSION}${name}.html`
const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

/** The date of the reference's pages; a Tuesday. */
const DATE = { date: new Date('2019-05-14T09:38:51.686Z') }
const SUNDAY = { date: new Date('2017-01-01T00:00:00Z') }

/** Dates, in UTC unless a time zone is given. */
export const EXPRESSION_DATES: readonly ConformanceCase[] = [
  computes(
    'database.expression.date-from-parts',
    wx('dateFromParts'),
    {},
    ($) => $.dateFromParts({ year: 2017, month: 2, day: 8, hour: 12, timezone: 'America/New_York' }),
    new Date('2017-02-08T17:00:00.000Z'),
  ),
  computes(
    'database.expression.date-from-string',
    wx('dateFromString'),
    {},
    ($) => $.dateFromString({ dateString: '2019-05-14T09:38:51.686Z' }),
    new Date('2019-05-14T09:38:51.686Z'),
  ),
  computes(
    'database.expression.date-to-string',
    wx('dateToString'),
    DATE,
    ($) => $.dateToString({ date: '$date', format: '%Y-%m-%d' }),
    '2019-05-14',
  ),
  computes(
    'database.expression.date-to-string-in-shanghai',
    wx('dateToString'),
    DATE,
    ($) => $.dateToString({ date: '$date', format: '%H:%M:%S', timezone: 'Asia/Shanghai' }),
    '17:38:51',
  ),
  computes(
    'database.expression.date-to-string-by-offset',
    mongo('dateToString'),
    DATE,
    ($) => $.dateToString({ date: '$date', format: '%H:%M:%S:%L%z', timezone: '+08:00' }),
    '17:38:51:686+0800',
  ),
  computes(
    'database.expression.date-to-string-on-null',
    wx('dateToString'),
    {},
    ($) => $.dateToString({ date: '$absent', onNull: 'none' }),
    'none',
  ),
  computes(
    'database.expression.date-to-string-default-format',
    mongo('dateToString'),
    DATE,
    ($) => $.dateToString({ date: '$date' }),
    '2019-05-14T09:38:51.686Z',
  ),
  computes('database.expression.year', wx('year'), DATE, ($) => $.year('$date'), 2019),
  computes('database.expression.month', wx('month'), DATE, ($) => $.month('$date'), 5),
  computes('database.expression.day-of-month', wx('dayOfMonth'), DATE, ($) => $.dayOfMonth('$date'), 14),
  computes('database.expression.day-of-week', wx('dayOfWeek'), DATE, ($) => $.dayOfWeek('$date'), 3),
  computes('database.expression.day-of-year', wx('dayOfYear'), DATE, ($) => $.dayOfYear('$date'), 134),
  computes('database.expression.hour', wx('hour'), DATE, ($) => $.hour('$date'), 9),
  computes(
    'database.expression.hour-in-a-zone',
    mongo('hour'),
    DATE,
    ($) => $.hour({ date: '$date', timezone: 'Asia/Shanghai' }),
    17,
  ),
  computes('database.expression.minute', wx('minute'), DATE, ($) => $.minute('$date'), 38),
  computes('database.expression.second', wx('second'), DATE, ($) => $.second('$date'), 51),
  computes('database.expression.millisecond', wx('millisecond'), DATE, ($) => $.millisecond('$date'), 686),
  computes('database.expression.week', wx('week'), DATE, ($) => $.week('$date'), 19),
  computes('database.expression.week-of-a-first-sunday', mongo('week'), SUNDAY, ($) => $.week('$date'), 1),
  computes(
    'database.expression.iso-day-of-week',
    wx('isoDayOfWeek'),
    DATE,
    ($) => $.isoDayOfWeek('$date'),
    2,
  ),
  computes('database.expression.iso-week', wx('isoWeek'), DATE, ($) => $.isoWeek('$date'), 20),
  computes(
    'database.expression.iso-week-year',
    wx('isoWeekYear'),
    SUNDAY,
    ($) => [$.isoWeekYear('$date'), $.isoWeek('$date')],
    [2016, 52],
  ),
]
