/**
 * The program of one function instance: it runs in a worker thread with its own process.env, serves one call at a
 * time as CloudBase does, and is started once and used many times.
 */
import { format } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { readClockState } from '../../../clockState.ts'
import { makeWorldDate } from '../../../worldDate.ts'
import { captureOutput } from './console.ts'
import { handlerContext } from './context.ts'
import { redirectHosts } from './hosts.ts'
import type { Main } from './load.ts'
import { loadMain } from './load.ts'
import type { CallMessage, InstanceMessage, InstanceSettings } from './messages.ts'

// Both come from the pool that starts this thread, never from a project.
const settings = workerData as InstanceSettings
const say = (message: InstanceMessage): void => parentPort?.postMessage(message)

const RealDate = Date
const { clock, skewMs = 0 } = settings
globalThis.Date = makeWorldDate(RealDate, () => readClockState(clock, RealDate.now) + skewMs)
// Libraries tell a date by its constructor.
Object.defineProperty(RealDate.prototype, 'constructor', {
  value: globalThis.Date,
  writable: true,
  configurable: true,
})

const flushOutput = captureOutput((level, text) => say({ type: 'log', level, text }))

redirectHosts(settings.hosts, (host) => {
  const done = settings.hosts.others === 'pass' ? 'leaves this machine' : 'was refused'
  say({
    type: 'log',
    level: 'warn',
    text: `a request to ${host}, which the local cloud does not simulate, ${done}`,
  })
})

/** The stack without the frames of this program, which no author of a function has written. */
const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : format(error)
  const lines = (error.stack ?? error.message).split('\n')
  return lines.filter((line) => !line.includes('[worker eval]')).join('\n')
}

let written: readonly string[] = []

/** As CloudBase does: the caller of this call is in process.env, and nothing of the caller before is. */
const writeEnvironment = (environment: CallMessage['environment']): void => {
  for (const key of written) delete process.env[key]
  written = Object.keys(environment)
  Object.assign(process.env, environment)
}

/**
 * A handler answers by what it returns, by a callback (a third parameter) or by its context; the first one counts.
 * tencentcloud.com/document/product/583/46770, 2024-12: a handler that is not async may use the callback.
 */
const resultOf = (handler: { run: Main; parameters: number }, call: CallMessage): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ending = { succeed: resolve, fail: reject }
    const context = handlerContext(call, process.env, ending, () => performance.now())
    const callback = (error: unknown, result: unknown): void =>
      error === null || error === undefined ? resolve(result) : reject(error)
    const returned = handler.run(JSON.parse(call.event), context, callback)
    if (returned !== undefined || handler.parameters < 3) resolve(returned)
  })

const answer = async (handler: { run: Main; parameters: number }, call: CallMessage): Promise<void> => {
  writeEnvironment(call.environment)
  try {
    const result = JSON.stringify(await resultOf(handler, call)) ?? 'null'
    flushOutput()
    say({ type: 'done', id: call.id, result })
  } catch (error) {
    flushOutput()
    say({ type: 'failed', id: call.id, stack: stackOf(error) })
  }
}

// No top-level await: this program is one script of CommonJS.
loadMain(settings.entry).then(
  (handler) => {
    parentPort?.on('message', (call: CallMessage) => void answer(handler, call))
    say({ type: 'ready' })
  },
  (error: unknown) => say({ type: 'load-failed', stack: stackOf(error) }),
)
