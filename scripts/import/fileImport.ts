import type { AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import { typedPath } from '../project/paths.ts'
import { dryRun } from './dryRun.ts'
import type { ImportFigures } from './figures.ts'
import { sumOf } from './figures.ts'
import { connect, requireGateway } from './gateway.ts'
import type { LegacyFile } from './legacyFile.ts'
import { openLegacyFile } from './legacyFile.ts'
import type { ImportOptions, ImportTask } from './options.ts'
import { figureLines, findingLines, speedLine } from './report.ts'
import type { ImportState } from './state.ts'
import { forgetState, readState, stateFor, writeState } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { takeIn } from './takeIn.ts'
import type { Target } from './target.ts'
import { findingsOfUsers } from './usersFile.ts'
import type { FileWork } from './work.ts'

/** Exit codes: somebody must decide first; the command was stopped by Ctrl-C. */
const UNDECIDED = 2
const STOPPED = 130

type RowsTask = Extract<ImportTask, { run: 'rows' }>

const isRisky = ({ merged, conflicts }: ImportFigures): boolean => merged > 0 || sumOf(conflicts) > 0

const checkedState = (file: LegacyFile, target: string, figures: ImportFigures): ImportState => ({
  version: 1,
  content: file.content,
  target,
  stage: 'checked',
  next: file.begin,
  figures,
  users: 0,
  rejected: 0,
  ms: 0,
})

/** A dry run with its report; its result stays beside the file, so that it is not made twice. */
const check = async (work: FileWork, target: string): Promise<ImportFigures | undefined> => {
  const { file, surroundings } = work
  const { say, note } = surroundings
  const report = await dryRun(work)
  if (report === 'stopped') {
    note('Stopped; nothing was written.')
    return undefined
  }
  const { figures, findings, ms } = report
  say(
    ['Dry run:', ...figureLines(figures, 'dry'), speedLine(figures, ms), ...findingLines(findings)].join(
      '\n',
    ),
  )
  const earlier = await readState(file.path)
  if (earlier === undefined || earlier.stage === 'checked')
    await writeState(file.path, checkedState(file, target, figures))
  return figures
}

/** Merges and conflicts are for somebody to look at before they happen. */
const isApproved = async (figures: ImportFigures, { note, ask }: Surroundings): Promise<boolean> => {
  if (!isRisky(figures)) return true
  const { merged, conflicts } = figures
  const words = `${merged} rows would merge users, ${sumOf(conflicts)} would end in a conflict.`
  if (ask !== undefined) return ask(`${words} Go on?`)
  note(`${words} Nothing was written; if that is right, start it with --yes.`)
  return false
}

/** The report, once everything is confirmed. */
const finish = async (work: FileWork, state: ImportState): Promise<'finished' | 'stopped'> => {
  const { say, stop } = work.surroundings
  const findings = await findingsOfUsers(work, state.figures.merged > 0)
  if (stop.aborted) return 'stopped'
  await writeState(work.file.path, { ...state, stage: 'finished' })
  say(
    [
      'Finished:',
      ...figureLines(state.figures, 'run'),
      speedLine(state.figures, state.ms),
      ...findingLines(findings),
    ].join('\n'),
  )
  return 'finished'
}

const importFile = async (
  work: FileWork,
  earlier: ImportState | undefined,
  { yes }: ImportOptions,
  target: Target,
): Promise<number> => {
  const { surroundings } = work
  const { note } = surroundings
  if (earlier?.stage !== 'underway' && !yes) {
    const figures = earlier?.stage === 'checked' ? earlier.figures : await check(work, target.address)
    if (figures === undefined) return STOPPED
    if (!(await isApproved(figures, surroundings))) return UNDECIDED
  }
  const underway = earlier?.stage === 'underway' ? earlier : undefined
  if (underway !== undefined) note(`going on behind line ${underway.next.line - 1}`)
  const { ended, state } = await takeIn(work, target.address, underway)
  if (ended === 'done' && (await finish(work, state)) === 'finished') return 0
  note(`Stopped behind line ${state.next.line - 1}. The same command goes on there.`)
  return STOPPED
}

/**
 * The legacy users of a file: a dry run with its report, then the rows; each goes on where an earlier run stopped.
 * @returns exit code: 0 done, 2 somebody must decide first, 130 stopped
 * @throws UserError OPTION_INVALID
 */
export const runRows = async (
  task: RowsTask,
  options: ImportOptions,
  target: Target,
  registry: AppRegistry,
  surroundings: Surroundings,
): Promise<number> => {
  const { say, note } = surroundings
  const file = await openLegacyFile(typedPath(task.file), task.format)
  if (file.ignored.length > 0) note(`columns that mean nothing here: ${file.ignored.join(', ')}`)
  if (options.restart && !task.dryRun) await forgetState(file.path)
  const work: FileWork = { file, gateway: connect(target, surroundings), registry, options, surroundings }
  if (task.dryRun) {
    await requireGateway(target, surroundings)
    return (await check(work, target.address)) === undefined ? STOPPED : 0
  }
  const earlier = stateFor(file.path, await readState(file.path), file.content, target.address)
  if (earlier?.stage === 'finished') {
    const lines = [
      'This file is imported already; --restart begins anew.',
      ...figureLines(earlier.figures, 'run'),
    ]
    say(lines.join('\n'))
    return 0
  }
  await requireGateway(target, surroundings)
  return importFile(work, earlier, options, target)
}
