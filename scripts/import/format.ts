import * as v from 'valibot'
import { UserError } from '../../emulator/userError.ts'
import type { FoundRecord } from './csvRecord.ts'
import { RECORD_BYTES, readCsvRecord, readLine } from './csvRecord.ts'
import type { FileFormat } from './options.ts'

/** What a row says, as it is written; empty where it says nothing. */
export interface LegacyValues {
  readonly app: string
  readonly openid: string
  readonly unionid: string
  readonly businessUserId: string
}

/** One row at the head of some bytes. */
interface FoundRow<Values> extends Omit<FoundRecord, 'fields'> {
  /** Undefined with a problem; without one, the line is empty. */
  readonly values: Values | undefined
}

export type ReadRow<Values = LegacyValues> = (
  bytes: Buffer,
  at: number,
  isLast: boolean,
) => FoundRow<Values> | 'more'

/** How a file is read, and where its first row is. */
export interface Reading {
  readonly readRow: ReadRow
  readonly offset: number
  readonly line: number
  /** Columns that mean nothing here. */
  readonly ignored: readonly string[]
}

const COLUMNS = ['app', 'appid', 'openid', 'unionid', 'businessuserid']

const wrong = (words: string): UserError =>
  new UserError(
    'OPTION_INVALID',
    words,
    'The first line names the columns: app,openid,unionid,businessUserId',
  )

const valuesOf = (named: (name: string) => string): LegacyValues => ({
  app: named('app') || named('appid'),
  openid: named('openid'),
  unionid: named('unionid'),
  businessUserId: named('businessuserid'),
})

const namesIn = ({ fields = [] }: FoundRecord): readonly string[] => fields.map((name) => name.trim())

const knownIn = (record: FoundRecord): number =>
  namesIn(record).filter((name) => COLUMNS.includes(name.toLowerCase())).length

interface Header {
  readonly record: FoundRecord
  readonly delimiter: number
}

/** The delimiter is the one under which the first line names most columns. */
const headerOf = (head: Buffer, offset: number): Header => {
  const isLast = head.length <= RECORD_BYTES
  const readings = [',', ';', '\t'].flatMap((character): Header[] => {
    const delimiter = character.charCodeAt(0)
    const record = readCsvRecord(head, offset, delimiter, isLast)
    return record === 'more' ? [] : [{ record, delimiter }]
  })
  const [best] = readings.sort((one, other) => knownIn(other.record) - knownIn(one.record))
  if (best === undefined || best.record.fields === undefined) throw wrong('the first line names no columns')
  return best
}

const csv = (head: Buffer, offset: number): Reading => {
  const { record, delimiter } = headerOf(head, offset)
  const names = namesIn(record)
  const lower = names.map((name) => name.toLowerCase())
  for (const name of COLUMNS)
    if (lower.indexOf(name) !== lower.lastIndexOf(name)) throw wrong(`there are two columns ${name}`)
  if (!lower.includes('openid')) throw wrong('there is no column openid')
  if (!lower.includes('app') && !lower.includes('appid')) throw wrong('there is no column app or appid')
  const readRow: ReadRow = (bytes, at, isLast) => {
    const found = readCsvRecord(bytes, at, delimiter, isLast)
    if (found === 'more') return found
    const { fields, ...rest } = found
    if (fields === undefined || (fields.length === 1 && fields[0]?.trim() === ''))
      return { ...rest, values: undefined }
    if (fields.length !== names.length)
      return { ...rest, values: undefined, problem: `has ${fields.length} fields, not ${names.length}` }
    return { ...rest, values: valuesOf((name) => (fields[lower.indexOf(name)] ?? '').trim()) }
  }
  const ignored = names.filter((name) => !COLUMNS.includes(name.toLowerCase()))
  return { readRow, offset: record.end, line: 1 + record.lines, ignored }
}

const JsonRowSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
)

const JsonValueSchema = v.union([
  v.string(),
  v.pipe(v.number(), v.safeInteger(), v.transform(String)),
  v.pipe(
    v.nullish(v.never()),
    v.transform(() => ''),
  ),
])

const readJsonRow: ReadRow = (bytes, at, isLast) => {
  const found = readLine(bytes, at, isLast)
  if (found === 'more') return found
  if (!('text' in found)) {
    const { fields: _, ...rest } = found
    return { ...rest, values: undefined }
  }
  const { text, ...rest } = found
  if (text.trim() === '') return { ...rest, values: undefined }
  const row = v.safeParse(JsonRowSchema, text)
  if (!row.success) return { ...rest, values: undefined, problem: 'is no JSON object' }
  const named = new Map<string, string>()
  for (const [name, value] of Object.entries(row.output)) {
    if (!COLUMNS.includes(name.toLowerCase())) continue
    const read = v.safeParse(JsonValueSchema, value)
    if (!read.success) return { ...rest, values: undefined, problem: `${name.toLowerCase()} is no text` }
    named.set(name.toLowerCase(), read.output.trim())
  }
  return { ...rest, values: valuesOf((name) => named.get(name) ?? '') }
}

/** Byte order mark of UTF-8. */
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * @param head the first bytes of the file: more than a record may have, or all
 * @throws UserError OPTION_INVALID where the first line of CSV does not name the columns
 */
export const readingOf = (format: FileFormat, head: Buffer): Reading => {
  const offset = head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0
  return format === 'csv' ? csv(head, offset) : { readRow: readJsonRow, offset, line: 1, ignored: [] }
}
