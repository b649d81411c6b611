import { createReadStream } from 'node:fs'
import type { AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import type { Batch } from './batches.ts'
import { batchesOf } from './batches.ts'
import { readingOf } from './format.ts'
import type { FileFormat } from './options.ts'
import type { Content } from './state.ts'
import { readHead } from './state.ts'
import type { Place } from './stream.ts'
import { readItems } from './stream.ts'

/** A file of legacy users. */
export interface LegacyFile {
  readonly path: string
  readonly content: Content
  /** Place of the first row. */
  readonly begin: Place
  /** Columns that mean nothing here. */
  readonly ignored: readonly string[]
  /** @param at milliseconds since 1970 at which the company gives the rows */
  readonly batches: (from: Place, registry: AppRegistry, size: number, at: number) => AsyncIterable<Batch>
}

/** Large enough that waiting for the disk does not show, small enough not to show in memory. */
const CHUNK_BYTES = 64 * 1024

/** @throws UserError OPTION_INVALID where it cannot be read, or its first line names no columns */
export const openLegacyFile = async (path: string, format: FileFormat): Promise<LegacyFile> => {
  const { head, content } = await readHead(path)
  const { readRow, offset, line, ignored } = readingOf(format, head)
  return {
    path,
    content,
    begin: { offset, line },
    ignored,
    batches: (from, registry, size, at) => {
      if (from.offset >= content.size) return batchesOf(readItems([], readRow, from), registry, size, at)
      // What is appended while it is read belongs to another content.
      const range = { start: from.offset, end: content.size - 1, highWaterMark: CHUNK_BYTES }
      return batchesOf(readItems(createReadStream(path, range), readRow, from), registry, size, at)
    },
  }
}
