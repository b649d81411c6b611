import type { ConformanceCase } from '../tests/conformance/case.ts'
import { CASES } from '../tests/conformance/cases/index.ts'
import { SDKS } from '../tests/conformance/probe/build.ts'
import { runLocally } from '../tests/conformance/runLocally.ts'
import { runTool } from './checks/tool.ts'
import { describeAssumptions, listAssumptions } from './conformance/assumptions.ts'
import { runInEnvironment } from './conformance/environment.ts'
import type { ConformanceOptions } from './conformance/options.ts'
import { readOptions, USAGE } from './conformance/options.ts'
import type { Column } from './conformance/table.ts'
import { describeDifferences, sdkTitle, table } from './conformance/table.ts'
import { PROJECT_ROOT } from './project/paths.ts'

const casesOf = (topic: string): readonly ConformanceCase[] => CASES.filter(({ id }) => id.startsWith(topic))

const runTcb = async (args: readonly string[], folder: string): Promise<string> =>
  (await runTool({ packageName: '@cloudbase/cli', command: 'tcb', args, folder })).output

const locally = async (topic: string): Promise<readonly Column[]> => {
  const verdicts = await runLocally(casesOf(topic))
  return SDKS.map((sdk) => ({ title: sdkTitle(sdk), verdicts: verdicts[sdk] }))
}

const inEnvironment = async (env: string, topic: string): Promise<readonly Column[]> => {
  console.log(`deploying the probe to ${env} …`)
  return [{ title: env, verdicts: await runInEnvironment(env, casesOf(topic), runTcb, console.log) }]
}

/** Prints what came out; a case that failed makes the command fail. */
const report = (columns: readonly Column[]): void => {
  console.log(`${table(columns)}\n`)
  const differences = columns.map(describeDifferences).filter((text) => text !== '')
  if (differences.length === 0) return
  console.log(differences.join('\n\n'))
  process.exitCode = 1
}

const main = async (options: ConformanceOptions): Promise<void> => {
  switch (options.run) {
    case 'assumptions':
      return console.log(describeAssumptions(listAssumptions(PROJECT_ROOT, CASES)))
    case 'locally':
      return report(await locally(options.topic))
    case 'environment':
      return report(await inEnvironment(options.env, options.topic))
  }
}

try {
  await main(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`\n${USAGE}`)
  process.exitCode = 1
}
