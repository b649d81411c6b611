import type { AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import type { Batch } from './batches.ts'
import type { Gateway } from './gateway.ts'
import type { LegacyFile } from './legacyFile.ts'
import type { ImportOptions } from './options.ts'
import type { Surroundings } from './surroundings.ts'

/** What a dry run and an import work with. */
export interface FileWork {
  readonly file: LegacyFile
  readonly gateway: Gateway
  readonly registry: AppRegistry
  readonly options: Pick<ImportOptions, 'batch' | 'parallel' | 'quiet'>
  readonly surroundings: Surroundings
}

/**
 * Rows that share a key decide differently in another order, so their batches wait for each other. Rows of one user that
 * share none, a user with two openids for whom the file gives two unionids, end in a conflict in either order.
 */
export const sharesKeys = (one: Batch, other: Batch): boolean => {
  const [few, many] = one.keys.size < other.keys.size ? [one.keys, other.keys] : [other.keys, one.keys]
  for (const key of few) if (many.has(key)) return true
  return false
}

/** How much of the file is behind this place, from 0 to 1. */
export const shareOf = ({ content }: LegacyFile, { offset }: { readonly offset: number }): number =>
  content.size === 0 ? 1 : offset / content.size
