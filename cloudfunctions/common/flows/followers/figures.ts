import type { Figures } from '../../store/jobs.ts'
import type { BulkOutcome } from '../bulk.ts'

export const noFigures = (startedAt: number): Figures => ({
  total: 0,
  done: 0,
  created: 0,
  attached: 0,
  merged: 0,
  known: 0,
  conflicts: 0,
  skipped: 0,
  startedAt,
})

/** Adds what a batch of people came to; who was left out, because WeChat knows nothing of them, is `skipped`. */
export const counted = (
  figures: Figures,
  outcomes: readonly BulkOutcome[],
  people = outcomes.length,
): Figures => {
  const of = (...kinds: readonly BulkOutcome['outcome'][]): number =>
    outcomes.filter(({ outcome }) => kinds.includes(outcome)).length
  return {
    ...figures,
    done: figures.done + people,
    created: figures.created + of('created'),
    attached: figures.attached + of('attached'),
    merged: figures.merged + of('merged'),
    known: figures.known + of('known'),
    conflicts: figures.conflicts + of('conflict'),
    skipped: figures.skipped + people - outcomes.length + of('refused'),
  }
}
