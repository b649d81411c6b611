import { requestFailed } from '../errors.ts'

const OFFSET = /^([+-])(\d{2})(?::?(\d{2}))?$/

const MINUTE = 60_000

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * Milliseconds by which a time zone is ahead of UTC at an instant. MongoDB manual, "Date Expression Operators": an
 * Olson identifier, or an offset like `+08:00`, `+0800` or `+08`.
 */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  const fixed = OFFSET.exec(zone)
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)
    return (fixed[1] === '-' ? -minutes : minutes) * MINUTE
  }
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  return local - Math.floor(instant / 1000) * 1000
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
    return format
  } catch {
    throw requestFailed(`unrecognized time zone identifier: "${zone}"`)
  }
}

/** The instant at which a clock in a time zone shows a time, which is given as if it were UTC. */
export function instantOf(local: number, zone: string): number {
  const guess = local - offsetAt(zone, local)
  return local - offsetAt(zone, guess)
}
