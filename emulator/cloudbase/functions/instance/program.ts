/**
 * The program of one function instance: it runs in a worker thread with its own process.env, serves one call at a
 * time as CloudBase does, and is started once and used many times.
 */
import { createRequire } from 'node:module'
import { format } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { readClockState } from '../../../clockState.ts'
import { makeWorldDate } from '../../../worldDate.ts'
import { redirectHosts } from './hosts.ts'
import type { CallMessage, InstanceMessage, InstanceSettings } from './messages.ts'

// Both come from the pool that starts this thread, never from a project.
const settings = workerData as InstanceSettings
const say = (message: InstanceMessage): void => parentPort?.postMessage(message)

const RealDate = Date
globalThis.Date = makeWorldDate(RealDate, () => readClockState(settings.clock, RealDate.now))
// Libraries tell a date by its constructor.
Object.defineProperty(RealDate.prototype, 'constructor', {
  value: globalThis.Date,
  writable: true,
  configurable: true,
})

for (const [method, level] of [
  ['log', 'log'],
  ['info', 'log'],
  ['debug', 'log'],
  ['warn', 'warn'],
  ['error', 'error'],
] as const) {
  console[method] = (...words: unknown[]) => say({ type: 'log', level, text: format(...words) })
}

redirectHosts(settings.hosts, (host) => {
  const done = settings.hosts.others === 'pass' ? 'leaves this machine' : 'was refused'
  say({
    type: 'log',
    level: 'warn',
    text: `a request to ${host}, which the local cloud does not simulate, ${done}`,
  })
})

const stackOf = (error: unknown): string => {
  if (error instanceof Error) return error.stack ?? error.message
  return typeof error === 'string' ? error : format(error)
}

type Main = (event: unknown, context: unknown) => unknown

const loadMain = (): Main => {
  const loaded: unknown = createRequire(settings.entry)(settings.entry)
  const main = typeof loaded === 'object' && loaded !== null && 'main' in loaded ? loaded.main : undefined
  if (typeof main !== 'function') throw new Error(`${settings.entry} exports no function named main`)
  return (event, context) => main(event, context)
}

let written: readonly string[] = []

/** As CloudBase does: the caller of this call is in process.env, and nothing of the caller before is. */
const writeEnvironment = (environment: CallMessage['environment']): void => {
  for (const key of written) delete process.env[key]
  written = Object.keys(environment)
  Object.assign(process.env, environment)
}

const answer = async (main: Main, call: CallMessage): Promise<void> => {
  writeEnvironment(call.environment)
  try {
    const result = await main(JSON.parse(call.event), call.context)
    say({ type: 'done', id: call.id, result: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    say({ type: 'failed', id: call.id, stack: stackOf(error) })
  }
}

try {
  const main = loadMain()
  parentPort?.on('message', (call: CallMessage) => void answer(main, call))
  say({ type: 'ready' })
} catch (error) {
  say({ type: 'load-failed', stack: stackOf(error) })
}
