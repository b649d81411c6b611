import { ObjectId, Timestamp } from 'bson'
import { typeOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import { isoDate, PARTS } from './calendar.ts'
import { compileFormat } from './date-format.ts'
import { parseDate } from './date-text.ts'
import { compileNamed, dateAt, isNullish, listOf, namedOperands, needInteger, needText } from './operands.ts'
import type { Evaluate, Operator } from './scope.ts'
import { instantOf, offsetAt } from './time-zones.ts'

/** An ObjectId and a timestamp carry a time too. */
function instantIn(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (value instanceof ObjectId) return value.getTimestamp().getTime()
  if (value instanceof Timestamp) return value.getHighBitsUnsigned() * 1000
  throw requestFailed(`can't convert from BSON type ${typeOf(value)} to Date`)
}

const zoneIn = (value: unknown) =>
  needText((type) => `timezone must evaluate to a string, found ${type}`, value)

/** `$year` and its like: of a date, or of `{ date, timezone }`. */
const part = (name: keyof typeof PARTS): [string, Operator] => [
  `$${name}`,
  (operand, scope) => {
    const read = PARTS[name]
    const spec = Array.isArray(operand) ? listOf(`$${name}`, operand, 1, 1)[0] : operand
    if (!isFields(spec) || !Object.hasOwn(spec, 'date')) {
      const evaluate = scope.compile(spec, scope)
      return (frame) => {
        const value = evaluate(frame)
        return isNullish(value) ? null : read(new Date(instantIn(value)))
      }
    }
    const named = compileNamed(namedOperands(`$${name}`, spec, ['date'], ['timezone']), scope)
    const [date, timezone] = [named('date'), 'timezone' in spec ? named('timezone') : () => 'UTC']
    return (frame) => {
      const [value, zone] = [date(frame), timezone(frame)]
      if (isNullish(value) || isNullish(zone)) return null
      const instant = instantIn(value)
      return read(new Date(instant + offsetAt(zoneIn(zone), instant)))
    }
  },
]

const dateToString: Operator = (operand, scope) => {
  const spec = namedOperands('$dateToString', operand, ['date'], ['format', 'timezone', 'onNull'])
  const named = compileNamed(spec, scope)
  const [date, timezone, format, onNull] = [
    named('date'),
    named('timezone'),
    named('format'),
    named('onNull'),
  ]
  const constant =
    typeof spec['format'] === 'string' && !spec['format'].startsWith('$')
      ? compileFormat(spec['format'])
      : undefined
  return (frame) => {
    const value = date(frame)
    if (isNullish(value)) return 'onNull' in spec ? onNull(frame) : null
    const zone = 'timezone' in spec ? timezone(frame) : 'UTC'
    const text = 'format' in spec ? format(frame) : defaultFormat(zone)
    if (isNullish(zone) || isNullish(text)) return null
    const instant = instantIn(value)
    const offset = offsetAt(zoneIn(zone), instant)
    const write =
      constant ??
      compileFormat(
        needText((type) => `$dateToString requires that 'format' be a string, found: ${type}`, text),
      )
    return write(new Date(instant + offset), offset)
  }
}

/** The letter Z stands for UTC and is left out for another zone. */
const defaultFormat = (zone: unknown) => `%Y-%m-%dT%H:%M:%S.%L${zone === 'UTC' ? 'Z' : ''}`

const TIMES = ['hour', 'minute', 'second', 'millisecond']

const dateFromParts: Operator = (operand, scope) => {
  const iso = isFields(operand) && 'isoWeekYear' in operand
  const days = iso ? ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] : ['year', 'month', 'day']
  const required = days.slice(0, 1)
  const spec = namedOperands('$dateFromParts', operand, required, [...days.slice(1), ...TIMES, 'timezone'])
  const named = compileNamed(spec, scope)
  const compiled = [...days, ...TIMES].map((name) => ({ name, given: name in spec, evaluate: named(name) }))
  const timezone = 'timezone' in spec ? named('timezone') : () => 'UTC'
  return (frame) => {
    const values: number[] = []
    for (const [at, { name, given, evaluate }] of compiled.entries()) {
      const value = given ? evaluate(frame) : Number(at < 3)
      if (isNullish(value)) return null
      values.push(needInteger(`'${name}'`, value))
    }
    const zone = timezone(frame)
    if (isNullish(zone)) return null
    const [year = 1970, second = 1, third = 1, hour = 0, minute = 0, seconds = 0, milliseconds = 0] = values
    const day = iso ? isoDate(year, second, third) : new Date(0).setUTCFullYear(year, second - 1, third)
    const local = day + ((hour * 60 + minute) * 60 + seconds) * 1000 + milliseconds
    dateAt('$dateFromParts', local)
    return dateAt('$dateFromParts', instantOf(local, zoneIn(zone)))
  }
}

