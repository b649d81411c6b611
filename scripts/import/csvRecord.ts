/** One record at the head of some bytes. */
export interface FoundRecord {
  /** Position behind it and its line end. */
  readonly end: number
  /** Line ends in it, its own included. */
  readonly lines: number
  /** Undefined: it cannot be read, and `problem` says why. */
  readonly fields: readonly string[] | undefined
  readonly problem?: string
  /** The line goes on behind these bytes; what follows up to its end belongs to it. */
  readonly isCutOff?: true
}

/** Longest record. A quote that nobody closes would make one record of the whole file. */
export const RECORD_BYTES = 64 * 1024

const TOO_LONG = 'is longer than 64 KB'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** What cannot be read costs one line, not all that an open quote would swallow. */
const brokenLine = (bytes: Buffer, at: number, problem: string, isLast: boolean): FoundRecord | 'more' => {
  const found = bytes.indexOf(LF, at)
  const broken = { fields: undefined, problem }
  if (found >= 0 && found - at <= RECORD_BYTES) return { ...broken, end: found + 1, lines: 1 }
  if (bytes.length - at > RECORD_BYTES)
    return { ...broken, end: at + RECORD_BYTES, lines: 0, problem: TOO_LONG, isCutOff: true }
  return isLast ? { ...broken, end: bytes.length, lines: 1 } : 'more'
}

interface Field {
  readonly text: string
  /** Position behind it: of a delimiter, of a line end or behind the last byte. */
  readonly end: number
}

/** Between two quotes; undefined if the second one, or the byte behind it, is not there. */
const quotedField = (bytes: Buffer, at: number, isLast: boolean): Field | undefined => {
  for (let to = bytes.indexOf(QUOTE, at + 1); to >= 0; to = bytes.indexOf(QUOTE, to + 2)) {
    if (to + 1 === bytes.length && !isLast) return undefined
    if (bytes[to + 1] === QUOTE) continue
    return { text: bytes.toString('utf8', at + 1, to).replaceAll('""', '"'), end: to + 1 }
  }
  return undefined
}

/** No byte of a character that takes several in UTF-8 is below 0x80: delimiters and line ends are found in the bytes. */
const bareField = (bytes: Buffer, at: number, delimiter: number, isLast: boolean): Field | undefined => {
  let end = at
  while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== LF) end += 1
  if (end === bytes.length && !isLast) return undefined
  const behindText = bytes[end] !== delimiter && end > at && bytes[end - 1] === CR ? end - 1 : end
  return { text: bytes.toString('utf8', at, behindText), end }
}

/** Position behind the line end that stands here; undefined if none does. */
const behindLineEnd = (bytes: Buffer, at: number): number | undefined => {
  const to = bytes[at] === CR ? at + 1 : at
  if (to >= bytes.length) return bytes.length
  return bytes[to] === LF ? to + 1 : undefined
}

const linesIn = (bytes: Buffer, from: number, to: number): number => {
  let lines = 0
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1)) lines += 1
  return lines
}

/**
 * Reads one record of CSV (RFC 4180) that begins at `at`: a quoted field may hold delimiters, doubled quotes and line
 * ends; lines end with LF or CRLF. A quote in the middle of a field is a character like any other.
 * @param isLast no bytes follow
 * @returns `more` if the record has no end yet
 */
export const readCsvRecord = (
  allBytes: Buffer,
  at: number,
  delimiter: number,
  isLast: boolean,
): FoundRecord | 'more' => {
  const isTooLong = allBytes.length - at > RECORD_BYTES
  const bytes = isTooLong ? allBytes.subarray(0, at + RECORD_BYTES) : allBytes
  const endsHere = isLast && !isTooLong
  const broken = (problem: string): FoundRecord | 'more' => brokenLine(allBytes, at, problem, isLast)
  const fields: string[] = []
  for (let from = at; ; ) {
    const isQuoted = bytes[from] === QUOTE
    const field = isQuoted ? quotedField(bytes, from, endsHere) : bareField(bytes, from, delimiter, endsHere)
    if (field === undefined) {
      if (isQuoted && (endsHere || isTooLong)) return broken('has a quote that is not closed')
      return isTooLong ? broken(TOO_LONG) : 'more'
    }
    fields.push(field.text)
    if (bytes[field.end] === delimiter) {
      from = field.end + 1
      continue
    }
    if (bytes[field.end] === CR && field.end + 1 === bytes.length && !endsHere)
      return isTooLong ? broken(TOO_LONG) : 'more'
    const end = behindLineEnd(bytes, field.end)
    if (end === undefined) return broken('has text behind a closing quote')
    return { end, lines: Math.max(1, linesIn(bytes, at, end)), fields }
  }
}

/** Reads one line; longer ones are broken. @returns `more` if it has no end yet */
export const readLine = (
  bytes: Buffer,
  at: number,
  isLast: boolean,
): FoundRecord | { readonly end: number; readonly lines: 1; readonly text: string } | 'more' => {
  const found = bytes.indexOf(LF, at)
  const to = found >= 0 ? found : bytes.length
  if (to - at > RECORD_BYTES) return brokenLine(bytes, at, TOO_LONG, isLast)
  if (found < 0 && !isLast) return 'more'
  const text = bytes.toString('utf8', at, to)
  return { end: found >= 0 ? found + 1 : to, lines: 1, text }
}
