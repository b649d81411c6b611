import { UserError } from '../../emulator/userError.ts'
import type { BadRow } from './batches.ts'

/** A file with more of them is not what it should be. */
const REJECTED_AT_MOST = 1_000

const SHOWN_AT_MOST = 20

/**
 * Says what is wrong with bad rows, by line and reason: what they hold is nobody's business here.
 * @param before how many there were already
 * @throws UserError OPTION_INVALID where there are too many
 */
export const reportBadRows = (note: (line: string) => void, bad: readonly BadRow[], before: number): void => {
  for (const [at, { line, reason }] of bad.entries())
    if (before + at < SHOWN_AT_MOST) note(`line ${line}: ${reason}`)
  if (before < SHOWN_AT_MOST && before + bad.length > SHOWN_AT_MOST) note('more bad rows are not shown here')
  if (before + bad.length > REJECTED_AT_MOST)
    throw new UserError(
      'OPTION_INVALID',
      `more than ${REJECTED_AT_MOST} rows are bad: this file is not what it should be`,
      'Correct the file, then begin anew: --restart',
    )
}
