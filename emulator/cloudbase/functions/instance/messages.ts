import * as v from 'valibot'

/** What an instance is started with. */
export interface InstanceSettings {
  /** Absolute path of the function's index.js. */
  readonly entry: string
  readonly clock: SharedArrayBuffer
  readonly hosts: HostRules
}

/** Where requests to other machines go. */
export interface HostRules {
  /** Real host name → address prefix of its simulation on this machine. */
  readonly simulated: Readonly<Record<string, string>>
  /** Every other host: `pass` with one warning each, or `refuse`. Loopback always passes. */
  readonly others: 'pass' | 'refuse'
}

/** One invocation. */
export interface CallMessage {
  readonly id: number
  /** JSON text of the event. */
  readonly event: string
  /** Written into process.env before the handler runs; the keys of the call before are removed. */
  readonly environment: Readonly<Record<string, string>>
  /** Second argument of the handler. */
  readonly context: Readonly<Record<string, unknown>>
}

const InstanceMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('load-failed'), stack: v.string() }),
  v.object({ type: v.literal('log'), level: v.picklist(['log', 'warn', 'error']), text: v.string() }),
  /** `result` is JSON text. */
  v.object({ type: v.literal('done'), id: v.number(), result: v.string() }),
  v.object({ type: v.literal('failed'), id: v.number(), stack: v.string() }),
])

/** What an instance says. */
export type InstanceMessage = v.InferOutput<typeof InstanceMessageSchema>

/** Code of a project shares the thread, so what comes over the port is read as if from outside. */
export const readInstanceMessage = (message: unknown): InstanceMessage | undefined => {
  const parsed = v.safeParse(InstanceMessageSchema, message)
  return parsed.success ? parsed.output : undefined
}
