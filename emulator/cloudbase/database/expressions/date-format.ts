import { requestFailed } from '../errors.ts'
import { PARTS } from './calendar.ts'

const pad = (value: number, digits: number) => String(value).padStart(digits, '0')

type Write = (local: Date, offset: number) => string

/** MongoDB manual, "$dateToString", "Format Specifiers". */
const SPECIFIERS: ReadonlyMap<string, Write> = new Map<string, Write>([
  ['d', (local) => pad(PARTS.dayOfMonth(local), 2)],
  ['G', (local) => pad(PARTS.isoWeekYear(local), 4)],
  ['H', (local) => pad(PARTS.hour(local), 2)],
  ['j', (local) => pad(PARTS.dayOfYear(local), 3)],
  ['L', (local) => pad(PARTS.millisecond(local), 3)],
  ['m', (local) => pad(PARTS.month(local), 2)],
  ['M', (local) => pad(PARTS.minute(local), 2)],
  ['S', (local) => pad(PARTS.second(local), 2)],
  ['u', (local) => String(PARTS.isoDayOfWeek(local))],
  ['U', (local) => pad(PARTS.week(local), 2)],
  ['V', (local) => pad(PARTS.isoWeek(local), 2)],
  ['w', (local) => String(PARTS.dayOfWeek(local))],
  ['Y', (local) => pad(PARTS.year(local), 4)],
  ['z', (_, offset) => printOffset(offset)],
  ['Z', (_, offset) => String(offset / 60_000)],
  ['%', () => '%'],
])

function printOffset(offset: number): string {
  const minutes = Math.abs(offset) / 60_000
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`
}

/** Compiles a format to a function of the local time, whose UTC fields are those of the zone, and its offset. */
export function compileFormat(format: string): Write {
  const pieces = format.split(/(%[\s\S]?)/).map((piece, at): Write => {
    if (at % 2 === 0) return () => piece
    if (piece === '%') throw requestFailed("Unmatched '%' at end of format string")
    const write = SPECIFIERS.get(piece.slice(1))
    if (write === undefined) throw requestFailed(`Invalid format character '${piece}' in format string`)
    return write
  })
  return (local, offset) => pieces.map((write) => write(local, offset)).join('')
}
