import type * as v from 'valibot'
import { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'
import { UserError } from '../../emulator/userError.ts'
import type { Gateway } from './gateway.ts'
import type { ImportOptions, ImportTask } from './options.ts'
import type { Progress } from './progress.ts'
import { duration, openProgress } from './progress.ts'
import { figureLine } from './report.ts'
import type { Surroundings } from './surroundings.ts'

type Figures = v.InferOutput<typeof REPLIES.figures>
type LongTask = Extract<ImportTask, { run: 'followers' | 'migration' }>

const POLL_EVERY_MS = 2_000

/** Work that is due later than this waits for something: a quota, or WeChat. */
const SOON_MS = 120_000

const placeOf = (task: LongTask) =>
  task.run === 'followers'
    ? { path: '/import/followers', query: { app: task.app } }
    : { path: '/import/migrations', query: { from: task.from, to: task.to } }

const figureLines = (figures: Figures): readonly string[] => [
  figureLine('people', figures.done),
  figureLine('new users', figures.created),
  figureLine('joined a user', figures.attached),
  figureLine('merged two users', figures.merged),
  figureLine('known already', figures.known),
  figureLine('conflicts', figures.conflicts),
  figureLine('left out', figures.skipped),
]

const wordsOf = ({ due, lastError }: Figures, now: number): string => {
  const later = due !== undefined && due - now > SOON_MS ? `; goes on at ${new Date(due).toISOString()}` : ''
  return `${later}${lastError === undefined ? '' : `; last failure: ${lastError}`}`
}

const show = (progress: Progress, task: LongTask, figures: Figures, now: number): void => {
  // The total of a migration is only known at its end.
  const isKnown = task.run === 'followers' && figures.total > 0
  progress.show(isKnown ? figures.done / figures.total : undefined, figures.done, wordsOf(figures, now))
}

/**
 * Starts work that goes on in the cloud by itself, or finds it underway, and watches it until it is finished.
 * @returns exit code
 * @throws UserError OPTION_INVALID
 */
export const watchLongWork = async (
  gateway: Gateway,
  task: LongTask,
  { restart, quiet }: Pick<ImportOptions, 'restart' | 'quiet'>,
  surroundings: Surroundings,
): Promise<number> => {
  const { say, note, pause, now, stop } = surroundings
  const { path, query } = placeOf(task)
  const address = `${path}?${new URLSearchParams({ ...query })}`
  const look = (): Promise<Figures> => gateway.get(address, REPLIES.figures)
  const begin = (): Promise<Figures> => gateway.post(path, query, REPLIES.figures)

  const found = restart ? undefined : await gateway.find(address, REPLIES.figures)
  if (found?.state === 'finished') {
    const at = new Date(found.finishedAt ?? found.startedAt).toISOString()
    say([`finished at ${at}; --restart begins again`, ...figureLines(found)].join('\n'))
    return 0
  }
  let figures = found?.state === 'waiting' ? found : await begin()
  const progress = openProgress(surroundings, { title: task.run, quiet, unit: 'people' })
  try {
    while (figures.state === 'waiting') {
      show(progress, task, figures, now())
      await pause(POLL_EVERY_MS)
      figures = await look()
    }
  } catch (error) {
    if (!stop.aborted) throw error
    progress.end()
    note('It goes on in the cloud by itself; the same command shows how far it is.')
    return 130
  }
  show(progress, task, figures, now())
  progress.end()
  if (figures.state === 'dead') {
    const words = `the work has failed too often: ${figures.lastError ?? 'see the log of jobs'}`
    throw new UserError('OPTION_INVALID', words, 'Mend what it says, then start the same command again.')
  }
  const ms = (figures.finishedAt ?? now()) - figures.startedAt
  say([`finished in ${duration(ms)}`, ...figureLines(figures)].join('\n'))
  return 0
}