const dateFromString: Operator = (operand, scope) => {
  const optional = ['format', 'timezone', 'onError', 'onNull']
  const spec = namedOperands('$dateFromString', operand, ['dateString'], optional)
  const named = compileNamed(spec, scope)
  const [dateString, onError, onNull] = [named('dateString'), named('onError'), named('onNull')]
  const optionalText = (name: string): Evaluate => (name in spec ? named(name) : () => '')
  const [format, timezone] = [optionalText('format'), optionalText('timezone')]
  return (frame) => {
    const value = dateString(frame)
    if (isNullish(value)) return 'onNull' in spec ? onNull(frame) : null
    const [pattern, zone] = [format(frame), timezone(frame)]
    if (isNullish(pattern) || isNullish(zone)) return null
    const instant =
      typeof value === 'string'
        ? parseDate(value, given(pattern), zoneIn(zone) === '' ? undefined : zoneIn(zone))
        : undefined
    if (instant !== undefined) return new Date(instant)
    if ('onError' in spec) return onError(frame)
    throw requestFailed(
      typeof value === 'string'
        ? `Error parsing date string '${value}'`
        : `$dateFromString requires that 'dateString' be a string, found: ${typeOf(value)}`,
    )
  }
}

const given = (format: unknown) =>
  format === ''
    ? undefined
    : needText((type) => `$dateFromString requires that 'format' be a string, found: ${type}`, format)

const dateToParts: Operator = (operand, scope) => {
  const spec = namedOperands('$dateToParts', operand, ['date'], ['timezone', 'iso8601'])
  const named = compileNamed(spec, scope)
  const names: readonly (keyof typeof PARTS)[] =
    spec['iso8601'] === true ? ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] : ['year', 'month', 'dayOfMonth']
  const [date, timezone] = [named('date'), 'timezone' in spec ? named('timezone') : () => 'UTC']
  return (frame) => {
    const [value, zone] = [date(frame), timezone(frame)]
    if (isNullish(value) || isNullish(zone)) return null
    const instant = instantIn(value)
    const local = new Date(instant + offsetAt(zoneIn(zone), instant))
    const { hour, minute, second, millisecond } = PARTS
    return {
      ...Object.fromEntries(names.map((name) => [name === 'dayOfMonth' ? 'day' : name, PARTS[name](local)])),
      hour: hour(local),
      minute: minute(local),
      second: second(local),
      millisecond: millisecond(local),
    }
  }
}

/** MongoDB manual, "Date Expression Operators". */
export const DATES: readonly (readonly [string, Operator])[] = [
  part('year'),
  part('month'),
  part('dayOfMonth'),
  part('hour'),
  part('minute'),
  part('second'),
  part('millisecond'),
  part('dayOfYear'),
  part('dayOfWeek'),
  part('isoDayOfWeek'),
  part('week'),
  part('isoWeek'),
  part('isoWeekYear'),
  ['$dateToString', dateToString],
  ['$dateFromParts', dateFromParts],
  ['$dateFromString', dateFromString],
  ['$dateToParts', dateToParts],
]
