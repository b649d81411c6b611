import type { AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import { ROWS_AT_MOST } from '../../cloudfunctions/common/routes/importRow.ts'
import type { LegacyRow } from './row.ts'
import { checkRow, rowToSend } from './row.ts'
import type { Item, Place } from './stream.ts'

export interface BadRow {
  readonly line: number
  readonly reason: string
}

/** Rows of one call, with the bad ones that stand between them. */
export interface Batch {
  readonly rows: readonly LegacyRow[]
  readonly bad: readonly BadRow[]
  /** What other rows of the same people share with these. */
  readonly keys: ReadonlySet<string>
  /** Place behind the last of them. */
  readonly next: Place
}

/** The HTTP access service takes 100 KB of text (docs.cloudbase.net/en/error-code/EXCEED_MAX_PAYLOAD_SIZE, 2026-11). */
const BYTES_AT_MOST = 90 * 1024

/** A bad file must not be gathered in memory. */
const BAD_AT_MOST = 1_000

/**
 * Cuts rows into batches. Where the size is reached, rows that share a key with the batch still join it, as far as a call
 * may have more: files have the rows of one person side by side, and two batches of one person wait for each other.
 */
export async function* batchesOf(
  items: AsyncIterable<readonly Item[]>,
  registry: AppRegistry,
  size: number,
  at: number,
): AsyncGenerator<Batch> {
  let rows: LegacyRow[] = []
  let bad: BadRow[] = []
  let keys = new Set<string>()
  let bytes = 0
  let next: Place | undefined

  const cut = (): Batch | undefined => {
    if (next === undefined) return undefined
    const batch = { rows, bad, keys, next }
    rows = []
    bad = []
    keys = new Set()
    bytes = 0
    next = undefined
    return batch
  }
  const isFull = (row: LegacyRow, length: number): boolean =>
    rows.length >= ROWS_AT_MOST ||
    bytes + length > BYTES_AT_MOST ||
    (rows.length >= size && !row.keys.some((key) => keys.has(key)))

  for await (const some of items)
    for (const item of some) {
      const checked =
        item.values === undefined ? (item.problem ?? 'cannot be read') : checkRow(registry, item.values, at)
      if (typeof checked === 'string') bad.push({ line: item.line, reason: checked })
      else {
        const length = JSON.stringify(rowToSend(checked)).length + 1
        const full = isFull(checked, length) ? cut() : undefined
        if (full !== undefined) yield full
        rows.push(checked)
        for (const key of checked.keys) keys.add(key)
        bytes += length
      }
      next = item.next
      if (bad.length > BAD_AT_MOST) {
        const full = cut()
        if (full !== undefined) yield full
      }
    }
  const last = cut()
  if (last !== undefined) yield last
}
