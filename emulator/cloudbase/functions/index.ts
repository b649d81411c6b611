import { randomBytes, randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join, relative, sep } from 'node:path'
import type { Caller } from '../caller.ts'
import type { CallLog } from '../callLog.ts'
import type { CallRecord, RunningCall } from '../calls.ts'
import type { Credentials } from '../credentials.ts'
import type { Service } from '../service.ts'
import { createCallLogs } from './callLogs.ts'
import { createDeployments } from './deployments.ts'
import { functionNames } from './discover.ts'
import {
  callContext,
  callVariables,
  instanceEnvironment,
  temporaryFolder,
  withAddress,
} from './environment.ts'
import type { FunctionFailure } from './failure.ts'
import { callFunctionError } from './failure.ts'
import type { HostRules, InstanceEntry } from './instance/messages.ts'
import type { Instance, LogLevel, Outcome } from './instance.ts'
import { failedInstance, startInstance } from './instance.ts'
import { FUNCTION_LIMITS, INSTANCE_LIMITS } from './limits.ts'
import type { Pool, PooledInstance } from './pool.ts'
import { createPool } from './pool.ts'
import type { Invoke } from './service.ts'
import { createFunctionsService } from './service.ts'

export interface FunctionSettings {
  readonly timeoutSeconds?: number
  readonly memoryMb?: number
  /** `index.main` if absent. */
  readonly handler?: string
  /** Variables that the team gave the function; `{{local.http}}` in a value is the HTTP access service's address. */
  readonly environment?: Readonly<Record<string, string>>
  /** Beside those of its config.json. */
  readonly triggers?: readonly { readonly name: string; readonly type: string; readonly config: string }[]
  /** Instances at one time; as many as the machine has processors, if nobody says. */
  readonly instances?: number
}

export interface FunctionsOptions {
  /** Folder with one sub-folder per function. */
  readonly root: string
  /** By function name; the platform's defaults otherwise. */
  readonly settings: Readonly<Record<string, FunctionSettings>>
  /** Address of the wire; asked when an instance starts. */
  readonly adminUrl: () => string
  /** Address of the HTTP access service, without the functions; an instance does not start before it is known. */
  readonly httpUrl: () => Promise<string>
  readonly hosts: () => HostRules
  readonly clock: SharedArrayBuffer
  /** By how much the clock of an instance that starts now is wrong; asked once for each. */
  readonly clockSkewMs?: () => number
  /** World time. */
  readonly now: () => number
  readonly credentials: Credentials
  readonly calls: CallLog
  /** One line for the terminal. */
  readonly onLog: (functionName: string, level: LogLevel, text: string) => void
  /** Keeps one warm instance more than calls need, once a function was called. */
  readonly spare?: boolean
  /** Functions may stand at a breakpoint as long as somebody looks at them: no time-outs. */
  readonly inspect?: boolean
}

export type CallOutcome =
  | { readonly requestId: string; readonly result: unknown; readonly resultBytes: number }
  | { readonly requestId: string; readonly failure: FunctionFailure }

/** The emulated cloud functions of one folder. */
export interface Functions {
  readonly names: () => readonly string[]
  /** Runs a function to its end. `event` must survive JSON. Never rejects. */
  readonly call: (name: string, event: unknown, caller: Caller) => Promise<CallOutcome>
  /** The call that an instance is serving, by the key that its credential was issued to. */
  readonly callOf: (instanceKey: string) => RunningCall | undefined
  /** Ends an instance under the call that it serves, as when a machine is lost. */
  readonly kill: (instanceKey: string) => void
  /** What functions ask of functions. */
  readonly service: Service
  readonly end: () => Promise<void>
}

/** Where a running call is served, and the functions that wait for it, itself last. */
interface Place {
  readonly pool: Pool
  readonly key: string
  readonly chain: readonly string[]
}

const newRecord = (name: string, requestId: string, caller: Caller, startedAt: number): CallRecord => ({
  requestId,
  function: name,
  startedAt,
  caller,
  cold: false,
  ms: 0,
  requests: [],
  logs: [],
})

const later = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms).unref()
  return () => clearTimeout(timer)
}

const bounded = (outcome: Outcome): Outcome =>
  'result' in outcome && Buffer.byteLength(outcome.result) > FUNCTION_LIMITS.RESULT_BYTES
    ? { failure: { kind: 'result-too-large' } }
    : outcome

