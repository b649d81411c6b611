import { Worker } from 'node:worker_threads'
import type { FunctionFailure } from './failure.ts'
import type { CallMessage, InstanceSettings } from './instance/messages.ts'
import { readInstanceMessage } from './instance/messages.ts'
import { instanceProgram } from './instanceProgram.ts'
import { INSTANCE_LIMITS } from './limits.ts'

export type LogLevel = 'log' | 'warn' | 'error'

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
  /** Waits until the function is loaded, then runs one call. Never rejects. */
  readonly call: (call: CallMessage, timeoutSeconds: number) => Promise<Outcome>
  readonly end: () => Promise<void>
}

interface Waiting {
  readonly settle: (outcome: Outcome) => void
  readonly timer: NodeJS.Timeout
}

const ended = (reason: string): Outcome => ({ failure: { kind: 'instance-ended', reason } })

/** Starts a thread that loads the function at once. */
export const startInstance = async (options: InstanceOptions): Promise<Instance> => {
  const worker = new Worker(await instanceProgram(), {
    eval: true,
    env: { ...options.environment },
    workerData: options.settings,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
    // The options of our own process, TypeScript loaders among them, are not for a project's function.
    execArgv: [],
  })
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
    settle(said.type === 'done' ? { result: said.result } : { failure: { kind: 'threw', stack: said.stack } })
  })
  worker.on('error', (error) => die(ended(error.message)))
  worker.on('exit', (code) => die(ended(`exit code ${code}`)))

  const waitForAnswer = (call: CallMessage, seconds: number): Promise<Outcome> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => die({ failure: { kind: 'timed-out', seconds } }), seconds * 1_000)
      waiting = { settle: resolve, timer }
      worker.postMessage(call)
    })

  const loadTimer = setTimeout(
    () => die(ended(`not loaded in ${INSTANCE_LIMITS.LOAD_SECONDS} s`)),
    INSTANCE_LIMITS.LOAD_SECONDS * 1_000,
  )
  void loading.then(() => clearTimeout(loadTimer))

  return {
    alive: () => gone === undefined,
    call: async (call, timeoutSeconds) => (await loading) ?? gone ?? waitForAnswer(call, timeoutSeconds),
    end: async () => {
      gone ??= ended('the local cloud stops')
      loaded(gone)
      settle(gone)
      await worker.terminate()
    },
  }
}
