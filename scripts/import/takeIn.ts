import { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'
import { UserError } from '../../emulator/userError.ts'
import type { Batch } from './batches.ts'
import type { RowOutcome } from './figures.ts'
import { counted, NO_FIGURES, rowsOf } from './figures.ts'
import { inOrder } from './inOrder.ts'
import { openOutput } from './output.ts'
import { openProgress } from './progress.ts'
import { reportBadRows } from './rejecting.ts'
import { rowToSend } from './row.ts'
import type { ImportState } from './state.ts'
import { writeState } from './state.ts'
import { USERS_COLUMNS, userLines, usersPath } from './usersFile.ts'
import type { FileWork } from './work.ts'
import { shareOf, sharesKeys } from './work.ts'

/** A process that is killed loses no more than this. */
const STATE_EVERY_MS = 1_000

const rejectedPath = (file: string): string => `${file}.oneid-rejected.csv`

const begun = ({ file }: FileWork, target: string): ImportState => ({
  version: 1,
  content: file.content,
  target,
  stage: 'underway',
  next: file.begin,
  figures: NO_FIGURES,
  users: 0,
  rejected: 0,
  ms: 0,
})

const requireAll = ({ rows }: Batch, outcomes: readonly RowOutcome[]): void => {
  if (rows.length === outcomes.length) return
  throw new UserError(
    'OPTION_INVALID',
    'gateway answered for other rows',
    'Is that the address of gateway? --url <address>',
  )
}

/**
 * Gives all rows behind the confirmed ones to `gateway`. Wherever it is cut off, the state beside the file says how far
 * it got; rows that were underway then are given again, and are known.
 * @param earlier where an earlier run stopped
 * @throws UserError OPTION_INVALID
 */
export const takeIn = async (
  work: FileWork,
  target: string,
  earlier: ImportState | undefined,
): Promise<{ readonly ended: 'done' | 'stopped'; readonly state: ImportState }> => {
  const { file, gateway, registry, options, surroundings } = work
  const { now, note, stop } = surroundings
  let state = earlier ?? begun(work, target)
  const since = now() - state.ms
  const before = rowsOf(state.figures)
  const users = openOutput(usersPath(file.path), USERS_COLUMNS, state.users)
  const rejected = openOutput(rejectedPath(file.path), ['line', 'reason'], state.rejected)
  const progress = openProgress(surroundings, {
    title: 'import',
    quiet: options.quiet,
    from: shareOf(file, state.next),
  })
  let writtenAt = now()
  const write = async (): Promise<void> => {
    writtenAt = now()
    await writeState(file.path, state)
  }

  const confirm = async (batch: Batch, outcomes: readonly RowOutcome[]): Promise<void> => {
    requireAll(batch, outcomes)
    const { rows, bad, next } = batch
    users.append(userLines(rows, outcomes))
    rejected.append(bad.map(({ line, reason }) => [String(line), reason]))
    const already = state.figures.rejected
    state = {
      ...state,
      next,
      figures: counted(state.figures, outcomes, bad.length),
      users: users.bytes(),
      rejected: rejected.bytes(),
      ms: now() - since,
    }
    reportBadRows(note, bad, already)
    progress.show(shareOf(file, next), rowsOf(state.figures) - before)
    if (now() - writtenAt >= STATE_EVERY_MS) await write()
  }

  try {
    await write()
    const ended = await inOrder(file.batches(state.next, registry, options.batch, now()), {
      parallel: options.parallel,
      dependsOn: sharesKeys,
      isStopped: () => stop.aborted,
      work: async ({ rows }) =>
        rows.length === 0
          ? []
          : (await gateway.post('/import/rows', { rows: rows.map(rowToSend) }, REPLIES.imported)).results,
      confirm,
    })
    return { ended, state }
  } catch (error) {
    if (stop.aborted) return { ended: 'stopped', state }
    throw error
  } finally {
    progress.end()
    users.close()
    rejected.close()
    await write()
  }
}
