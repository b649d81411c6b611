import * as v from 'valibot'

/** The states of a mutant: https://stryker-mutator.io/docs/mutation-testing-elements/mutant-states-and-metrics/ */
const DETECTED: readonly string[] = ['Killed', 'Timeout']
const UNDETECTED: readonly string[] = ['Survived', 'NoCoverage']

const MutantSchema = v.object({
  mutatorName: v.string(),
  replacement: v.optional(v.string(), ''),
  status: v.string(),
  testsCompleted: v.optional(v.number()),
  location: v.object({ start: v.object({ line: v.number() }) }),
})
type Mutant = v.InferOutput<typeof MutantSchema>

/** The part of Stryker's JSON report that is counted. Paths are relative, with slashes on every system. */
const ReportSchema = v.object({
  files: v.record(v.string(), v.object({ mutants: v.array(MutantSchema) })),
})

export interface RoomScore {
  readonly room: string
  /** Mutants that count: those that were detected and those that were not. */
  readonly valid: number
  /** Percent of them that were detected; NaN if there are none. */
  readonly score: number
  /** Those that were not: `file:line mutator: replacement`. */
  readonly survivors: readonly string[]
}

/**
 * A test file that cannot be loaded has no test that fails: the vitest runner then calls the mutant a survivor
 * (`collectTestsFromSuite` in vitest-test-runner.js of @stryker-mutator/vitest-runner 9.6.1).
 */
const remark = ({ status, testsCompleted }: Mutant): string => {
  if (status === 'NoCoverage') return ' (no test comes here)'
  return testsCompleted === 0 ? ' (no test ran: does the file load?)' : ''
}

const inWords = (file: string, mutant: Mutant): string =>
  `${file}:${mutant.location.start.line} ${mutant.mutatorName}: ${mutant.replacement}${remark(mutant)}`

/** Stryker's mutation score of each room below cloudfunctions/common. */
export const roomScores = (report: unknown, rooms: readonly string[]): readonly RoomScore[] => {
  const files = Object.entries(v.parse(ReportSchema, report).files)
  return rooms.map((room) => {
    const mutants = files
      .filter(([file]) => file.startsWith(`cloudfunctions/common/${room}/`))
      .flatMap(([file, { mutants }]) => mutants.map((mutant) => ({ file, mutant })))
    const detected = mutants.filter(({ mutant }) => DETECTED.includes(mutant.status)).length
    const undetected = mutants.filter(({ mutant }) => UNDETECTED.includes(mutant.status))
    const valid = detected + undetected.length
    return {
      room,
      valid,
      score: (100 * detected) / valid,
      survivors: undetected.map(({ file, mutant }) => inWords(file, mutant)),
    }
  })
}
