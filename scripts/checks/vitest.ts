import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { runTool } from './tool.ts'

/** What a group of tests came to. `output` is there to be read if something failed. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly output: string
}

/** The part of vitest's JSON report that is counted. */
const Report = v.object({
  numPassedTests: v.number(),
  testResults: v.array(
    v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) }),
  ),
})
type Report = v.InferOutput<typeof Report>

/**
 * Failures of a run, each counted once: failed tests, and files that failed without a failed test (they could not be
 * loaded, or a hook threw). A run that ends badly although no test failed is one failure more: an unhandled error,
 * or a crash before the report was written.
 */
export function countFailures(report: Report | undefined, code: number): number {
  const perFile = (report?.testResults ?? []).map(({ status, assertionResults }) => {
    const failedTests = assertionResults.filter((result) => result.status === 'failed').length
    return failedTests === 0 && status === 'failed' ? 1 : failedTests
  })
  const failed = perFile.reduce((sum, each) => sum + each, 0)
  const endedBadly = code !== 0 || report === undefined
  return failed === 0 && endedBadly ? 1 : failed
}

async function readReport(file: string): Promise<Report | undefined> {
  try {
    return v.parse(Report, JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Runs one project of vitest.config.ts in a process of its own, and ends it after `limitSeconds` of real time. */
export async function runVitest(
  project: string,
  filter: string | undefined,
  limitSeconds = 300,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-'))
  const file = join(folder, 'report.json')
  try {
    const { code, output } = await runTool({
      packageName: 'vitest',
      command: 'vitest',
      limitSeconds,
      args: [
        ...['run', '--project', project, '--passWithNoTests'],
        ...['--reporter=default', '--reporter=json', `--outputFile=${file}`],
        ...(filter === undefined ? [] : [`--testNamePattern=${filter}`]),
      ],
    })
    const report = await readReport(file)
    return { passed: report?.numPassedTests ?? 0, failed: countFailures(report, code), output }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
