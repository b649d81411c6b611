import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClockState } from '../clockState.ts'
import type { Caller } from '../cloudbase/caller.ts'
import { createCallLog } from '../cloudbase/callLog.ts'
import { createCredentials } from '../cloudbase/credentials.ts'
import { failureWords } from '../cloudbase/functions/failure.ts'
import { createFunctions } from '../cloudbase/functions/index.ts'
import type { ActionWorld } from './action.ts'
import { PLANE_LIMITS } from './limits.ts'
import { readZip } from './zip.ts'

/** A test run of the console, or a program: it brings no person. */
const NOBODY: Caller = { source: '' }

/** Nothing listens there: there is no database behind the control plane. */
const NO_SERVER = 'http://127.0.0.1:9'

/**
 * Runs what was uploaded: in a temporary folder, with the emulator's own instance, an empty environment and no database.
 * The instance ends with the invocation.
 */
export const invokeUploaded =
  (now: () => number): ActionWorld['invoke'] =>
  async (_environment, deployed, event, requestId) => {
    const root = mkdtempSync(join(tmpdir(), 'control-plane-'))
    const lines: string[] = []
    const calls = createCallLog()
    for (const { path, content } of readZip(deployed.zip)) {
      const file = join(root, deployed.name, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    const functions = createFunctions({
      root,
      settings: {
        [deployed.name]: {
          timeoutSeconds: deployed.timeoutSeconds,
          memoryMb: deployed.memoryMb,
          handler: deployed.handler,
          environment: deployed.environment,
          instances: 1,
        },
      },
      adminUrl: () => `${NO_SERVER}/admin`,
      httpUrl: async () => NO_SERVER,
      hosts: () => ({ simulated: {}, others: 'refuse' }),
      clock: createClockState(),
      now,
      credentials: createCredentials(),
      calls,
      onLog: (_name, _level, text) => void lines.push(text),
    })
    const began = performance.now()
    try {
      const outcome = await functions.call(deployed.name, event, NOBODY)
      const failed = 'failure' in outcome
      const invocation = {
        requestId,
        at: now(),
        ms: performance.now() - began,
        failed,
        result: failed ? failureWords(outcome.failure) : JSON.stringify(outcome.result),
        log: lines.join('\n'),
      }
      deployed.invocations.unshift(invocation)
      deployed.invocations.splice(PLANE_LIMITS.KEPT_LOGS)
      return invocation
    } finally {
      await functions.end()
      rmSync(root, { recursive: true, force: true })
    }
  }
