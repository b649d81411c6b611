import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import { UserError } from '../../emulator/userError.ts'

/** A CSV file that grows with the rows that are confirmed. */
export interface Output {
  readonly append: (lines: readonly (readonly string[])[]) => void
  /** Bytes of all that was appended. */
  readonly bytes: () => number
  readonly close: () => void
}

/** A field of CSV (RFC 4180). */
const field = (text: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

export const csvLine = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/**
 * Opens the file and cuts off what was not confirmed when an earlier run ended. It is made when it gets its first line.
 * @param keep bytes that are confirmed
 * @throws UserError OPTION_INVALID where they are not there any more
 */
export const openOutput = (path: string, columns: readonly string[], keep: number): Output => {
  const size = sizeOf(path)
  if (size < keep)
    throw new UserError('OPTION_INVALID', `${path} has lost lines that an earlier run wrote`, '--restart')
  let bytes = keep
  let file: number | undefined
  const write = (text: string): void => {
    if (file === undefined) return
    const buffer = Buffer.from(text)
    for (let at = 0; at < buffer.length; ) at += writeSync(file, buffer, at, buffer.length - at, bytes + at)
    bytes += buffer.length
  }
  const open = (): void => {
    file = openSync(path, size > 0 ? 'r+' : 'w')
    ftruncateSync(file, keep)
    if (keep === 0) write(csvLine(columns))
  }
  if (size > keep) open()
  return {
    append: (lines) => {
      if (lines.length === 0) return
      if (file === undefined) open()
      write(lines.map(csvLine).join(''))
    },
    bytes: () => bytes,
    close: () => {
      if (file !== undefined) closeSync(file)
    },
  }
}
