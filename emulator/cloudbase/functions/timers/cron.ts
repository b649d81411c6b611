/**
 * The cron expressions of timers (定时触发器): second, minute, hour, day, month, weekday and year, in UTC+8.
 * developers.weixin.qq.com, 定时触发器, 2026-11.
 */
export interface Cron {
  readonly seconds: readonly number[]
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  /** Undefined when the field says nothing; a day then depends on the weekday alone, and the other way round. */
  readonly days: readonly number[] | undefined
  readonly months: readonly number[]
  /** 0 is Sunday. */
  readonly weekdays: readonly number[] | undefined
  readonly years: readonly number[]
}

interface Field {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const SECOND = { name: 'second', from: 0, to: 59 }
const MINUTE = { name: 'minute', from: 0, to: 59 }
const HOUR = { name: 'hour', from: 0, to: 23 }
const DAY = { name: 'day', from: 1, to: 31 }
const MONTH = { name: 'month', from: 1, to: 12, names: MONTHS }
const WEEKDAY = { name: 'weekday', from: 0, to: 6, names: WEEKDAYS }
const YEAR = { name: 'year', from: 1970, to: 2099 }
const FIELDS: readonly Field[] = [SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR]

/** Not documented, but written by many, because other crons want it in one of the two fields. */
const SAYS_NOTHING = ['*', '?']

const bad = (field: Field, text: string, words: string): RangeError =>
  new RangeError(`${field.name} "${text}": ${words}`)

const numberOf = (field: Field, text: string, value: string): number => {
  const named = field.names?.indexOf(value.toUpperCase()) ?? -1
  const number = named >= 0 ? named + field.from : /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= field.from && number <= field.to) return number
  throw bad(field, text, `"${value}" is not between ${field.from} and ${field.to}`)
}

const rangeOf = (field: Field, text: string, range: string, stepped: boolean): readonly [number, number] => {
  if (range === '*') return [field.from, field.to]
  const [first = '', last, ...more] = range.split('-')
  const from = numberOf(field, text, first)
  if (last === undefined) return [from, stepped ? field.to : from]
  const to = numberOf(field, text, last)
  if (more.length > 0 || to < from) throw bad(field, text, `"${range}" is no range`)
  return [from, to]
}

/** The values of one field: `*`, `5`, `1,3`, `9-17`, `MON-FRI`, and with a step `*` + `/5`, `0-30/10`, `7/20`. */
const valuesOf = (field: Field, text: string): readonly number[] => {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) {
      throw bad(field, text, `"${part}" has no step`)
    }
    const [from, to] = rangeOf(field, text, range, step !== undefined)
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

/** @throws RangeError that names the field */
export const parseCron = (expression: string): Cron => {
  const texts = expression.trim().split(/\s+/)
  if (texts.length !== FIELDS.length) {
    throw new RangeError(`"${expression}" has ${texts.length} fields, not ${FIELDS.length}`)
  }
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = texts
  const orNothing = (field: Field, text: string) =>
    SAYS_NOTHING.includes(text) ? undefined : valuesOf(field, text)
  return {
    seconds: valuesOf(SECOND, second),
    minutes: valuesOf(MINUTE, minute),
    hours: valuesOf(HOUR, hour),
    days: orNothing(DAY, day),
    months: valuesOf(MONTH, month),
    weekdays: orNothing(WEEKDAY, weekday),
    years: valuesOf(YEAR, year),
  }
}

/** China has one time zone and no summer time. */
const OFFSET_MS = 8 * 3_600_000

/** With both a day and a weekday, either of them is enough. */
const isDay = ({ days, weekdays }: Cron, date: Date): boolean => {
  if (days === undefined && weekdays === undefined) return true
  return days?.includes(date.getUTCDate()) === true || weekdays?.includes(date.getUTCDay()) === true
}

/** The first time of a day that is not before the given one, as hours, minutes and seconds. */
const timeOfDay = (
  { hours, minutes, seconds }: Cron,
  hour: number,
  minute: number,
  second: number,
): readonly [number, number, number] | undefined => {
  const [firstMinute = 0, firstSecond = 0] = [minutes[0], seconds[0]]
  for (const h of hours) {
    if (h < hour) continue
    if (h > hour) return [h, firstMinute, firstSecond]
    for (const m of minutes) {
      if (m < minute) continue
      if (m > minute) return [h, m, firstSecond]
      const s = seconds.find((one) => one >= second)
      if (s !== undefined) return [h, m, s]
    }
  }
  return undefined
}

const DAY_MS = 86_400_000

/**
 * The first moment after `after` at which the expression is true; undefined when there is none before 2100.
 * @param after milliseconds since 1970
 */
export const nextTime = (cron: Cron, after: number): number | undefined => {
  const begin = new Date(Math.floor(after / 1_000) * 1_000 + 1_000 + OFFSET_MS)
  const firstDay = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth(), begin.getUTCDate())
  const lastYear = cron.years.at(-1) ?? 0
  for (let day = firstDay; ; day += DAY_MS) {
    const date = new Date(day)
    if (date.getUTCFullYear() > lastYear) return undefined
    if (!cron.years.includes(date.getUTCFullYear()) || !cron.months.includes(date.getUTCMonth() + 1)) continue
    if (!isDay(cron, date)) continue
    const time =
      day === firstDay
        ? timeOfDay(cron, begin.getUTCHours(), begin.getUTCMinutes(), begin.getUTCSeconds())
        : timeOfDay(cron, 0, 0, 0)
    if (time !== undefined) {
      const [hour, minute, second] = time
      return day + ((hour * 60 + minute) * 60 + second) * 1_000 - OFFSET_MS
    }
  }
}
