import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConformanceCase } from '../../tests/conformance/case.ts'
import { buildProbe } from '../../tests/conformance/probe/build.ts'
import type { Verdict } from '../../tests/conformance/probe/replies.ts'
import { batches, judge, readReply } from '../../tests/conformance/probe/replies.ts'
import {
  deleteCommand,
  deployCommand,
  deploymentConfig,
  invokeCommand,
  PROBE,
  readInvocation,
  requireSuccess,
} from './tcb.ts'

/** Runs the CLI in a folder; answers all that it printed. */
export type RunTcb = (args: readonly string[], folder: string) => Promise<string>

/** A case takes a second at worst, and a call 60 seconds at most. */
const BATCH = 20

/** Only two are made, and every case finds them empty: what the SDK makes, neither it nor the CLI can drop. */
const COLLECTION_PREFIX = 'oneid_conformance_'

/** What a real environment cannot be asked. */
export const runsInEnvironment = ({ localOnly }: ConformanceCase): boolean => localOnly === undefined

const deploy = async (env: string, folder: string, runTcb: RunTcb): Promise<void> => {
  await buildProbe('4', join(folder, PROBE))
  await writeFile(join(folder, 'cloudbaserc.json'), JSON.stringify(deploymentConfig(env), null, 2))
  const command = deployCommand(env)
  requireSuccess(command, await runTcb(command, folder))
}

const invoke = async (env: string, event: unknown, folder: string, runTcb: RunTcb) =>
  readReply(readInvocation(await runTcb(invokeCommand(env, event), folder)))

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A call that fails, by its time-out for example, fails its cases; the others still run. */
const runBatch = async (env: string, batch: readonly ConformanceCase[], folder: string, runTcb: RunTcb) => {
  const event = { run: batch.map(({ id }) => id), prefix: COLLECTION_PREFIX, fresh: false }
  try {
    return judge(batch, '4', await invoke(env, event, folder, runTcb))
  } catch (error) {
    return batch.map((test): Verdict => ({ test, ms: 0, wrong: [words(error)] }))
  }
}

/** Empties the collections and deletes the function; says what is left if something could not be done. */
const cleanUp = async (env: string, folder: string, runTcb: RunTcb, tell: (line: string) => void) => {
  try {
    await invoke(env, { clean: true, prefix: COLLECTION_PREFIX }, folder, runTcb)
    tell(
      `${COLLECTION_PREFIX}a and ${COLLECTION_PREFIX}b are empty; no command drops collections, but the console does.`,
    )
  } catch (error) {
    tell(`${COLLECTION_PREFIX}a and ${COLLECTION_PREFIX}b still hold data: ${words(error)}`)
  }
  try {
    const command = deleteCommand(env)
    requireSuccess(command, await runTcb(command, folder))
    tell(`The function ${PROBE} is deleted.`)
  } catch (error) {
    tell(`The function ${PROBE} is still there: ${words(error)}`)
  }
}

/**
 * Deploys the probe, runs the cases in it, and takes it away again, whatever happens.
 * @param tell gets lines for the terminal: how many cases are through, and what is left in the environment
 * @throws Error when the probe cannot be deployed, with what the CLI printed
 */
export const runInEnvironment = async (
  env: string,
  cases: readonly ConformanceCase[],
  runTcb: RunTcb,
  tell: (line: string) => void,
): Promise<readonly Verdict[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  const asked = cases.filter(runsInEnvironment)
  const verdicts: Verdict[] = []
  try {
    await deploy(env, folder, runTcb)
    try {
      for (const batch of batches(asked, BATCH)) {
        verdicts.push(...(await runBatch(env, batch, folder, runTcb)))
        tell(`${verdicts.length} of ${asked.length} cases`)
      }
    } finally {
      await cleanUp(env, folder, runTcb, tell)
    }
    return verdicts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
