import { format } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { FunctionFailure } from './failure.ts'
import type { LogLevel } from './instance/console.ts'
import type { CallMessage, InstanceSettings } from './instance/messages.ts'
import { readInstanceMessage } from './instance/messages.ts'
import { instanceProgram } from './instanceProgram.ts'
import { INSTANCE_LIMITS } from './limits.ts'

export type { LogLevel } from './instance/console.ts'

/** JSON text of the result, or why there is none. */
export type Outcome = { readonly result: string } | { readonly failure: FunctionFailure }

export interface InstanceOptions {
  readonly settings: InstanceSettings
  /** Environment that stays the same for the life of the instance. */
  readonly environment: Readonly<Record<string, string>>
  readonly memoryMb: number
  readonly onLog: (level: LogLevel, text: string) => void
}

/** One instance of a function: one thread, one call at a time. */
export interface Instance {
  /** Whether it can take another call. */
  readonly alive: () => boolean
  /**
   * Waits until the function is loaded, then runs one call. Never rejects.
   * @param timeoutSeconds undefined lets it run as long as it likes
   */
  readonly call: (call: CallMessage, timeoutSeconds: number | undefined) => Promise<Outcome>
  /** @param reason what a call that it serves is told */
  readonly end: (reason?: string) => Promise<void>
}

interface Waiting {
  readonly id: number
  readonly settle: (outcome: Outcome) => void
  readonly timer: NodeJS.Timeout | undefined
}

const ended = (reason: string): Outcome => ({ failure: { kind: 'instance-ended', reason } })

/** An instance that could not even be started: its code does not compile. */
export const failedInstance = (failure: FunctionFailure): Instance => ({
  alive: () => false,
  call: () => Promise.resolve({ failure }),
  end: () => Promise.resolve(),
})

/** @param error whatever the project's code threw where nobody catches it: an Error, or null */
const outcomeOfError = (error: unknown, memoryMb: number): Outcome => {
  if (!(error instanceof Error)) return ended(format(error))
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { failure: { kind: 'out-of-memory', memoryMb } }
    : ended(String(error.stack ?? error.message))
}

/** Starts a thread that loads the function at once. It keeps no process alive but while it serves a call. */
export const startInstance = async (options: InstanceOptions): Promise<Instance> => {
  const worker = new Worker(await instanceProgram(), {
    eval: true,
    env: { ...options.environment },
    workerData: options.settings,
    // Assumption: the platform counts the whole process; a thread can be held to its JavaScript heap only.
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
    // The options of our own process, TypeScript loaders among them, are not for a project's function.
    execArgv: [],
  })
  worker.unref()
  let waiting: Waiting | undefined
  let gone: Outcome | undefined
  let loaded: (outcome: Outcome | undefined) => void = () => {}
  const loading = new Promise<Outcome | undefined>((resolve) => {
    loaded = resolve
  })

  const settle = (outcome: Outcome): void => {
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    const { settle: answer } = waiting
    waiting = undefined
    answer(outcome)
  }
  const die = (outcome: Outcome): void => {
    gone ??= outcome
    loaded(gone)
    settle(gone)
    void worker.terminate()
  }

  worker.on('message', (message: unknown) => {
    const said = readInstanceMessage(message)
    if (said === undefined) return
    if (said.type === 'log') return options.onLog(said.level, said.text)
    if (said.type === 'ready') return loaded(undefined)
    if (said.type === 'load-failed') return die({ failure: { kind: 'threw', stack: said.stack } })
    if (said.id !== waiting?.id) return
    settle(said.type === 'done' ? { result: said.result } : { failure: { kind: 'threw', stack: said.stack } })
  })
  worker.on('error', (error: unknown) => die(outcomeOfError(error, options.memoryMb)))
  worker.on('exit', (code) => die(ended(`exit code ${code}`)))

  const waitForAnswer = (call: CallMessage, seconds: number | undefined): Promise<Outcome> =>
    new Promise((resolve) => {
      const timer =
        seconds === undefined
          ? undefined
          : setTimeout(() => die({ failure: { kind: 'timed-out', seconds } }), seconds * 1_000)
      waiting = { id: call.id, settle: resolve, timer }
      worker.postMessage(call)
    })

  const loadTimer = setTimeout(
    () => die(ended(`not loaded in ${INSTANCE_LIMITS.LOAD_SECONDS} s`)),
    INSTANCE_LIMITS.LOAD_SECONDS * 1_000,
  ).unref()
  void loading.then(() => clearTimeout(loadTimer))

  return {
    alive: () => gone === undefined,
    call: async (call, timeoutSeconds) => {
      worker.ref()
      try {
        return (await loading) ?? gone ?? (await waitForAnswer(call, timeoutSeconds))
      } finally {
        worker.unref()
      }
    },
    end: async (reason = 'the local cloud stops') => {
      gone ??= ended(reason)
      loaded(gone)
      settle(gone)
      await worker.terminate()
    },
  }
}
