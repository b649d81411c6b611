import { buildFunctions } from './build/functions.ts'
import { tooLargeZips } from './checks/budgets.ts'
import { compilerComplaints, withoutCompilers } from './checks/compilers.ts'
import { tooLongFiles } from './checks/sizes.ts'
import { runTool } from './checks/tool.ts'
import { checkTypes, typeErrors } from './checks/types.ts'
import { checkLayering, describeViolations } from './layering.ts'
import { PATHS, PROJECT_ROOT } from './project/paths.ts'

/** One house rule. It answers what is wrong, as text to print; empty means that all is well. */
interface Step {
  readonly name: string
  readonly run: () => Promise<string> | string
  /** Why it cannot run on this machine. It is said, and counts as passed. */
  readonly impossible?: () => string | undefined
}

async function complaintsOf(packageName: string, command: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runTool({ packageName, command, args })
  return code === 0 ? '' : output || `${command} ended with exit code ${code}`
}

async function exceededBudgets(): Promise<string> {
  await buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions })
  return tooLargeZips(PATHS.builtFunctions).join('\n')
}

/** In the order of their price: what is quick to say comes first. */
const steps: readonly Step[] = [
  {
    name: 'format and lint',
    run: () =>
      complaintsOf('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '--max-diagnostics=100']),
  },
  { name: 'layering', run: async () => describeViolations(await checkLayering(PROJECT_ROOT)) },
  { name: 'budgets', run: exceededBudgets },
  { name: 'dead code', run: () => complaintsOf('knip', 'knip', ['--no-progress']) },
  { name: 'types', run: async () => typeErrors(await checkTypes(PROJECT_ROOT)) },
  {
    name: "WeChat's compilers",
    run: () => compilerComplaints(PATHS.miniprogram),
    impossible: withoutCompilers,
  },
  { name: 'sizes', run: () => tooLongFiles(PROJECT_ROOT).join('\n') },
]

/** A step that throws has failed too: the others still run. */
async function complaintOf(step: Step): Promise<string> {
  try {
    return await step.run()
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

async function runStep(step: Step): Promise<boolean> {
  const impossible = step.impossible?.()
  if (impossible !== undefined) {
    process.stdout.write(`skipped ${step.name}: ${impossible}\n`)
    return true
  }
  const start = performance.now()
  const complaint = (await complaintOf(step)).trimEnd()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  process.stdout.write(`${complaint === '' ? 'passed' : 'FAILED'}  ${step.name} (${seconds} s)\n`)
  if (complaint !== '') process.stdout.write(`${complaint.replace(/^/gm, '    ')}\n\n`)
  return complaint === ''
}

// All of them, whatever fails: one run shows everything there is to repair.
const failed: string[] = []
for (const step of steps) {
  if (!(await runStep(step))) failed.push(step.name)
}
process.stdout.write(
  failed.length === 0
    ? `check: all ${steps.length} steps passed\n`
    : `check: ${failed.length} of ${steps.length} steps failed: ${failed.join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
