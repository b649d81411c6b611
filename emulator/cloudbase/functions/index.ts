import { randomBytes, randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Caller } from '../caller.ts'
import { callEnvironment } from '../caller.ts'
import type { CallLog } from '../callLog.ts'
import type { CallRecord, RunningCall } from '../calls.ts'
import type { Credentials } from '../credentials.ts'
import { functionEntry, functionNames } from './discover.ts'
import { ENVIRONMENT_ID, instanceEnvironment } from './environment.ts'
import type { FunctionFailure } from './failure.ts'
import { callFunctionError } from './failure.ts'
import type { HostRules } from './instance/messages.ts'
import type { LogLevel } from './instance.ts'
import { startInstance } from './instance.ts'
import { FUNCTION_LIMITS } from './limits.ts'
import type { Pool } from './pool.ts'
import { createPool } from './pool.ts'

export interface FunctionSettings {
  readonly timeoutSeconds?: number
  readonly memoryMb?: number
}

export interface FunctionsOptions {
  /** Folder with one sub-folder per function. */
  readonly root: string
  /** By function name; the platform's defaults otherwise. */
  readonly settings: Readonly<Record<string, FunctionSettings>>
  /** Address of the wire; asked when an instance starts. */
  readonly adminUrl: () => string
  readonly hosts: () => HostRules
  readonly clock: SharedArrayBuffer
  /** World time. */
  readonly now: () => number
  readonly credentials: Credentials
  readonly calls: CallLog
  /** One line for the terminal. */
  readonly onLog: (functionName: string, level: LogLevel, text: string) => void
}

export type CallOutcome =
  | { readonly requestId: string; readonly result: unknown }
  | { readonly requestId: string; readonly failure: FunctionFailure }

/** The emulated cloud functions of one folder. */
export interface Functions {
  readonly names: () => readonly string[]
  /** Runs a function to its end. `event` must survive JSON. Never rejects. */
  readonly call: (name: string, event: unknown, caller: Caller) => Promise<CallOutcome>
  /** The call that an instance is serving, by the key that its credential was issued to. */
  readonly callOf: (instanceKey: string) => RunningCall | undefined
  readonly end: () => Promise<void>
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

export const createFunctions = (options: FunctionsOptions): Functions => {
  const pools = new Map<string, Pool>()
  const serving = new Map<string, RunningCall>()
  let calls = 0

  const start = async (name: string, entry: string) => {
    const key = `${name}#${randomUUID()}`
    const instance = await startInstance({
      settings: { entry, clock: options.clock, hosts: options.hosts() },
      environment: instanceEnvironment(name, options.adminUrl(), options.credentials.issue(key)),
      memoryMb: options.settings[name]?.memoryMb ?? FUNCTION_LIMITS.MEMORY_MB,
      onLog: (level, text) => {
        serving.get(key)?.record.logs.push({ level, text })
        options.onLog(name, level, text)
      },
    })
    return { key, instance }
  }

  const poolOf = (name: string, entry: string): Pool => {
    const existing = pools.get(name)
    if (existing !== undefined) return existing
    const pool = createPool(() => start(name, entry), Math.max(2, availableParallelism()))
    pools.set(name, pool)
    return pool
  }

  const run = async (name: string, entry: string, event: unknown, caller: Caller, record: CallRecord) => {
    const timeoutSeconds = options.settings[name]?.timeoutSeconds ?? FUNCTION_LIMITS.TIMEOUT_SECONDS
    const memoryMb = options.settings[name]?.memoryMb ?? FUNCTION_LIMITS.MEMORY_MB
    let instanceKey = ''
    const { outcome, cold } = await poolOf(name, entry).run(({ key }) => {
      instanceKey = key
      serving.set(key, { functionName: name, caller, record })
      return {
        id: ++calls,
        event: JSON.stringify(event ?? {}),
        environment: callEnvironment(caller, `LOCAL${randomBytes(16).toString('hex')}`),
        context: {
          request_id: record.requestId,
          function_name: name,
          function_version: '$LATEST',
          namespace: ENVIRONMENT_ID,
          time_limit_in_ms: timeoutSeconds * 1_000,
          memory_limit_in_mb: memoryMb,
        },
      }
    }, timeoutSeconds)
    serving.delete(instanceKey)
    record.cold = cold
    return outcome
  }

  return {
    names: () => functionNames(options.root),
    callOf: (instanceKey) => serving.get(instanceKey),
    call: async (name, event, caller) => {
      const requestId = randomUUID()
      const record = newRecord(name, requestId, caller, options.now())
      const began = performance.now()
      const entry = functionEntry(options.root, name)
      const outcome =
        entry === undefined
          ? { failure: { kind: 'not-found', name } as const }
          : await run(name, entry, event, caller, record)
      record.ms = performance.now() - began
      if ('failure' in outcome) record.error = callFunctionError(outcome.failure).errMsg
      options.calls.add(record)
      return 'failure' in outcome
        ? { requestId, failure: outcome.failure }
        : { requestId, result: JSON.parse(outcome.result) }
    },
    end: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}
