import { UserError } from '../../emulator/userError.ts'
import { changesFor } from './changes.ts'
import type { DryRow } from './dryDecision.ts'
import { decideDry } from './dryDecision.ts'
import { FactsReplySchema } from './facts.ts'
import type { ImportFigures } from './figures.ts'
import { counted, NO_FIGURES, rowsOf } from './figures.ts'
import type { Findings } from './findings.ts'
import { openPeople, PEOPLE_TABLES } from './findings.ts'
import { inOrder } from './inOrder.ts'
import { OVERLAY_TABLES, openOverlay } from './overlay.ts'
import { openProgress } from './progress.ts'
import { reportBadRows } from './rejecting.ts'
import { rowToSend } from './row.ts'
import { openScratch } from './scratch.ts'
import type { FileWork } from './work.ts'
import { shareOf } from './work.ts'

export interface DryReport {
  readonly figures: ImportFigures
  readonly findings: Findings
  readonly ms: number
}

/**
 * What an import of this file would come to: the facts about each row as they are stored, decided by `decide` as if all
 * rows before it had been taken in. Reads only; memory does not grow with the file.
 * @throws UserError OPTION_INVALID
 */
export const dryRun = async (work: FileWork): Promise<DryReport | 'stopped'> => {
  const { file, gateway, registry, options, surroundings } = work
  const { now, note, stop } = surroundings
  const at = now()
  const scratch = openScratch(OVERLAY_TABLES + PEOPLE_TABLES)
  const progress = openProgress(surroundings, { title: 'dry run', quiet: options.quiet })
  try {
    const overlay = openOverlay(scratch)
    const people = openPeople(scratch)
    let figures = NO_FIGURES
    const decideAll = (rows: readonly Omit<DryRow, 'number' | 'at'>[]) => {
      const before = rowsOf(figures)
      const changes = changesFor(
        overlay,
        rows.map(({ facts }) => facts),
      )
      const decided = rows.map((one, n) => ({
        ...one,
        ...decideDry(changes, { ...one, number: before + n, at }),
      }))
      changes.save()
      people.becomes(
        decided.flatMap(({ decision }): [string, string][] =>
          decision?.kind === 'merge' ? [[decision.loser.userId, decision.survivor.userId]] : [],
        ),
      )
      people.note(
        decided.flatMap(({ row: { businessUserId }, outcome }): [string, string][] =>
          businessUserId === undefined || !('userId' in outcome) ? [] : [[businessUserId, outcome.userId]],
        ),
      )
      return decided.map(({ outcome }) => outcome)
    }
    const ended = await inOrder(file.batches(file.begin, registry, options.batch, at), {
      parallel: options.parallel,
      // Nothing is written, so the order of reading means nothing.
      dependsOn: () => false,
      isStopped: () => stop.aborted,
      work: async ({ rows }) => {
        if (rows.length === 0) return []
        const { facts } = await gateway.post('/import/facts', { rows: rows.map(rowToSend) }, FactsReplySchema)
        return facts
      },
      confirm: async ({ rows, bad, next }, facts) => {
        const pairs = rows.flatMap((row, n) => {
          const known = facts[n]
          return known === undefined ? [] : [{ row, facts: known }]
        })
        if (pairs.length !== rows.length)
          throw new UserError(
            'OPTION_INVALID',
            'gateway answered for other rows',
            'Is that the address of gateway? --url <address>',
          )
        figures = counted(figures, decideAll(pairs), 0)
        reportBadRows(note, bad, figures.rejected)
        figures = counted(figures, [], bad.length)
        progress.show(shareOf(file, next), rowsOf(figures))
      },
    })
    progress.end()
    if (ended === 'stopped') return 'stopped'
    return { figures, findings: people.find(), ms: now() - at }
  } catch (error) {
    if (stop.aborted) return 'stopped'
    throw error
  } finally {
    scratch.close()
  }
}
