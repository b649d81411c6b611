import type { ImportFigures } from './figures.ts'
import { rowsOf, sumOf } from './figures.ts'
import type { Finding, Findings } from './findings.ts'
import { duration } from './progress.ts'

/** One figure and its name. */
export const figureLine = (name: string, value: string | number): string => `  ${name.padEnd(34)}${value}`

const counts = (name: string, counted: Readonly<Record<string, number>>): readonly string[] => [
  figureLine(name, sumOf(counted)),
  ...Object.entries(counted)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([reason, count]) => figureLine(`  ${reason}`, count)),
]

const NAMES = {
  run: {
    created: 'new users',
    attached: 'joined a user',
    merged: 'merged two users',
    known: 'known already',
  },
  dry: {
    created: 'would be new users',
    attached: 'would join a user',
    merged: 'would merge two users',
    known: 'known already',
  },
} as const

/** What rows came to, or would come to. */
export const figureLines = (figures: ImportFigures, kind: keyof typeof NAMES): readonly string[] => {
  const names = NAMES[kind]
  return [
    figureLine('rows', rowsOf(figures)),
    figureLine(names.created, figures.created),
    figureLine(names.attached, figures.attached),
    figureLine(names.merged, figures.merged),
    figureLine(names.known, figures.known),
    ...counts('conflicts', figures.conflicts),
    ...counts('refused', figures.refused),
    figureLine('rejected, not sent', figures.rejected),
  ]
}

export const speedLine = (figures: ImportFigures, ms: number): string =>
  `  ${rowsOf(figures)} rows in ${duration(ms)}: ${Math.round((rowsOf(figures) * 1_000) / Math.max(1, ms))} rows/s`

const warning = ({ count, examples }: Finding, what: string, remedy: string): readonly string[] => {
  if (count === 0) return []
  const more = count > examples.length ? [`    and ${count - examples.length} more`] : []
  return [`WARNING: ${count} ${what}`, `  ${remedy}`, ...examples.map((example) => `    ${example}`), ...more]
}

/** What people must look at. */
export const findingLines = ({ severalUsers, severalAccounts }: Findings): readonly string[] => [
  ...warning(
    severalUsers,
    'businessUserIds with several users',
    'The company says that each is one person, and nothing proves it: an administrator merges them.',
  ),
  ...warning(
    severalAccounts,
    'users with several businessUserIds',
    'These legacy accounts turned out to be one person: join their business data.',
  ),
]
