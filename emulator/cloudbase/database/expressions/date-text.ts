import { requestFailed } from '../errors.ts'
import { isoDate } from './calendar.ts'
import { instantOf } from './time-zones.ts'

const NAMED_ZONE = 'Z|UTC|GMT|[A-Za-z]+/[A-Za-z_/]+'
const ZONE = `(?<zone>${NAMED_ZONE}|[+-]\\d{2}:?(?:\\d{2})?)`
const CLOCK = '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?'

/** Without a format MongoDB's parser takes many notations; these are the unambiguous ones. */
const NOTATIONS = [
  '(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})',
  '(?<year>\\d{4})/(?<month>\\d{1,2})/(?<day>\\d{1,2})',
  '(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4})',
  '(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})',
].map((date) => new RegExp(`^\\s*${date}(?:(?:T|\\s+)${CLOCK}\\s*${ZONE}?)?\\s*$`))

/** MongoDB manual, "$dateFromString", "Format Specifiers". */
const SPECIFIERS: ReadonlyMap<string, string> = new Map([
  ['d', '(?<day>\\d{1,2})'],
  ['G', '(?<isoYear>\\d{4})'],
  ['H', '(?<hour>\\d{1,2})'],
  ['j', '(?<dayOfYear>\\d{1,3})'],
  ['L', '(?<fraction>\\d{1,3})'],
  ['m', '(?<month>\\d{1,2})'],
  ['M', '(?<minute>\\d{1,2})'],
  ['S', '(?<second>\\d{1,2})'],
  ['u', '(?<isoDay>[1-7])'],
  ['V', '(?<isoWeek>\\d{1,2})'],
  ['Y', '(?<year>\\d{4})'],
  ['z', ZONE],
  ['Z', '(?<minutes>[+-]\\d{1,4})'],
  ['%', '%'],
])

function patternOf(format: string): RegExp {
  const pieces = format.split(/(%[\s\S]?)/).map((piece, at) => {
    if (at % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const pattern = SPECIFIERS.get(piece.slice(1))
    if (pattern === undefined) throw requestFailed(`Invalid format character '${piece}' in format string`)
    return pattern
  })
  try {
    return new RegExp(`^${pieces.join('')}$`)
  } catch {
    throw requestFailed(`A format specifier appears twice in '${format}'`)
  }
}

/** The instant that a text names, or undefined for one that is no date. */
export function parseDate(
  text: string,
  format: string | undefined,
  zone: string | undefined,
): number | undefined {
  const patterns = format === undefined ? NOTATIONS : [patternOf(format)]
  for (const pattern of patterns) {
    const parts = pattern.exec(text)?.groups
    if (parts !== undefined) return instantFrom(parts, zone)
  }
  return undefined
}

function instantFrom(
  parts: Readonly<Record<string, string | undefined>>,
  zone: string | undefined,
): number | undefined {
  const at = (name: string, otherwise: number) => Number(parts[name] ?? otherwise)
  const inText =
    parts['zone'] ?? (parts['minutes'] === undefined ? undefined : zoneOfMinutes(Number(parts['minutes'])))
  if (inText !== undefined && zone !== undefined) {
    throw requestFailed(
      'you cannot pass in a date/time string with time zone information together with a timezone argument',
    )
  }
  const day = dayFrom(parts, at)
  const [hour, minute, second] = [at('hour', 0), at('minute', 0), at('second', 0)]
  if (day === undefined || hour > 24 || minute > 59 || second > 59) return undefined
  const milliseconds = Math.trunc(Number(`0.${parts['fraction'] ?? 0}`) * 1000)
  return instantOf(day + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds, inText ?? zone ?? 'UTC')
}

function dayFrom(
  parts: Readonly<Record<string, string | undefined>>,
  at: (name: string, otherwise: number) => number,
): number | undefined {
  if (parts['isoYear'] !== undefined) return isoDate(at('isoYear', 1970), at('isoWeek', 1), at('isoDay', 1))
  if (parts['dayOfYear'] !== undefined)
    return new Date(0).setUTCFullYear(at('year', 1970), 0, at('dayOfYear', 1))
  const [year, month, day] = [at('year', 1970), at('month', 1), at('day', 1)]
  const instant = new Date(0).setUTCFullYear(year, month - 1, day)
  const date = new Date(instant)
  // The thirty-first of a shorter month is none.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? instant : undefined
}

function zoneOfMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
