import * as v from 'valibot'
import type { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'

/** What `gateway` says that a row came to; a dry run says the same. */
export type RowOutcome = v.InferOutput<typeof REPLIES.imported>['results'][number]

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const counts = v.record(v.string(), count)

/** What the rows of a file came to. */
export const ImportFiguresSchema = v.object({
  created: count,
  attached: count,
  merged: count,
  known: count,
  /** By reason. */
  conflicts: counts,
  /** By code. */
  refused: counts,
  /** Rows that were not sent. */
  rejected: count,
})
export type ImportFigures = v.InferOutput<typeof ImportFiguresSchema>

export const NO_FIGURES: ImportFigures = {
  created: 0,
  attached: 0,
  merged: 0,
  known: 0,
  conflicts: {},
  refused: {},
  rejected: 0,
}

const oneMore = (counted: Readonly<Record<string, number>>, name: string) => ({
  ...counted,
  [name]: (counted[name] ?? 0) + 1,
})

const withOne = (figures: ImportFigures, one: RowOutcome): ImportFigures => {
  switch (one.outcome) {
    case 'conflict':
      return { ...figures, conflicts: oneMore(figures.conflicts, one.reason ?? 'UNKNOWN') }
    case 'refused':
      return { ...figures, refused: oneMore(figures.refused, one.code) }
    default:
      return { ...figures, [one.outcome]: figures[one.outcome] + 1 }
  }
}

export const counted = (
  figures: ImportFigures,
  outcomes: readonly RowOutcome[],
  rejected: number,
): ImportFigures =>
  outcomes.reduce(withOne, rejected === 0 ? figures : { ...figures, rejected: figures.rejected + rejected })

export const sumOf = (counted: Readonly<Record<string, number>>): number =>
  Object.values(counted).reduce((sum, one) => sum + one, 0)

/** Rows that were sent. */
export const rowsOf = ({ created, attached, merged, known, conflicts, refused }: ImportFigures): number =>
  created + attached + merged + known + sumOf(conflicts) + sumOf(refused)