export const createFunctions = (options: FunctionsOptions): Functions => {
  const { root, settings, onLog, spare = false, inspect = false } = options
  const serving = new Map<string, RunningCall>()
  const places = new WeakMap<RunningCall, Place>()
  const living = new Map<string, Instance>()
  const keepLog = createCallLogs()
  let calls = 0

  const timeoutOf = (name: string): number =>
    settings[name]?.timeoutSeconds ?? FUNCTION_LIMITS.TIMEOUT_SECONDS
  const memoryOf = (name: string): number => settings[name]?.memoryMb ?? FUNCTION_LIMITS.MEMORY_MB

  const start = async (
    name: string,
    folder: string,
    entry: () => Promise<InstanceEntry>,
  ): Promise<PooledInstance> => {
    const key = `${name}#${randomUUID()}`
    try {
      const httpUrl = await options.httpUrl()
      const instance = await startInstance({
        settings: {
          entry: await entry(),
          clock: options.clock,
          skewMs: options.clockSkewMs?.() ?? 0,
          hosts: options.hosts(),
        },
        environment: {
          ...withAddress(settings[name]?.environment ?? {}, httpUrl),
          ...temporaryFolder(),
          ...instanceEnvironment(name, options.adminUrl(), options.credentials.issue(key)),
          // /var/user/ on the platform: where the function's files are.
          USER_CODE_ROOT: `${folder}${sep}`,
        },
        memoryMb: memoryOf(name),
        onLog: (level, text) => {
          const record = serving.get(key)?.record
          if (record !== undefined) keepLog(record, { level, text })
          onLog(name, level, text)
        },
      })
      for (const [old, { alive }] of living) if (!alive()) living.delete(old)
      living.set(key, instance)
      return { key, instance }
    } catch (error) {
      const stack = error instanceof Error ? error.message : String(error)
      return { key, instance: failedInstance({ kind: 'threw', stack }) }
    }
  }

  const deployments = createDeployments({
    root,
    handlerOf: (name) => settings[name]?.handler,
    createPool: (name, startOne) =>
      createPool({
        name,
        start: startOne,
        usual:
          settings[name]?.instances ?? Math.min(Math.max(2, availableParallelism()), INSTANCE_LIMITS.MOST),
        most: INSTANCE_LIMITS.MOST,
        idleMs: INSTANCE_LIMITS.IDLE_SECONDS * 1_000,
        spareAfterMs: spare ? INSTANCE_LIMITS.SPARE_AFTER_MS : undefined,
        later,
      }),
    start,
    onReload: (name) => onLog(name, 'log', 'saved: new calls run the new code'),
    onOutside: (name, { file, from }) =>
      onLog(
        name,
        'warn',
        `${relative(join(root, name), from)} needs ${relative(root, file)}, which is not uploaded with the function: here it runs, in the cloud it will not`,
      ),
  })

  const run = async (pool: Pool, event: string, running: RunningCall, waiting: readonly string[]) => {
    const { functionName: name, caller, record } = running
    const seconds = timeoutOf(name)
    let instanceKey = ''
    const { outcome, cold } = await pool.run({
      timeoutSeconds: inspect ? undefined : seconds,
      recursive: waiting.includes(name),
      message: ({ key }) => {
        instanceKey = key
        serving.set(key, running)
        places.set(running, { pool, key, chain: [...waiting, name] })
        return {
          id: ++calls,
          event,
          environment: callVariables(caller, record.requestId, `LOCAL${randomBytes(16).toString('hex')}`),
          context: callContext(name, record.requestId, seconds, memoryOf(name)),
        }
      },
    })
    serving.delete(instanceKey)
    record.cold = cold
    return bounded(outcome)
  }

  const invoke: Invoke = async (name, event, caller, from) => {
    const requestId = randomUUID()
    const record = newRecord(name, requestId, caller, options.now())
    const began = performance.now()
    const place = from === undefined ? undefined : places.get(from)
    const goesOn = place?.pool.waits(place.key)
    const pool = deployments.poolOf(name)
    const outcome: Outcome =
      pool === undefined
        ? { failure: { kind: 'not-found', name } }
        : Buffer.byteLength(event) > FUNCTION_LIMITS.EVENT_BYTES
          ? { failure: { kind: 'event-too-large' } }
          : await run(pool, event, { functionName: name, caller, record }, place?.chain ?? [])
    goesOn?.()
    record.ms = performance.now() - began
    if ('failure' in outcome) record.error = callFunctionError(outcome.failure).errMsg
    options.calls.add(record)
    return { requestId, ...outcome }
  }

  return {
    names: () => functionNames(root, (name) => settings[name]?.handler),
    callOf: (instanceKey) => serving.get(instanceKey),
    call: async (name, event, caller) => {
      const outcome = await invoke(name, JSON.stringify(event ?? {}) ?? '{}', caller, undefined)
      if ('failure' in outcome) return outcome
      const { requestId, result } = outcome
      return { requestId, result: JSON.parse(result), resultBytes: Buffer.byteLength(result) }
    },
    kill: (instanceKey) => void living.get(instanceKey)?.end('killed by a fault'),
    service: createFunctionsService(invoke),
    end: deployments.end,
  }
}
