import { parseArgs, stripVTControlCharacters } from 'node:util'
import { PROJECT_ROOT } from '../project/paths.ts'
import { checkTypes, typeErrors } from './types.ts'
import { type Outcome, runVitest } from './vitest.ts'

/** Tests that are run and counted together. */
export interface Group {
  readonly name: string
  readonly run: (filter: string | undefined) => Promise<Outcome>
}

/** The vitest project of the same name. */
export const vitestGroup = (name: string, limitSeconds?: number): Group => ({
  name,
  run: (filter) => runVitest(name, filter, limitSeconds),
})

/** Every tsconfig.json counts as one test: it passes or it does not. */
export const typesGroup: Group = {
  name: 'types',
  run: async () => {
    const results = await checkTypes(PROJECT_ROOT)
    const passed = results.filter((result) => result.passed).length
    return { passed, failed: results.length - passed, output: typeErrors(results) }
  },
}

/** The named groups, or all. A filter speaks of the names of tests, so without names it leaves out the types. */
function chosen(groups: readonly Group[], names: readonly string[], filter: string | undefined): Group[] {
  const unknown = names.filter((name) => !groups.some((group) => group.name === name))
  if (unknown.length > 0) throw new Error(`There is no group "${unknown.join('", "')}".`)
  if (names.length > 0) return groups.filter((group) => names.includes(group.name))
  return groups.filter((group) => filter === undefined || group.name !== 'types')
}

/** A group that ran nothing has failed: nobody would notice that its files are no longer found. */
function withoutSilence(outcome: Outcome, filter: string | undefined): Outcome {
  if (outcome.passed + outcome.failed > 0 || filter !== undefined) return outcome
  return { ...outcome, failed: 1, output: `no test ran\n${outcome.output}` }
}

/** A group that throws has failed as well: the others still run, and the last line is still the sum. */
async function outcomeOf(group: Group, filter: string | undefined): Promise<Outcome> {
  try {
    return withoutSilence(await group.run(filter), filter)
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { passed: 0, failed: 1, output }
  }
}

/** Lines that a test prints as `figure: …`: what it measured is worth seeing although all is well. */
function figuresIn(output: string): readonly string[] {
  const lines = stripVTControlCharacters(output)
  return [...lines.matchAll(/^figure: (.*)$/gm)].map(([, figure = '']) => figure)
}

async function runGroup(group: Group, filter: string | undefined): Promise<Outcome> {
  process.stdout.write(`${group.name}: `)
  const start = performance.now()
  const outcome = await outcomeOf(group, filter)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  process.stdout.write(`${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)\n`)
  if (outcome.failed > 0) process.stdout.write(`\n${outcome.output.trimEnd()}\n\n`)
  else for (const figure of figuresIn(outcome.output)) process.stdout.write(`  ${figure}\n`)
  return outcome
}

/**
 * Runs the groups that the command line names, or all, one after the other; prints the seconds of each, and last
 * `N passed, N failed`. Sets the exit code.
 */
export async function runGroups(groups: readonly Group[], usage: string): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      options: { filter: { type: 'string' } },
      allowPositionals: true,
    })
    const { filter } = values
    let passed = 0
    let failed = 0
    for (const group of chosen(groups, positionals, filter)) {
      const outcome = await runGroup(group, filter)
      passed += outcome.passed
      failed += outcome.failed
    }
    if (passed + failed === 0) process.stdout.write(`No test has "${filter}" in its name.\n`)
    process.exitCode = failed > 0 || passed === 0 ? 1 : 0
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
  }
}
