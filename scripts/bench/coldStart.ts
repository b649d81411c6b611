import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { budgetOf, zipKb } from '../checks/budgets.ts'
import { PATHS, PROJECT_ROOT } from '../project/paths.ts'
import { median } from './measure.ts'

interface LoadFigures {
  readonly loadMs: number
  /** Share of the time that wx-server-sdk takes from node_modules. */
  readonly timesSdk: number
  readonly zipKb: number
}

export interface ColdStartFigures {
  /** The unbundled SDK. */
  readonly sdkMs: number
  readonly functions: Readonly<Record<string, LoadFigures>>
  /** Budgets that were exceeded, in words. */
  readonly missed: readonly string[]
}

const PROCESSES = 15

/** The file is loaded once and says how many milliseconds that took. */
const LOADING = `const began = performance.now()
require(process.argv[1])
process.stdout.write('\\nloaded in ' + (performance.now() - began) + '\\n')`

/** As in the cloud: otherwise the SDK looks for the metadata server. */
const IN_THE_CLOUD = {
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  SCF_NAMESPACE: 'bench',
} as const

const inNode = promisify(execFile)

/**
 * Milliseconds of `require` in a process of its own.
 * @throws Error when the file does not load
 */
const loadMs = async (file: string): Promise<number> => {
  const env = { PATH: process.env['PATH'], ...IN_THE_CLOUD }
  const { stdout } = await inNode(process.execPath, ['-e', LOADING, file], { cwd: PROJECT_ROOT, env })
  const ms = Number(/^loaded in ([\d.]+)$/m.exec(stdout)?.[1])
  if (Number.isNaN(ms)) throw new Error(`${file} did not say how long it loaded`)
  return ms
}

/** Words about every budget that a function exceeds. */
export const missedBudgets = (functions: ColdStartFigures['functions']): readonly string[] =>
  Object.entries(functions).flatMap(([name, { timesSdk, zipKb: kb }]) => {
    const most = budgetOf(name)
    return [
      ...(timesSdk > most.timesSdk
        ? [`${name} loads in ${timesSdk.toFixed(2)} of the SDK’s time, at most ${most.timesSdk.toFixed(2)}`]
        : []),
      ...(kb > most.zipKb ? [`${name} has ${Math.round(kb)} KB zipped, at most ${most.zipKb}`] : []),
    ]
  })

/**
 * How long the bundles load, each in processes of their own that take turns with those of the SDK: so a slow minute of
 * the machine meets all of them.
 */
export const measureColdStart = async (
  functions: readonly string[],
  processes = PROCESSES,
): Promise<ColdStartFigures> => {
  const sdk = createRequire(import.meta.url).resolve('wx-server-sdk')
  const bundles = functions.map((name) => ({ name, folder: join(PATHS.builtFunctions, name) }))
  const files = [sdk, ...bundles.map(({ folder }) => join(folder, 'index.js'))]
  const times = new Map(files.map((file) => [file, [] as number[]]))
  // The first of each fills the page cache.
  for (let run = 0; run <= processes; run++) {
    for (const file of files) {
      const ms = await loadMs(file)
      if (run > 0) times.get(file)?.push(ms)
    }
  }
  const middle = (file: string): number => median(times.get(file) ?? [])
  const figures = bundles.map(({ name, folder }) => {
    const ms = middle(join(folder, 'index.js'))
    return [name, { loadMs: ms, timesSdk: ms / middle(sdk), zipKb: zipKb(folder) }] as const
  })
  const measured = Object.fromEntries(figures)
  return { sdkMs: middle(sdk), functions: measured, missed: missedBudgets(measured) }
}
