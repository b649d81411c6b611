import type { LegacyValues, ReadRow } from './format.ts'

/** Where reading goes on: behind so many bytes and lines. */
export interface Place {
  readonly offset: number
  /** Number of the line that begins there; the first is 1. */
  readonly line: number
}

/** A row, or a line that is none. */
export interface Item<Values = LegacyValues> {
  /** Line in which it begins. */
  readonly line: number
  /** Place behind it. */
  readonly next: Place
  readonly values: Values | undefined
  readonly problem: string | undefined
}

const LF = 0x0a

/**
 * Rows of a file in their order, however its bytes are cut into chunks; empty lines are left out. Not more than a chunk
 * and a record are in memory.
 * @param from place of the first chunk
 */
export async function* readItems<Values = LegacyValues>(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  readRow: ReadRow<Values>,
  from: Place,
): AsyncGenerator<readonly Item<Values>[]> {
  let place = from
  let rest: Buffer = Buffer.alloc(0)
  /** A line that was longer than a record may be: all up to its end belongs to it. */
  let overlong: Omit<Item<Values>, 'next'> | undefined

  const skip = (bytes: Buffer, isLast: boolean): number => {
    const found = bytes.indexOf(LF)
    const used = found >= 0 ? found + 1 : bytes.length
    const isOver = found >= 0 || isLast
    place = { offset: place.offset + used, line: place.line + (isOver ? 1 : 0) }
    return used
  }

  const take = (bytes: Buffer, isLast: boolean): readonly Item<Values>[] => {
    const items: Item<Values>[] = []
    let at = 0
    while (at < bytes.length || (isLast && overlong !== undefined)) {
      if (overlong !== undefined) {
        const { line } = place
        at += skip(bytes.subarray(at), isLast)
        if (place.line === line) break
        items.push({ ...overlong, next: place })
        overlong = undefined
        continue
      }
      const found = readRow(bytes, at, isLast)
      if (found === 'more') break
      const { values, problem } = found
      const row = { line: place.line, values, problem }
      place = { offset: place.offset + found.end - at, line: place.line + found.lines }
      at = found.end
      if (found.isCutOff === true) overlong = row
      else if (values !== undefined || problem !== undefined) items.push({ ...row, next: place })
    }
    rest = bytes.subarray(at)
    return items
  }

  for await (const chunk of chunks) {
    const items = take(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), false)
    if (items.length > 0) yield items
  }
  const items = take(rest, true)
  if (items.length > 0) yield items
}
